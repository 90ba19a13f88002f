#include "exchange/kraken/user_streams.hpp"

#include "exchange/kraken/user_messages.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace nightjar::exchange::kraken {

bool UserStreams::heard(const Client& client) const {
    return std::ranges::any_of(
        members_, [&client](const Member& member) { return member.client == &client; });
}

void UserStreams::tell(const Client& client, PrivateChannel channel, const Json& items) const {
    for (const auto& member : members_)
        if (member.client == &client && member.channel == channel)
            member.sink->tell(channel, "update", items);
}

void UserStreams::on_order(const Client& client, const Order& order,
                           const OrderEvent& event) const {
    if (!heard(client)) return;
    for (const auto& items : execution_items(*hall_, order, event))
        tell(client, PrivateChannel::Executions, items);
    if (event.execution != nullptr)
        tell(client, PrivateChannel::Balances, balance_items(*hall_, client, *event.execution));
}

}  // namespace nightjar::exchange::kraken
