#pragma once
/// Who hears of whose account.

#include "exchange/okx/office.hpp"

namespace nightjar::exchange::okx {

/// A stream that has logged in.
class UserSink {
public:
    virtual ~UserSink() = default;
    /// To be told by those who subscribed to that channel of that instrument; `of` is null where
    /// the channel has none.
    virtual void tell_user(std::string_view channel, const core::Instrument* of,
                           const Json& row) = 0;
};

/// One thread. Sinks leave before they go.
class UserStreams {
public:
    explicit UserStreams(const Hall& hall) : hall_{&hall} {}

    void join(const Client& client, UserSink& sink) { members_.push_back({&client, &sink}); }
    void leave(const UserSink& sink) {
        std::erase_if(members_, [&sink](const Member& member) { return member.sink == &sink; });
    }
    void on_order(const Client& client, const Order& order, const OrderEvent& event) const;
    void on_funding(const Client& client, core::InstrumentId instrument) const;

private:
    struct Member {
        const Client* client;
        UserSink* sink;
    };
    [[nodiscard]] bool heard(const Client& client) const;
    void tell(const Client& client, std::string_view channel, const core::Instrument* of,
              const Json& row) const;
    void tell_account(const Client& client, const MarketView& view, const char* event) const;

    const Hall* hall_;
    std::vector<Member> members_;
};

}  // namespace nightjar::exchange::okx
