#pragma once
/// For gates: a busy account. Two venues, four instruments, positions of three strategies, 40 open
/// orders of both sides, and thousands that have ended.

#include "core/base/random.hpp"
#include "risk/breakers.hpp"
#include "risk/order_gate.hpp"

#include <array>

namespace nightjar::risk::bench {

class Floor {
public:
    static constexpr std::uint64_t finished = 2'000;  ///< the id of an order that has ended
    static constexpr std::int64_t mid = 600'000;      ///< of the first instrument, ticks

    Floor() {
        for (int minute = 0; minute < 90; ++minute) candle(minute);
        now = now + core::minutes(90);
        quote_all();
        take_positions();
        fill_table();
    }

    [[nodiscard]] View view() const {
        return {&catalog, &market,     &orders, &books, &kill,
                now,      reconciling, &parent, shares, &breakers};
    }

    /// A fifth of a second, and the first instrument's new quote.
    void tick() {
        now = now + core::milliseconds(200);
        quote(btc, mid + static_cast<std::int64_t>(random.below(21)) - 10);
    }
    /// A buy adds to what is held, a sell takes from it; no two in a row are alike.
    core::OrderRequest next_order(core::Side side = core::Side::Buy) {
        core::OrderRequest order;
        order.id = {next_id_++};
        order.parent = {next_parent_++};
        order.instrument = btc;
        order.side = side;
        order.type = core::OrderType::Limit;
        order.post_only = true;
        const auto away = 20 + static_cast<std::int64_t>(random.below(100));
        order.price = {mid - core::sign(side) * away};
        order.qty = {150 + static_cast<std::int64_t>(order.id.value % 100)};
        order.at = now;
        parent = {};
        parent.id = order.parent;
        parent.instrument = order.instrument;
        parent.side = side;
        parent.qty = order.qty;
        std::uint16_t owner = 0;
        for (auto& share : shares) share = {{owner++}, signed_qty(side, {order.qty.raw / 3})};
        return order;
    }
    /// It is the last that passed. One in eighty is filled.
    void passed(const core::OrderRequest& order) {
        last_ = order;
        if (++passed_ % 80 == 0) gate.filled(order, fill_of(order), view());
    }
    /// So many orders that no check has room left for more.
    void warm() {
        for (int i = 0; i < 5'000; ++i) {
            tick();
            spend();
        }
    }
    [[nodiscard]] const core::OrderRequest& last() const { return last_; }

    // What makes orders be refused:

