#pragma once
/// Who hears of whose account.

#include "exchange/kraken/names.hpp"

#include <vector>

namespace nightjar::exchange::kraken {

enum class PrivateChannel : std::uint8_t { Executions, Balances };

class UserSink {
public:
    virtual ~UserSink() = default;
    virtual void tell(PrivateChannel channel, std::string_view type, const Json& items) = 0;
};

/// One thread. Sinks leave before they go.
class UserStreams {
public:
    explicit UserStreams(const Hall& hall) : hall_{&hall} {}

    void join(const Client& client, PrivateChannel channel, UserSink& sink) {
        members_.push_back({&client, channel, &sink});
    }
    void leave(PrivateChannel channel, UserSink& sink) {
        std::erase_if(members_, [&](const Member& member) {
            return member.sink == &sink && member.channel == channel;
        });
    }

    void on_order(const Client& client, const Order& order, const OrderEvent& event) const;

private:
    struct Member {
        const Client* client;
        PrivateChannel channel;
        UserSink* sink;
    };
    [[nodiscard]] bool heard(const Client& client) const;
    void tell(const Client& client, PrivateChannel channel, const Json& items) const;

    const Hall* hall_;
    std::vector<Member> members_;
};

}  // namespace nightjar::exchange::kraken
