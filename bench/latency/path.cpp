#include "path.hpp"

#include "exec/algorithm.hpp"
#include "risk/check.hpp"
#include "signal/signal.hpp"
#include "venue/binance/order_codec.hpp"

#include <algorithm>

namespace nightjar::latency {

namespace {

constexpr std::string_view host = "fapi.binance.com";
constexpr std::uint16_t node = 1;

core::Registries builtins() {
    core::Registries registries;
    signal::register_builtins(registries);
    strategy::register_builtins(registries);
    risk::register_builtins(registries);
    exec::register_conduct(registries);
    return registries;
}

/// Another strategy, which never trades.
engine::StrategyConfig asker(core::InstrumentId instrument) {
    engine::StrategyConfig asker;
    asker.name = "asker";
    asker.kind = "ensemble";
    asker.params = {{"enter", "1"}, {"exit", "0"}};
    asker.signals = {{"model", {{"name", "asked"}, {"when", "bar"}}}};
    asker.instruments = {instrument};
    asker.timeframe = core::minutes(1);
    asker.cash = core::whole(1);
    asker.sizers = {{"fixed", {{"qty", "0.01"}}}};
    return asker;
}

engine::Config config(bool asks) {
    engine::Config config;
    config.currency = config.catalog.add_asset("USDT");
    auto instrument = perpetual();
    instrument.venue = config.catalog.add_venue("binanceusdm");
    instrument.base = config.catalog.add_asset("BTC");
    instrument.quote = config.currency;
    const auto id = config.catalog.add(instrument);
    NJ_CHECK(id, "an instrument");
    config.venue_cash = {core::whole(100'000)};
    // Five orders a second that all fill are more than anybody should trade by default.
    config.gate.settings["repeated_execution"] = {{"per_minute", "512"}};
    engine::StrategyConfig maker;
    maker.name = "maker";
    maker.kind = "quoter";
    maker.params = {{"half_spread", "0"},
                    {"lean", "0"},
                    {"size", "0.01"},
                    {"max_position", "0.01"},
                    {"allow_short", "false"}};
    maker.instruments = {*id};
    maker.cash = core::whole(100'000);
    maker.sizers = {{"fixed", {{"qty", "0.01"}}}};
    if (asks) {
        maker.cash = core::whole(99'999);
        config.strategies.push_back(asker(*id));
    }
    config.strategies.push_back(std::move(maker));
    return config;
}

}  // namespace

core::Instrument perpetual() {
    core::Instrument instrument;
    instrument.symbol = "BTCUSDT";
    instrument.kind = core::InstrumentKind::LinearPerpetual;
    instrument.tick = {core::Money::one / 10};
    instrument.lot = {core::Money::one / 1'000};
    NJ_CHECK(instrument.prepare(), "it has steps");
    return instrument;
}

Reading::Reading()
    : side_{venue::make_public_side("binanceusdm").value()}, instrument_{perpetual()} {
    book_.begin(side_->book_rule());
}

template <class Depth>
std::span<const core::Event> Reading::rows(const core::Result<venue::FeedEvents>& said) {
    NJ_CHECK(said && said->events.size() == 1, "not one event");
    const auto& depth = std::get<Depth>(said->events.front().body);
    core::Stamp stamp;
    if constexpr (std::is_same_v<Depth, venue::DepthUpdate>)
        stamp = {depth.at, depth.at, depth.last_id};
    else
        stamp = {*depth.at, *depth.at, depth.last_id};
    rows_.clear();
    const auto need = book_.on(depth, stamp, rows_);
    NJ_CHECK(need && *need == venue::FeedBook::Need::Nothing, "the messages follow each other");
    return rows_;
}

std::span<const core::Event> Reading::update(std::string_view message) {
    return rows<venue::DepthUpdate>(side_->decoder().decode(message));
}

std::span<const core::Event> Reading::snapshot(std::string_view reply) {
    return rows<venue::DepthSnapshot>(
        side_->decoder().decode_reply(venue::FeedQuery::Depth, reply));
}

Trading::Trading(const std::filesystem::path& ledger, core::Venue& venue,
                 infer::ModelHouse* models) {
    auto made = store::Ledger::open(ledger);
    NJ_CHECK(made, "{}", made.error().text());
    ledger_ = std::move(*made);
    auto registries = builtins();
    if (models != nullptr)
        infer::register_signals(registries, *models, NIGHTJAR_SOURCE_DIR "/prompts");
    auto engine =
        engine::Engine::build(config(models != nullptr), registries, {{&venue}, ledger_.get()});
    NJ_CHECK(engine, "{}", engine.error().text());
    engine_ = std::move(*engine);
    engine_->open();
}

void Trading::fill(const core::OrderRequest& order) {
    core::Event event;
    event.stamp = {order.at, order.at, 0};
    event.body = core::OrderUpdate{order.id, core::OrderState::Open, core::OrderReason::None,
                                   order.price, order.qty};
    engine_->on(event);
    core::Fill fill;
    fill.order = order.id;
    fill.trade = {++trades_};
    fill.side = order.side;
    fill.price = order.price;
    fill.qty = order.qty;
    fill.fee_asset = engine_->config().currency;
    fill.liquidity = core::Liquidity::Maker;
    event.body = fill;
    engine_->on(event);
}

void Trading::close_bar(core::Time now) {
    core::Event event;
    event.stamp = {now, now, 0};
    // Turns that the words of candles tell apart.
    const core::Price close{600'000 + 40 * (minutes_ % 7) - 30 * (minutes_ % 4)};
    const core::Price open{600'000 + 30 * (minutes_ % 5)};
    event.body = core::Candle{now - core::minutes(1),
                              core::minutes(1),
                              open,
                              {std::max(open, close).raw + 20},
                              {std::min(open, close).raw - 10 * (minutes_ % 3)},
                              close,
                              {100}};
    ++minutes_;
    engine_->on(event);
}

Writing::Writing() : instrument_{perpetual()} {
    auto made = venue::binance::make_order_codec(
        venue::binance::Market::UsdFutures,
        {.key = "a-key-of-64-signs-as-the-venue-gives-them-out-to-all-its-clients",
         .secret =
             venue::Secret{"a-secret-of-64-signs-that-opens-nothing-as-it-was-made-up-here.."},
         .passphrase = {}});
    NJ_CHECK(made, "{}", made.error().text());
    codec_ = std::move(*made);
}

std::string_view Writing::request(const core::OrderRequest& order) {
    const auto id = core::client_order_id(node, order.id);
    const auto request = codec_->place(order, instrument_, id.view(), order.at);
    NJ_CHECK(request, "{}", request.error().text());
    text_.clear();
    auto to = std::back_inserter(text_);
    fmt::format_to(to, "{} {} HTTP/1.1\r\nHost: {}\r\n", request->method, request->target, host);
    for (const auto& [name, value] : request->headers)
        fmt::format_to(to, "{}: {}\r\n", name, value);
    fmt::format_to(to, "Content-Length: {}\r\n\r\n{}", request->body.size(), request->body);
    return text_;
}

}  // namespace nightjar::latency
