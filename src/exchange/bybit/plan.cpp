#include "exchange/bybit/plan.hpp"

namespace nightjar::exchange::bybit {

namespace {

struct Steps {
    const char* tick{};
    const char* lot{};
    std::int64_t max{};           // in base
    std::int32_t max_leverage{};  // 0 for spot
};

core::Money amount(const char* text) { return core::parse_money(text).value(); }

Listing listing(const char* base, double price, const Steps& steps) {
    constexpr std::int32_t all_bps = 10'000;
    constexpr std::int64_t highest = 1'000'000;
    const bool linear = steps.max_leverage > 0;
    Listing listing;
    listing.base = base;
    listing.quote = "USDT";
    listing.price = price;
    listing.max_leverage = linear ? steps.max_leverage : 1;
    auto& instrument = listing.instrument;
    instrument.symbol = listing.base + listing.quote + (linear ? ".P" : "");
    instrument.tick = amount(steps.tick);
    instrument.lot = amount(steps.lot);
    instrument.min_notional = amount("5");
    instrument.max_qty = {
        static_cast<std::int64_t>(core::whole(steps.max).raw / instrument.lot.raw)};
    listing.max_price = {static_cast<std::int64_t>(core::whole(highest).raw / instrument.tick.raw)};
    if (linear) {
        instrument.kind = core::InstrumentKind::LinearPerpetual;
        instrument.initial_margin_bps = all_bps / steps.max_leverage;
        instrument.maintenance_margin_bps = instrument.initial_margin_bps / 2;
    }
    return listing;
}

}  // namespace

HallConfig plan(double btc, double eth) {
    HallConfig config;
    config.venue = "bybit";
    config.currency = "USDT";
    config.rejects_later = true;
    config.fees = {1'000'000, 1'000'000, sim::FeeModel::PaidIn::Received,
                   sim::FeeModel::Rates{200'000, 550'000}};
    config.listings = {listing("BTC", btc, {"0.01", "0.000001", 5'000, 0}),
                       listing("ETH", eth, {"0.01", "0.00001", 50'000, 0}),
                       listing("BTC", btc, {"0.1", "0.001", 1'190, 100}),
                       listing("ETH", eth, {"0.01", "0.01", 7'240, 100})};
    config.depth_periods = {};  // each book is told by its best levels: ToldBook
    return config;
}

}  // namespace nightjar::exchange::bybit
