#pragma once
/// Who hears of whose account.

#include "exchange/binance/user_messages.hpp"

namespace nightjar::exchange::binance {

/// A stream that was let in as that client.
class UserSink {
public:
    virtual ~UserSink() = default;
    virtual void tell_user(const std::string& event) = 0;
    /// Its listen key is good no more; it has left already.
    virtual void end_user() = 0;
};

/// One thread. Sinks leave before they go.
class UserStreams {
public:
    UserStreams(Market market, const Hall& hall) : market_{market}, hall_{&hall} {}

    void join(const Client& client, UserSink& sink) { members_.push_back({&client, &sink}); }
    void leave(UserSink& sink) {
        std::erase_if(members_, [&sink](const Member& member) { return member.sink == &sink; });
    }

    void on_order(const Client& client, const Order& order, const OrderEvent& event) const;
    void on_funding(const Client& client, const Payment& payment) const;
    /// Whoever came with the key hears no more.
    void on_expired(const Client& client, const std::string& key, core::Time at);

private:
    struct Member {
        const Client* client;
        UserSink* sink;
    };
    [[nodiscard]] bool heard(const Client& client) const;
    void tell(const Client& client, const Json& message) const;

    Market market_;
    const Hall* hall_;
    std::vector<Member> members_;
};

}  // namespace nightjar::exchange::binance
