#include "exchange/bybit/user_streams.hpp"

#include "exchange/bybit/account_json.hpp"
#include "exchange/bybit/order_json.hpp"

#include <algorithm>

namespace nightjar::exchange::bybit {

bool UserStreams::heard(const Client& client) const {
    return std::ranges::any_of(
        members_, [&client](const Member& member) { return member.client == &client; });
}

void UserStreams::join(Client& client, UserSink& sink) {
    members_.push_back({&client, &sink});
    guard(client, false);
}

void UserStreams::leave(const UserSink& sink) {
    const auto member = std::ranges::find(members_, &sink, &Member::sink);
    if (member == members_.end()) return;
    auto& client = *member->client;
    members_.erase(member);
    if (!heard(client)) guard(client, true);
}

void UserStreams::guard(Client& client, bool gone) const {
    for (const auto& view : hall_->views()) {
        const auto& instrument = view.instrument();
        const auto& guards = is_linear(instrument) ? guards_->linear : guards_->spot;
        const auto span = guards.find(client.account);
        if (span == guards.end()) continue;
        hall_->cancel_after(client, instrument.id,
                            gone ? std::optional{hall_->now() + span->second} : std::nullopt);
    }
}

void UserStreams::tell(const Client& client, std::string_view topic, std::string_view category,
                       const Json& row) const {
    for (const auto& member : members_)
        if (member.client == &client) member.sink->tell_user(topic, category, row);
}

void UserStreams::on_order(const Client& client, const Order& order,
                           const OrderEvent& event) const {
    if (!heard(client)) return;
    // Of what was refused at once the answer says all; this one was acknowledged.
    if (event.kind == OrderEvent::Kind::Rejected && !order.terms.trigger &&
        order.reason != core::OrderReason::PostOnlyWouldTake)
        return;
    const auto& view = hall_->view(order.terms.instrument);
    const auto category = category_of(view.instrument());
    if (event.execution != nullptr)
        tell(client, "execution", category, execution_json(*hall_, client, *event.execution));
    tell(client, "order", category, order_json(*hall_, order));
    if (event.execution != nullptr && is_linear(view.instrument()))
        tell(client, "position", category, position_json(*hall_, client, view));
    tell(client, "wallet", {}, wallet_json(*hall_, client));
}

void UserStreams::on_funding(const Client& client, const Payment& payment) const {
    if (!heard(client)) return;
    tell(client, "execution", "linear", funding_json(*hall_, payment));
    tell(client, "position", "linear",
         position_json(*hall_, client, hall_->view(payment.instrument)));
    tell(client, "wallet", {}, wallet_json(*hall_, client));
}

}  // namespace nightjar::exchange::bybit
