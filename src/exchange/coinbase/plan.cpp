#include "exchange/coinbase/plan.hpp"

namespace nightjar::exchange::coinbase {

namespace {

core::Money amount(const char* text) { return core::parse_money(text).value(); }

Listing listing(const char* base, double price, std::int64_t most_units) {
    constexpr std::int64_t highest = 1'000'000;
    constexpr std::int64_t lots_of_unit = 100'000'000;
    Listing listing;
    listing.base = base;
    listing.quote = "USD";
    listing.price = price;
    auto& instrument = listing.instrument;
    instrument.symbol = listing.base + "-USD";
    instrument.tick = amount("0.01");
    instrument.lot = amount("0.00000001");
    instrument.min_notional = amount("1");
    instrument.max_qty = {most_units * lots_of_unit};
    listing.max_price = {static_cast<std::int64_t>(core::whole(highest).raw / instrument.tick.raw)};
    return listing;
}

}  // namespace

HallConfig plan(double btc, double eth) {
    constexpr std::int64_t most_btc = 3'400;
    constexpr std::int64_t most_eth = 45'000;
    constexpr std::size_t most_open = 500;
    HallConfig config;
    config.venue = "coinbase";
    config.currency = "USD";
    config.fees = {6'000'000, 12'000'000, sim::FeeModel::PaidIn::Quote};
    config.listings = {listing("BTC", btc, most_btc), listing("ETH", eth, most_eth)};
    config.depth_periods = {core::milliseconds(50)};
    config.max_open_orders = most_open;
    return config;
}

}  // namespace nightjar::exchange::coinbase
