#include "exchange/binance/plan.hpp"

namespace nightjar::exchange::binance {

using venue::binance::Market;

namespace {

struct Steps {
    const char* tick{};
    const char* lot{};
    const char* min_notional{};
    std::int64_t max_price{};  // in quote
    std::int64_t max_qty{};    // in base
    std::int32_t max_leverage{1};
};

core::Money amount(const char* text) { return core::parse_money(text).value(); }

Listing listing(Market market, const char* base, double price, const Steps& steps) {
    constexpr std::int32_t all_bps = 10'000;
    Listing listing;
    listing.base = base;
    listing.quote = "USDT";
    listing.price = price;
    listing.max_leverage = steps.max_leverage;
    auto& instrument = listing.instrument;
    instrument.symbol = listing.base + listing.quote;
    instrument.tick = amount(steps.tick);
    instrument.lot = amount(steps.lot);
    instrument.min_notional = amount(steps.min_notional);
    const auto steps_in = [](std::int64_t units, core::Money step) {
        return static_cast<std::int64_t>(core::whole(units).raw / step.raw);
    };
    instrument.max_qty = {steps_in(steps.max_qty, instrument.lot)};
    listing.max_price = {steps_in(steps.max_price, instrument.tick)};
    if (market == Market::UsdFutures) {
        instrument.kind = core::InstrumentKind::LinearPerpetual;
        instrument.initial_margin_bps = all_bps / steps.max_leverage;
        instrument.maintenance_margin_bps = instrument.initial_margin_bps / 2;
    }
    return listing;
}

}  // namespace

HallConfig plan(Market market, double btc, double eth) {
    HallConfig config;
    config.currency = "USDT";
    config.trades_numbered_apart = true;
    if (market == Market::Spot) {
        config.venue = "binance";
        config.fees = {1'000'000, 1'000'000, sim::FeeModel::PaidIn::Received};
        config.listings = {listing(market, "BTC", btc, {"0.01", "0.00001", "5", 1'000'000, 9'000}),
                           listing(market, "ETH", eth, {"0.01", "0.0001", "5", 1'000'000, 9'000})};
        config.depth_periods = {core::milliseconds(100), core::seconds(1)};
    } else {
        config.venue = "binanceusdm";
        config.fees = {200'000, 500'000, sim::FeeModel::PaidIn::Quote};
        config.listings = {
            listing(market, "BTC", btc, {"0.1", "0.001", "100", 1'000'000, 1'000, 125}),
            listing(market, "ETH", eth, {"0.01", "0.001", "20", 1'000'000, 10'000, 100})};
        config.depth_periods = {core::milliseconds(100), core::milliseconds(250),
                                core::milliseconds(500)};
    }
    return config;
}

}  // namespace nightjar::exchange::binance
