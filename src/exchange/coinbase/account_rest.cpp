/// Balances, fees, keys.

#include "exchange/coinbase/office.hpp"
#include "exchange/decimal_text.hpp"

#include <nlohmann/json.hpp>

namespace nightjar::exchange::coinbase {

namespace {

Json account_json(const Hall& hall, const Client& client, core::AssetId asset) {
    const auto name = hall.catalog().name(asset);
    const auto holding = hall.holding(client, asset);
    const auto since = core::format_time(hall.config().opens);
    const bool fiat = asset == hall.currency();
    const auto amount = [name](core::Money value) {
        return Json{{"value", to_string(value)}, {"currency", name}};
    };
    return {{"uuid", account_name(client, asset)},
            {"name", fmt::format("{} Wallet", name)},
            {"currency", name},
            {"available_balance", amount(holding.free())},
            {"default", true},
            {"active", true},
            {"created_at", since},
            {"updated_at", since},
            {"deleted_at", nullptr},
            {"type", fiat ? "ACCOUNT_TYPE_FIAT" : "ACCOUNT_TYPE_CRYPTO"},
            {"ready", true},
            {"hold", amount(holding.locked)},
            {"retail_portfolio_id", user_name(client)},
            {"platform", "ACCOUNT_PLATFORM_CONSUMER"}};
}

template <class Make>
Json each_asset(const Hall& hall, Make make) {
    auto rows = Json::array();
    for (std::size_t i = 0; i < hall.catalog().assets().size(); ++i)
        rows.push_back(make(core::AssetId{static_cast<std::uint16_t>(i)}));
    return rows;
}

}  // namespace

Answer accounts(Hall& hall, const Call& call) {
    auto rows = each_asset(
        hall, [&](core::AssetId asset) { return account_json(hall, *call.client, asset); });
    const auto size = rows.size();
    return Json{{"accounts", std::move(rows)}, {"has_next", false}, {"cursor", ""}, {"size", size}};
}

Answer account(Hall& hall, const Call& call) {
    for (std::size_t i = 0; i < hall.catalog().assets().size(); ++i) {
        const core::AssetId asset{static_cast<std::uint16_t>(i)};
        if (account_name(*call.client, asset) == call.name)
            return Json{{"account", account_json(hall, *call.client, asset)}};
    }
    return not_found("account was not found");
}

Answer old_accounts(Hall& hall, const Call& call) {
    constexpr int limit = 250;
    constexpr int exponent = 8;
    auto rows = each_asset(hall, [&](core::AssetId asset) {
        const auto name = hall.catalog().name(asset);
        const bool fiat = asset == hall.currency();
        return Json{
            {"id", name},
            {"name", fmt::format("{} Wallet", name)},
            {"primary", false},
            {"type", fiat ? "fiat" : "wallet"},
            {"currency",
             {{"code", name},
              {"name", name},
              {"exponent", exponent},
              {"type", fiat ? "fiat" : "crypto"},
              {"asset_id", account_name(*call.client, asset)}}},
            {"balance",
             {{"amount", to_string(hall.holding(*call.client, asset).total)}, {"currency", name}}},
            {"created_at", nullptr},
            {"updated_at", nullptr},
            {"resource", "account"},
            {"resource_path", fmt::format("/v2/accounts/{}", name)},
            {"allow_deposits", false},
            {"allow_withdrawals", false}};
    });
    return Json{{"pagination",
                 {{"ending_before", nullptr},
                  {"starting_after", nullptr},
                  {"previous_ending_before", nullptr},
                  {"next_starting_after", nullptr},
                  {"limit", limit},
                  {"order", "desc"},
                  {"previous_uri", nullptr},
                  {"next_uri", nullptr}}},
                {"data", std::move(rows)}};
}

Answer transaction_summary(Hall& hall, const Call& call) {
    core::Money volume;
    core::Money fees;
    for (const auto& execution : call.client->orders.executions()) {
        volume += execution.quote;
        fees += execution.fee;
    }
    const auto& model = hall.config().fees;
    return Json{{"total_volume", to_string(volume)},
                {"total_fees", to_string(fees)},
                {"fee_tier",
                 {{"pricing_tier", "Advanced 1"},
                  {"usd_from", "0"},
                  {"usd_to", "10000"},
                  {"taker_fee_rate", rate_text(model.taker_ppb)},
                  {"maker_fee_rate", rate_text(model.maker_ppb)}}},
                {"advanced_trade_only_volume", to_string(volume)},
                {"advanced_trade_only_fees", to_string(fees)},
                {"coinbase_pro_volume", "0"},
                {"coinbase_pro_fees", "0"}};
}

Answer key_permissions(Hall& /*hall*/, const Call& call) {
    return Json{{"can_view", true},
                {"can_trade", true},
                {"can_transfer", false},
                {"portfolio_uuid", user_name(*call.client)},
                {"portfolio_type", "DEFAULT"}};
}

}  // namespace nightjar::exchange::coinbase
