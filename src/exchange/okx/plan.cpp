#include "exchange/okx/plan.hpp"

namespace nightjar::exchange::okx {

namespace {

struct Steps {
    const char* tick{};
    const char* lot{};       // as the venue counts: contracts of a swap
    const char* min{};       // likewise
    const char* contract{};  // in base; of spot 1
    std::int64_t max{};      // likewise
    std::int32_t max_leverage{1};
};

core::Money amount(const char* text) { return core::parse_money(text).value(); }

Listing listing(const char* base, const char* suffix, double price, const Steps& steps) {
    constexpr std::int32_t all_bps = 10'000;
    Listing listing;
    listing.base = base;
    listing.quote = "USDT";
    listing.price = price;
    listing.max_leverage = steps.max_leverage;
    auto& instrument = listing.instrument;
    instrument.symbol = listing.base + "-" + listing.quote + suffix;
    instrument.tick = amount(steps.tick);
    instrument.contract = amount(steps.contract);
    const auto lot = amount(steps.lot);
    instrument.lot = {lot.raw * instrument.contract.raw / core::Money::one};
    instrument.min_qty = {static_cast<std::int64_t>(amount(steps.min).raw / lot.raw)};
    instrument.max_qty = {static_cast<std::int64_t>(core::whole(steps.max).raw / lot.raw)};
    constexpr std::int64_t highest = 1'000'000;
    listing.max_price = {static_cast<std::int64_t>(core::whole(highest).raw / instrument.tick.raw)};
    if (instrument.contract != core::whole(1)) {
        instrument.kind = core::InstrumentKind::LinearPerpetual;
        instrument.initial_margin_bps = all_bps / steps.max_leverage;
        instrument.maintenance_margin_bps = instrument.initial_margin_bps / 2;
    }
    return listing;
}

}  // namespace

HallConfig plan(double btc, double eth) {
    HallConfig config;
    config.venue = "okx";
    config.currency = "USDT";
    config.rejects_later = true;
    config.trades_numbered_apart = true;
    config.fees = {800'000, 1'000'000, sim::FeeModel::PaidIn::Received,
                   sim::FeeModel::Rates{200'000, 500'000}};
    config.listings = {listing("BTC", "", btc, {"0.1", "0.00000001", "0.00001", "1", 9'000, 1}),
                       listing("ETH", "", eth, {"0.01", "0.000001", "0.001", "1", 90'000, 1}),
                       listing("BTC", "-SWAP", btc, {"0.1", "0.01", "0.01", "0.01", 100'000, 100}),
                       listing("ETH", "-SWAP", eth, {"0.01", "0.01", "0.01", "0.1", 100'000, 100})};
    config.depth_periods = {};  // each book is told by its best levels: ToldBook
    return config;
}

}  // namespace nightjar::exchange::okx
