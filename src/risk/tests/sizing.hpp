#pragma once
/// What the tests of sizing share: a gate with a chain of sizers, and days for it to learn from.

#include "core/base/random.hpp"
#include "portfolio/tests/fixtures.hpp"
#include "risk/check.hpp"
#include "risk/target_gate.hpp"

#include <cmath>
#include <numbers>

namespace nightjar::risk::tests {

struct Choice {
    std::string kind;
    core::ParamTexts params;
};

inline std::vector<std::vector<std::unique_ptr<Sizer>>> chain_of(
    const std::vector<Choice>& choices) {
    core::Registries registries;
    register_builtins(registries);
    std::vector<std::vector<std::unique_ptr<Sizer>>> chains(1);
    for (const auto& choice : choices) {
        auto made = registries.of<Sizer>().make(choice.kind, choice.params);
        NJ_CHECK(made.has_value(), "{}", made.error().text());
        chains[0].push_back(std::move(*made));
    }
    return chains;
}

/// One strategy with cash and a chain of sizers; every instrument begins at 30 000 ticks x 10.
struct SizingDesk {
    static constexpr double first_price = 300'000;

    portfolio::tests::World world;
    market::Market market{world.catalog};
    std::vector<core::Money> cash;
    portfolio::Books books;
    TargetGate gate;
    std::vector<double> prices =
        std::vector<double>(world.catalog.instruments().size(), first_price);
    std::vector<std::int64_t> day = std::vector<std::int64_t>(prices.size(), 18'000);
    std::vector<DailyHistory> sigmas{prices.size(), DailyHistory{false}};  ///< as the gate has
    std::uint64_t next_id{1};

    explicit SizingDesk(const std::vector<Choice>& sizers, std::int64_t equity = 1'000'000)
        : cash{core::whole(equity)},
          books{world.catalog, world.usdt, cash, cash},
          gate{world.catalog, chain_of(sizers)} {}

    /// `bars` equal bars make up a day; market, books and gate hear of each.
    void bar(core::InstrumentId id, double ret, std::int64_t volume, std::int64_t bars = 1,
             std::int64_t at = 0) {
        auto& price = prices[id.value];
        const auto ticks = [&price] {
            return core::Price{static_cast<std::int64_t>(std::max(1.0, std::round(price)))};
        };
        const auto open = ticks();
        price = std::clamp(price * (1 + ret), 1'000.0, 1e9);
        const auto close = ticks();
        const core::Duration length{core::days(1).ns / bars};
        const core::Candle candle{core::Time{} + core::days(day[id.value]) + length * at,
                                  length,
                                  open,
                                  std::max(open, close),
                                  std::min(open, close),
                                  close,
                                  core::Qty{volume}};
        core::Event event;
        event.stamp = {candle.open_time + length, candle.open_time + length, 0};
        event.instrument = id;
        event.body = candle;
        market.apply(event);
        books.mark(id, close, event.stamp.recv);
        gate.learn(id, candle);
        sigmas[id.value].learn(candle);
        if (at + 1 == bars) ++day[id.value];
    }
    void days(core::InstrumentId id, int count, double sigma, core::Random& random,
              std::int64_t volume = 1'000'000) {
        for (int i = 0; i < count; ++i) bar(id, sigma * random.normal(), volume);
    }
    /// The account holds so many lots more, bought at the present price.
    void trade(core::InstrumentId id, std::int64_t lots) {
        const core::Qty qty{lots};
        const core::Price price{static_cast<std::int64_t>(std::round(prices[id.value]))};
        const core::Fill fill{{next_id++},    {next_id}, side_of(qty), price,
                              magnitude(qty), {},        world.usdt,   core::Liquidity::Taker};
        const core::Allocation all{{0}, qty};
        books.book(world.venue, id, fill, {&all, 1});
        books.mark_all(core::Time{} + core::days(day[id.value]));
    }
    [[nodiscard]] core::Qty held(core::InstrumentId id) const {
        return books.strategy({0}).account.position(id).qty;
    }
    [[nodiscard]] Sizing explain(core::InstrumentId id, double exposure,
                                 const Throttles& throttles = {}) {
        core::Target target;
        target.instrument = id;
        target.exposure = exposure;
        return gate.explain(target, market, books, throttles);
    }
    /// In the settlement asset, at the present price; signed.
    [[nodiscard]] double notional(core::InstrumentId id, core::Qty qty) const {
        return approximate(world.catalog[id].notional(*market.valuation(id), qty));
    }
    [[nodiscard]] double equity() const {
        return approximate(books.strategy({0}).account.equity());
    }
};

/// Student's t of `freedom` degrees, scaled to a variance of 1 (Bailey 1994's polar form).
inline double student(core::Random& random, double freedom) {
    const double u = 1 - random.uniform();
    const double angle = 2 * std::numbers::pi * random.uniform();
    const double t = std::sqrt(freedom * (std::pow(u, -2 / freedom) - 1)) * std::cos(angle);
    return t * std::sqrt((freedom - 2) / freedom);
}

}  // namespace nightjar::risk::tests
