#pragma once

#include "backtest/backtest.hpp"
#include "core/base/random.hpp"
#include "risk/check.hpp"
#include "signal/signal.hpp"
#include "store/log_reader.hpp"
#include "store/tests/scratch.hpp"

#include <filesystem>

namespace nightjar::backtest::tests {

using store::Scratch;

/// A random walk in cents, one bar a minute.
inline core::BarColumns walk(std::size_t bars, std::uint64_t seed) {
    core::BarColumns columns;
    columns.timeframe = core::minutes(1);
    columns.price_decimals = 2;
    core::Random random{seed, 5};
    std::int64_t price = 2'000'000;
    for (std::size_t i = 0; i < bars; ++i) {
        const auto open = price;
        price += static_cast<std::int64_t>(random.below(2'001)) - 1'000;
        columns.open_time_ns.push_back(core::days(18'000).ns +
                                       static_cast<std::int64_t>(i) * core::minutes(1).ns);
        columns.open.push_back(open);
        columns.high.push_back(std::max(open, price) +
                               static_cast<std::int64_t>(random.below(300)));
        columns.low.push_back(std::min(open, price) - static_cast<std::int64_t>(random.below(300)));
        columns.close.push_back(price);
        columns.volume.push_back(100);
    }
    return columns;
}

inline core::Registries builtins() {
    core::Registries registries;
    signal::register_builtins(registries);
    strategy::register_builtins(registries);
    risk::register_builtins(registries);
    return registries;
}

/// Two strategies that often want opposite things, on one spot instrument with fees and slippage.
inline Settings settings(const core::BarColumns& bars, const std::filesystem::path& ledger) {
    Settings settings;
    auto& config = settings.engine;
    config.currency = config.catalog.add_asset("USDT");
    core::Instrument btc;
    btc.venue = config.catalog.add_venue("sim");
    btc.base = config.catalog.add_asset("BTC");
    btc.quote = config.currency;
    btc.symbol = "BTCUSDT";
    btc.kind = core::InstrumentKind::LinearPerpetual;
    btc.tick = {core::Money::one / 100};
    btc.lot = {core::Money::one / 1'000};
    const auto id = *config.catalog.add(btc);
    config.venue_cash = {core::whole(1'000'000)};
    const auto add = [&](const char* name, const char* fast, const char* slow, bool reversed) {
        engine::StrategyConfig strategy;
        strategy.name = name;
        strategy.kind = "ensemble";
        strategy.params = {{"enter", "0.1"}, {"exit", "0.05"}};
        strategy.signals = {{reversed ? "rsi" : "ema_cross",
                             reversed ? core::ParamTexts{{"length", fast}}
                                      : core::ParamTexts{{"fast", fast}, {"slow", slow}},
                             1}};
        strategy.instruments = {id};
        strategy.timeframe = bars.timeframe;
        strategy.cash = core::whole(400'000);
        strategy.sizers = {{"fixed", {{"qty", "1.5"}}}};
        config.strategies.push_back(strategy);
    };
    add("trend", "5", "20", false);
    add("fade", "9", "", true);
    config.gate.off = {"fat_finger", "rate", "position", "asset", "venue", "open_orders"};
    VenueSettings venue;
    venue.matching.fees = {100'000, 500'000, sim::FeeModel::PaidIn::Quote};
    venue.matching.slippage_ppb = 100'000;
    venue.latency = {{core::milliseconds(20), 0.5}, {core::milliseconds(20), 0.5}};
    settings.venues = {venue};
    settings.streams = {*bar_stream(config.catalog[id], bars.view(), {})};
    settings.ledger = ledger;
    return settings;
}

/// Every record of a ledger but seals, as one text per record.
inline std::vector<std::string> records(const std::filesystem::path& ledger) {
    std::vector<std::string> all;
    auto reader = *store::LogReader::open(ledger);
    while (const auto record = *reader.next()) {
        if (record->type == static_cast<std::uint16_t>(store::Ledger::seal_type)) continue;
        std::string text = fmt::format("{} {} ", record->type, record->at.ns);
        for (const auto byte : record->body) text += fmt::format("{:02x}", static_cast<int>(byte));
        all.push_back(std::move(text));
    }
    return all;
}

/// What the end of a session writes, wherever it comes.
inline bool ends_session(const std::string& record) {
    for (const auto type : {core::RecordType::EquitySampled, core::RecordType::VenueEquitySampled,
                            core::RecordType::InstrumentClosed, core::RecordType::SessionClosed,
                            core::RecordType::ParentMeasured, core::RecordType::CancelSent})
        if (record.starts_with(fmt::format("{} ", static_cast<int>(type)))) return true;
    return false;
}

}  // namespace nightjar::backtest::tests
