#include "exchange/okx/user_streams.hpp"

#include "exchange/okx/account_json.hpp"
#include "exchange/okx/order_json.hpp"

#include <algorithm>

namespace nightjar::exchange::okx {

bool UserStreams::heard(const Client& client) const {
    return std::ranges::any_of(
        members_, [&client](const Member& member) { return member.client == &client; });
}

void UserStreams::tell(const Client& client, std::string_view channel, const core::Instrument* of,
                       const Json& row) const {
    for (const auto& member : members_)
        if (member.client == &client) member.sink->tell_user(channel, of, row);
}

void UserStreams::on_order(const Client& client, const Order& order,
                           const OrderEvent& event) const {
    using Kind = OrderEvent::Kind;
    if (!heard(client)) return;
    // Of what was refused at once the answer says all; this one was acknowledged.
    if (event.kind == Kind::Rejected && order.reason != core::OrderReason::PostOnlyWouldTake)
        return;
    if (order.asleep()) return;  // told to those who listen to such orders
    const auto& view = hall_->view(order.terms.instrument);
    auto row = order_json(*hall_, order, event.execution);
    const auto* execution = event.execution;
    row["fillFee"] = execution == nullptr ? "0" : to_string(-execution->fee);
    row["fillFeeCcy"] =
        execution == nullptr ? std::string_view{} : hall_->catalog().name(execution->fee_asset);
    row["execType"] = execution == nullptr ? "" : execution->maker ? "M" : "T";
    row["reqId"] = "";
    row["amendResult"] = event.kind == Kind::Amended ? "0" : "";
    row["code"] = "0";
    row["msg"] = "";
    tell(client, "orders", &view.instrument(), row);
    if (execution != nullptr)
        tell_account(client, view, "filled");
    else
        tell(client, "account", nullptr, account_json(*hall_, client));
}

void UserStreams::on_funding(const Client& client, core::InstrumentId instrument) const {
    if (heard(client)) tell_account(client, hall_->view(instrument), "funding_fee");
}

void UserStreams::tell_account(const Client& client, const MarketView& view,
                               const char* event) const {
    const auto& instrument = view.instrument();
    tell(client, "account", nullptr, account_json(*hall_, client));
    if (is_swap(instrument))
        tell(client, "positions", &instrument, position_json(*hall_, client, view));
    tell(client, "balance_and_position", nullptr, account_change_json(*hall_, client, view, event));
}

}  // namespace nightjar::exchange::okx
