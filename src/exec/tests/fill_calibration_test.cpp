/// The chance that the fill model gives, against what becomes of orders that really join the touch
/// of a simulated market: of one lot each, so that they change nothing.

#include "exec/fill_model.hpp"
#include "market/market.hpp"
#include "risk/order_gate.hpp"
#include "sim/sim_clock.hpp"
#include "sim/world_feed.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <cstdio>
#include <map>

namespace nightjar::exec {
namespace {

using core::Qty;
using core::Side;

constexpr core::Time beginning{1'700'438'400'000'000'000};
constexpr double price = 60'000;

/// Chances and how often they came true, in tenths.
struct Calibration {
    void add(double chance, bool came_true) {
        auto& bin = bins.at(std::min<std::size_t>(9, static_cast<std::size_t>(chance * 10)));
        bin.chance += chance;
        bin.hits += came_true ? 1 : 0;
        ++bin.count;
        ++count;
        hits += came_true ? 1 : 0;
    }
    /// The expected calibration error (Naeini, Cooper, Hauskrecht 2015), in tenths.
    [[nodiscard]] double error() const {
        double sum = 0;
        for (const auto& bin : bins) sum += std::abs(bin.chance - bin.hits);
        return sum / count;
    }
    struct Bin {
        double chance{};
        double hits{};
        int count{};
    };
    std::array<Bin, 10> bins{};
    int count{};
    double hits{};
};

/// A regime's market with a seat of ours, at which orders of a lot join the touch.
class Hall {
public:
    Hall(sim::Regime regime, std::uint64_t seed) {
        core::Instrument btc;
        btc.symbol = "BTCUSDT";
        btc.kind = core::InstrumentKind::LinearPerpetual;
        btc.tick = {core::Money::one / 10};
        btc.lot = {core::Money::one / 1'000};
        btc.venue = catalog_.add_venue("sim");
        btc.base = catalog_.add_asset("BTC");
        btc.quote = catalog_.add_asset("USDT");
        btc_ = *catalog_.add(btc);
        const auto habitat = sim::habitat(regime);
        sim::WorldConfig config;
        config.seed = seed;
        config.start = beginning;
        config.order_value = habitat.order_value;
        config.population = habitat.population;
        config.walk = habitat.walk;
        config.instruments.push_back({btc_, price, habitat.walk.yearly_volatility});
        world_.emplace(catalog_, btc.quote, std::vector<sim::MatchingConfig>(1), config);
        const sim::SimVenue::Latency latency{{core::milliseconds(5), 0.3},
                                             {core::milliseconds(5), 0.3}};
        venue_.emplace(btc.venue, world_->exchange(btc.venue), core::whole(1'000'000'000), latency,
                       seed);
        feed_.emplace(*world_, std::vector<sim::SimVenue*>{&*venue_}, clock_);
        market_.emplace(catalog_);
    }
    /// Joins once in so many beats of 50 ms, the sides in turn, once the model says something.
    void run(core::Duration time, int every, Calibration& calibration) {
        const auto until = clock_.now() + time;
        for (int beat = 0; clock_.now() < until; ++beat) {
            clock_.advance(core::milliseconds(50));
            for (core::Event event; feed_->next(event) == core::Feed::Next::Ready;) hear(event);
            settle(calibration);
            if (beat % every == 0) join(beat / every % 2 == 0 ? Side::Buy : Side::Sell);
        }
    }

private:
    struct Joined {
        double chance{};
        core::Time at;
        bool filled{};
    };
    void hear(const core::Event& event) {
        if (const auto* fill = std::get_if<core::Fill>(&event.body)) {
            if (const auto at = joined_.find(fill->order.value); at != joined_.end())
                at->second.filled = true;
            return;
        }
        (void)market_->apply(event);
        const bool public_event = std::holds_alternative<core::BookDelta>(event.body) ||
                                  std::holds_alternative<core::Trade>(event.body) ||
                                  std::holds_alternative<core::Gap>(event.body);
        if (public_event) model_.apply(event, (*market_)[btc_].book);
    }
    void join(Side side) {
        const auto& book = (*market_)[btc_].book;
        const auto prospect = model_.prospect(side, Qty{1}, book);
        if (!prospect) return;
        core::OrderRequest order;
        order.id = {++last_};
        order.instrument = btc_;
        order.venue = catalog_[btc_].venue;
        order.side = side;
        order.type = core::OrderType::Limit;
        order.price = book.side(side).best()->price;
        order.qty = Qty{1};
        order.at = clock_.now();
        risk::View view;
        view.now = order.at;
        venue_->submit(*gate_.review(order, view));
        joined_[last_] = {prospect->fills, order.at, false};
    }
    void settle(Calibration& calibration) {
        while (!joined_.empty()) {
            const auto& [id, joined] = *joined_.begin();
            if (clock_.now() < joined.at + FillModel::horizon) return;
            calibration.add(joined.chance, joined.filled);
            if (!joined.filled) venue_->cancel({{id}, btc_, catalog_[btc_].venue, clock_.now()});
            joined_.erase(joined_.begin());
        }
    }

    core::Catalog catalog_;
    core::InstrumentId btc_;
    sim::SimClock clock_{beginning};
    std::optional<sim::World> world_;
    std::optional<sim::SimVenue> venue_;
    std::optional<sim::WorldFeed> feed_;
    std::optional<market::Market> market_;
    risk::OrderGate gate_{{}};
    FillModel model_;
    std::uint64_t last_{};
    std::map<std::uint64_t, Joined> joined_;  // the oldest first
};

TEST(FillCalibration, OrdersThatJoinASimulatedTouchFillAsOftenAsIsSaid) {
    for (const auto regime :
         {sim::Regime::Calm, sim::Regime::Volatile, sim::Regime::Thin, sim::Regime::Attacked}) {
        Calibration calibration;
        for (std::uint64_t seed = 1; seed <= 2; ++seed) {
            Calibration early;
            Hall hall{regime, seed};
            hall.run(core::seconds(300), 20, early);
            hall.run(core::seconds(600), 10, calibration);
        }
        std::printf("%s: %d joins, %.3f filled, expected calibration error %.4f\n",
                    std::string{name(regime)}.c_str(), calibration.count,
                    calibration.hits / calibration.count, calibration.error());
        for (const auto& bin : calibration.bins)
            if (bin.count > 0)
                std::printf("  said %.3f, was %.3f of %d\n", bin.chance / bin.count,
                            bin.hits / bin.count, bin.count);
        EXPECT_GE(calibration.count, 2'000);
        EXPECT_LE(calibration.error(), 0.05);
    }
}

}  // namespace
}  // namespace nightjar::exec