    /// As a person changes a limit: what a check has learnt stays.
    void set(std::string_view name, std::string_view key, std::string_view text) const {
        for (const auto& seat : gate.seats()) {
            if (seat.name != name) continue;
            auto texts = seat.texts;
            texts[std::string{key}] = text;
            NJ_CHECK(seat.check->adjust(*core::Params::make(seat.specs, texts)).has_value(), "{}",
                     name);
        }
    }
    void halt() { hear(btc, core::InstrumentStatus{false}); }
    void raise() { kill.raise(core::KillLevel::ReduceOnly, core::Rule::DailyLoss, now); }
    void charge() { hear(btc, core::Funding{{core::Money::one / 100}}); }
    void lose() {
        books.book_share(venues[0], usdt, {0}, -core::whole(100'000));
        books.mark_all(now);
    }
    void grow_stale() {
        stale_ = true;
        now = now + core::seconds(2);
    }
    void trip() {
        breakers.moved(btc, {mid}, {}, now);
        breakers.moved(btc, {mid * 2}, {}, now);
    }
    /// One order passes.
    void spend() {
        const auto order = next_order();
        const auto answer = gate.review(order, view());
        NJ_CHECK(answer.has_value(), "{}", to_string(answer.error()));
        passed(order);
    }
    void fill_another(core::OrderRequest order) {
        order.id = {next_id_++};
        gate.filled(order, fill_of(order), view());
    }
    void go_back(core::Duration time, core::OrderRequest& order) {
        now = now - time;
        order.at = now;
    }

    OrderGate gate{all_checks()};
    core::Catalog catalog;
    core::AssetId usdt = catalog.add_asset("USDT");
    std::array<core::VenueId, 2> venues{catalog.add_venue("one"), catalog.add_venue("two")};
    core::InstrumentId btc = add(0, "BTC", "0.1", "0.001");
    core::InstrumentId eth = add(0, "ETH", "0.01", "0.001");
    core::InstrumentId far_btc = add(1, "BTC", "0.1", "0.001");
    core::InstrumentId sol = add(1, "SOL", "0.01", "0.01");
    market::Market market{catalog};
    portfolio::OrderTable orders{catalog};
    std::vector<core::Money> cash{core::whole(6'000'000), core::whole(6'000'000),
                                  core::whole(6'000'000)};
    std::vector<core::Money> venue_cash{core::whole(10'000'000), core::whole(10'000'000)};
    portfolio::Books books{catalog, usdt, cash, venue_cash};
    KillSwitch kill;
    Breakers breakers{catalog, 3};
    core::Time now = core::Time{} + core::days(20'000);
    bool reconciling{};
    core::ParentOrder parent;
    std::array<core::Allocation, 3> shares{};
    core::Random random{7, 1};

private:
    core::InstrumentId add(std::size_t venue, const char* base, const char* tick, const char* lot) {
        core::Instrument instrument;
        instrument.venue = venues[venue];
        instrument.base = catalog.add_asset(base);
        instrument.quote = usdt;
        instrument.symbol = std::string{base} + "USDT";
        instrument.kind = core::InstrumentKind::LinearPerpetual;
        instrument.tick = *core::parse_money(tick);
        instrument.lot = *core::parse_money(lot);
        instrument.min_notional = core::whole(100);
        return *catalog.add(instrument);
    }
    static OrderGate all_checks() {
        core::Registries registries;
        register_builtins(registries);
        auto gate = make_order_gate(registries, {});
        NJ_CHECK(gate.has_value(), "{}", gate.error().text());
        return std::move(*gate);
    }
    [[nodiscard]] std::int64_t mid_of(core::InstrumentId id) const {
        return id == eth ? 300'000 : id == sol ? 15'000 : mid;
    }
    void hear(core::InstrumentId id, core::Event::Body body) {
        core::Event event;
        event.stamp = {now, now, 0};
        event.instrument = id;
        event.body = std::move(body);
        if (market.apply(event)) books.mark(id, *market.valuation(id), now);
    }
    void quote(core::InstrumentId id, std::int64_t price) {
        if (stale_) return;
        hear(id, core::Quote{{price - 1}, {100}, {price + 1}, {100}});
    }
    void quote_all() {
        for (const auto& instrument : catalog.instruments())
            quote(instrument.id, mid_of(instrument.id));
    }
    void candle(int minute) {
        const auto open = now + core::minutes(minute);
        for (const auto& instrument : catalog.instruments()) {
            const auto close = mid_of(instrument.id) + static_cast<std::int64_t>(random.below(201));
            hear(instrument.id,
                 core::Candle{
                     open, core::minutes(1), {close}, {close + 9}, {close - 9}, {close}, {100}});
        }
    }
    void book(core::InstrumentId id, std::int64_t lots) {
        const core::Qty qty{lots};
        const core::Fill fill{{next_id_},     {next_id_}, side_of(qty), {mid_of(id)},
                              magnitude(qty), {},         usdt,         core::Liquidity::Taker};
        const std::array<core::Allocation, 2> owners{{{{0}, {lots / 2}}, {{1}, {lots - lots / 2}}}};
        ++next_id_;
        books.book(catalog[id].venue, id, fill, owners);
        books.mark_all(now);
    }
    void take_positions() {
        book(btc, 8'000);
        book(eth, -50'000);
        book(far_btc, 6'000);
        book(sol, 100'000);
    }
    core::OrderRequest resting(std::uint64_t number) {
        const auto& instrument = catalog.instruments()[number % 4];
        core::OrderRequest order;
        order.id = {next_id_++};
        order.instrument = instrument.id;
        order.venue = instrument.venue;
        order.side = number % 8 < 4 ? core::Side::Buy : core::Side::Sell;
        order.type = core::OrderType::Limit;
        order.post_only = true;
        const auto away = 200 + static_cast<std::int64_t>(number);
        order.price = {mid_of(instrument.id) - core::sign(order.side) * away};
        order.qty = {instrument.id == sol ? 5'000 : 150};
        order.at = now;
        NJ_CHECK(orders.reserve(order, order.price).has_value(), "it is new");
        return order;
    }
    void fill_table() {
        for (std::uint64_t i = 0; i < 5'000; ++i) {
            const auto order = resting(i);
            NJ_CHECK(orders.apply(core::OrderUpdate{
                         order.id, core::OrderState::Cancelled, {}, order.price, order.qty}),
                     "it was open");
        }
        for (std::uint64_t i = 0; i < 40; ++i) resting(i);
    }
    core::Fill fill_of(const core::OrderRequest& order) const {
        return {order.id, {order.id.value},      order.side, order.price, order.qty, {},
                usdt,     core::Liquidity::Maker};
    }

    bool stale_{};
    std::uint64_t next_id_{1};
    std::uint64_t next_parent_{1};
    std::uint64_t passed_{};
    core::OrderRequest last_;
};

}  // namespace nightjar::risk::bench
