#pragma once
/// Who hears of whose account.

#include "exchange/bybit/office.hpp"

namespace nightjar::exchange::bybit {

/// A stream that has logged in.
class UserSink {
public:
    virtual ~UserSink() = default;
    /// To be told by those who subscribed to that topic, or to its part of that category.
    virtual void tell_user(std::string_view topic, std::string_view category, const Json& row) = 0;
};

/// One thread. Sinks leave before they go.
class UserStreams {
public:
    UserStreams(Hall& hall, const Guards& guards) : hall_{&hall}, guards_{&guards} {}

    void join(Client& client, UserSink& sink);
    /// When it was the client's last, his orders are cancelled after as long as he wished.
    void leave(const UserSink& sink);

    void on_order(const Client& client, const Order& order, const OrderEvent& event) const;
    void on_funding(const Client& client, const Payment& payment) const;

private:
    struct Member {
        Client* client;
        UserSink* sink;
    };
    [[nodiscard]] bool heard(const Client& client) const;
    void tell(const Client& client, std::string_view topic, std::string_view category,
              const Json& row) const;
    void guard(Client& client, bool gone) const;

    Hall* hall_;
    const Guards* guards_;
    std::vector<Member> members_;
};

}  // namespace nightjar::exchange::bybit
