#include "exchange/kraken/plan.hpp"

namespace nightjar::exchange::kraken {

namespace {

struct Steps {
    const char* tick{};
    std::int64_t min_lots{};
    std::int64_t max_units{};
};

core::Money amount(const char* text) { return core::parse_money(text).value(); }

Listing listing(const char* base, double price, const Steps& steps) {
    constexpr std::int64_t highest = 1'000'000;
    constexpr std::int64_t lots_of_unit = 100'000'000;
    Listing listing;
    listing.base = base;
    listing.quote = "USD";
    listing.price = price;
    auto& instrument = listing.instrument;
    instrument.symbol = listing.base + "/USD";
    instrument.tick = amount(steps.tick);
    instrument.lot = amount("0.00000001");
    instrument.min_notional = amount("0.5");
    instrument.min_qty = {steps.min_lots};
    instrument.max_qty = {steps.max_units * lots_of_unit};
    listing.max_price = {static_cast<std::int64_t>(core::whole(highest).raw / instrument.tick.raw)};
    return listing;
}

}  // namespace

HallConfig plan(double btc, double eth) {
    HallConfig config;
    config.venue = "kraken";
    config.currency = "USD";
    config.fees = {2'500'000, 4'000'000, sim::FeeModel::PaidIn::Quote};
    config.listings = {listing("BTC", btc, {"0.1", 5'000, 9'000}),
                       listing("ETH", eth, {"0.01", 100'000, 90'000})};
    config.depth_periods = {core::milliseconds(100)};
    constexpr std::size_t most_open = 225;
    config.max_open_orders = most_open;
    return config;
}

}  // namespace nightjar::exchange::kraken
