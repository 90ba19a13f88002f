#include "exchange/binance/user_streams.hpp"

#include "exchange/decimal_text.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace nightjar::exchange::binance {

bool UserStreams::heard(const Client& client) const {
    return std::ranges::any_of(
        members_, [&client](const Member& member) { return member.client == &client; });
}

void UserStreams::tell(const Client& client, const Json& message) const {
    const auto text = message.dump();
    for (const auto& member : members_)
        if (member.client == &client) member.sink->tell_user(text);
}

void UserStreams::on_order(const Client& client, const Order& order,
                           const OrderEvent& event) const {
    if (!heard(client)) return;
    for (const auto& message : order_messages(market_, *hall_, client, order, event))
        tell(client, message);
}

void UserStreams::on_funding(const Client& client, const Payment& payment) const {
    if (heard(client)) tell(client, funding_message(*hall_, client, payment));
}

void UserStreams::on_expired(const Client& client, const std::string& key, core::Time at) {
    tell(client, {{"e", "listenKeyExpired"}, {"E", ms_of(at)}, {"listenKey", key}});
    for (const auto& member : members_)
        if (member.client == &client) member.sink->end_user();
    std::erase_if(members_, [&client](const Member& member) { return member.client == &client; });
}

}  // namespace nightjar::exchange::binance
