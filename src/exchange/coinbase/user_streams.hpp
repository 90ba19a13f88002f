#pragma once
/// Who hears of whose orders.

#include "exchange/coinbase/names.hpp"

#include <vector>

namespace nightjar::exchange::coinbase {

class UserSink {
public:
    virtual ~UserSink() = default;
    virtual void tell_order(const Client& client, const Order& order) = 0;
};

/// One thread. Sinks leave before they go.
class UserStreams {
public:
    void join(const Client& client, UserSink& sink) { members_.push_back({&client, &sink}); }
    void leave(UserSink& sink) {
        std::erase_if(members_, [&sink](const Member& member) { return member.sink == &sink; });
    }
    void on_order(const Client& client, const Order& order, const OrderEvent& event) const {
        // A refused order leaves no trace, unless it had waited for its trigger before.
        if (event.kind == OrderEvent::Kind::Rejected && !order.terms.trigger) return;
        for (const auto& member : members_)
            if (member.client == &client) member.sink->tell_order(client, order);
    }

private:
    struct Member {
        const Client* client;
        UserSink* sink;
    };
    std::vector<Member> members_;
};

}  // namespace nightjar::exchange::coinbase
