#include "study/trial.hpp"

#include "exec/executor.hpp"
#include "exec/router.hpp"
#include "portfolio/books.hpp"
#include "portfolio/order_table.hpp"
#include "risk/order_gate.hpp"
#include "sim/sim_clock.hpp"
#include "sim/world_feed.hpp"
#include "study/schooled.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>

namespace nightjar::study {

using core::Duration;
using core::Qty;
using core::Time;

namespace {

constexpr Time beginning{1'700'438'400'000'000'000};  // a midnight
constexpr Duration warm_up = core::seconds(60);
constexpr Duration tact = core::milliseconds(5);
constexpr Duration grace = core::seconds(30);
constexpr double price = 60'000;
constexpr double bps = 1e4;

/// Of makers and takers, in parts per 1e9: dear and cheap ones, and one that pays its makers.
sim::FeeModel fees_of(const Trial& trial, std::size_t venue) {
    constexpr std::array<sim::FeeModel::Rates, 4> rates{
        {{200'000, 500'000}, {-50'000, 600'000}, {100'000, 550'000}, {250'000, 450'000}}};
    sim::FeeModel model;
    if (!trial.fees_differ) return model;
    const auto [maker, taker] = rates.at(venue % rates.size());
    model.maker_ppb = maker;
    model.taker_ppb = taker;
    return model;
}

/// Venues of one asset, and our seats at those that may be traded at.
class Arena {
public:
    Arena(const Trial& trial, const sim::Habitat& habitat, const Style& style)
        : usdt_{catalog_.add_asset("USDT")}, clock_{beginning} {
        sim::WorldConfig config;
        config.seed = trial.seed;
        config.start = beginning;
        config.order_value = habitat.order_value;
        config.population = habitat.population;
        if (!trial.predators) config.population.predators.clear();
        config.walk = habitat.walk;
        for (std::size_t i = 0; i < trial.venues; ++i)
            config.instruments.push_back({list(i), price, habitat.walk.yearly_volatility});
        std::vector<sim::MatchingConfig> by_venue(trial.venues);
        for (std::size_t i = 0; i < trial.venues; ++i) {
            by_venue[i].fees = fees_of(trial, i);
            constexpr double parts = 1e9;
            fees_.push_back({{static_cast<double>(by_venue[i].fees.maker_ppb) / parts,
                              static_cast<double>(by_venue[i].fees.taker_ppb) / parts},
                             {}});
        }
        world_.emplace(catalog_, usdt_, by_venue, config);
        const sim::SimVenue::Latency latency{{core::milliseconds(5), 0.3},
                                             {core::milliseconds(5), 0.3}};
        std::vector<core::InstrumentId> route;
        std::vector<sim::SimVenue*> seats;
        venues_.resize(trial.venues);
        for (std::size_t i = 0; i < trial.venues; ++i) {
            if (style.routing == Routing::Alone && i != style.venue) continue;
            const core::VenueId id{static_cast<std::uint16_t>(i)};
            route.push_back({static_cast<std::uint32_t>(i)});
            venues_[i] = std::make_unique<sim::SimVenue>(id, world_->exchange(id), cash, latency,
                                                         trial.seed + i);
            seats.push_back(venues_[i].get());
        }
        home_ = route.front();
        NJ_CHECK(catalog_.add_route(std::move(route)).has_value(), "they are alike");
        feed_.emplace(*world_, std::move(seats), clock_);
    }

    [[nodiscard]] const core::Catalog& catalog() const { return catalog_; }
    [[nodiscard]] core::InstrumentId instrument() const { return home_; }
    [[nodiscard]] const std::vector<exec::FeeSchedule>& fees() const { return fees_; }
    [[nodiscard]] Time now() const { return clock_.now(); }
    [[nodiscard]] core::AssetId currency() const { return usdt_; }
    [[nodiscard]] std::vector<core::Money> all_cash() const {
        return std::vector<core::Money>(catalog_.venues().size(), cash);
    }
    sim::SimVenue& venue(core::VenueId id) { return *venues_[id.value]; }

    /// Goes on by one beat; `hear` gets all that has come by then.
    template <class Hear>
    void beat(Hear hear) {
        clock_.advance(tact);
        for (core::Event event; feed_->next(event) == core::Feed::Next::Ready;) hear(event);
    }

private:
    core::InstrumentId list(std::size_t i) {
        auto btc = trial_instrument();
        btc.venue = catalog_.add_venue(fmt::format("sim{}", i));
        btc.base = catalog_.add_asset("BTC");
        btc.quote = usdt_;
        return *catalog_.add(btc);
    }

    static constexpr core::Money cash = core::whole(1'000'000'000);

    core::Catalog catalog_;
    core::AssetId usdt_;
    core::InstrumentId home_;
    std::vector<exec::FeeSchedule> fees_;  // by venue
    sim::SimClock clock_;
    std::optional<sim::World> world_;
    std::vector<std::unique_ptr<sim::SimVenue>> venues_;
    std::optional<sim::WorldFeed> feed_;
};

/// What the engine does for a parent, and the sums of what came of it.
class Run {
public:
    Run(const Trial& trial, const sim::Habitat& habitat,
        std::vector<std::unique_ptr<exec::Algorithm>> algorithms, const Style& style,
        const Witness& witness)
        : arena_{trial, habitat, style},
          market_{arena_.catalog()},
          orders_{arena_.catalog()},
          books_{arena_.catalog(), arena_.currency(), std::vector{core::Money{}},
                 arena_.all_cash()},
          router_{arena_.catalog(), arena_.fees(), trial.seed},
          executor_{arena_.catalog(), std::move(algorithms), trial.seed},
          trial_{trial},
          routing_{style.routing},
          witness_{witness},
          lots_{std::llround(trial.part_of_day * habitat.volume * 86'400 / price * 1'000)} {}

    Outcome outcome() {
        for (const auto ready = beginning + warm_up; arena_.now() < ready;) beat();
        begun_ = arena_.now();
        arrival_ = mid();
        if (lots_ > 0) open();
        const auto over = begun_ + trial_.over;
        while (arena_.now() < over) {
            beat();
            (void)mid();
        }
        out_.moved_bps = sign() * (mid() / arrival_ - 1) * bps;
        for (const auto last = over + grace + core::seconds(2);
             executor_.busy() && arena_.now() < last;)
            beat();
        if (lots_ > 0) close();
        return out_;
    }

private:
    [[nodiscard]] double sign() const { return static_cast<double>(core::sign(trial_.side)); }
    /// The last that there was: a large order may take one side away for a moment.
    [[nodiscard]] double mid() {
        const auto& book = market_[arena_.instrument()].book;
        const auto twice = book.valid() ? book.double_mid() : std::nullopt;
        if (twice) last_mid_ = static_cast<double>(*twice) / 2;
        NJ_CHECK(last_mid_ > 0, "a simulated market without a price");
        return last_mid_;
    }

    void open() {
        core::ParentOrder order;
        order.id = {1};
        order.instrument = arena_.instrument();
        order.side = trial_.side;
        order.qty = {lots_};
        order.at = begun_;
        executor_.resume(order, {0});
        work();
    }
    void close() {
        const auto all = static_cast<double>(lots_);
        const auto had = static_cast<double>(filled_);
        out_.filled = had / all;
        out_.made = filled_ == 0 ? 0 : made_ / had;
        out_.price_bps = sign() * (worth_ - had * arrival_) / (all * arrival_) * bps;
        out_.fee_bps = fees_ / (all * arrival_) * bps;
        out_.missed_bps = sign() * (mid() / arrival_ - 1) * bps * (1 - out_.filled);
        // A fill whose five seconds were not over counts with its fee alone.
        if (made_ > 0) out_.kept_bps = (kept_ - made_fees_) / (made_ * arrival_) * bps;
        out_.cost_bps = out_.price_bps + out_.fee_bps + out_.missed_bps;
    }
    void beat() {
        arena_.beat([this](const core::Event& event) { hear(event); });
        mark_out();
        if (executor_.busy()) work();
    }
    void hear(const core::Event& event) {
        if (const auto* update = std::get_if<core::OrderUpdate>(&event.body))
            return changed(*update);
        if (const auto* fill = std::get_if<core::Fill>(&event.body)) return filled(event, *fill);
        ++out_.events;
        const auto& catalog = arena_.catalog();
        if (catalog.home(event.instrument) != arena_.instrument()) return;
        (void)market_.apply(event);
        executor_.observe(event, market_);
        router_.observe(event, market_);
        if (event.instrument != arena_.instrument()) return;
        if (witness_.market != nullptr) witness_.market->push_back(event);
        const auto* trade = std::get_if<core::Trade>(&event.body);
        if (trade != nullptr && witness_.prints != nullptr && begun_ != Time{})
            witness_.prints->push_back(
                {since(event), trade->taker, static_cast<double>(trade->qty.raw)});
    }
    [[nodiscard]] double since(const core::Event& event) const {
        return static_cast<double>((event.stamp.recv - begun_).ns) / 1e9;
    }

    // As the engine does.
    void changed(const core::OrderUpdate& update) {
        const auto* before = orders_.find(update.order);
        const bool was_open = before != nullptr && !core::is_terminal(before->state);
        const auto order = orders_.apply(update);
        if (!order || !was_open) return;
        if (update.state == core::OrderState::Open)
            router_.accepted(order->request.venue, arena_.now() - order->request.at);
        if (!core::is_terminal(order->state)) return;
        (void)executor_.on_child_done(order->request, order->state, arena_.now());
    }
    void filled(const core::Event& event, const core::Fill& fill) {
        const auto order = orders_.apply(event.instrument, fill);
        NJ_CHECK(order.has_value(), "{}", order.error().text());
        const core::Allocation all{core::house, signed_qty(fill.side, fill.qty)};
        (void)books_.book(order->request.venue, event.instrument, fill, {&all, 1});
        (void)router_.filled(event.instrument, fill, arena_.now());
        const auto qty = static_cast<double>(fill.qty.raw);
        const auto at = static_cast<double>(fill.price.raw);
        filled_ += fill.qty.raw;
        worth_ += at * qty;
        // Of a tick times a lot: 0.1 times 0.001 of the quote.
        const double fee =
            static_cast<double>(fill.fee.raw) / static_cast<double>(core::Money::one) * 1e4;
        fees_ += fee;
        if (fill.liquidity == core::Liquidity::Maker) {
            made_ += qty;
            marks_.push_back({event.instrument, arena_.now() + core::seconds(5), at, qty});
            made_fees_ += fee;
        }
        if (witness_.ours != nullptr)
            witness_.ours->push_back(
                {static_cast<double>((arena_.now() - begun_).ns) / 1e9, fill.side, qty});
        (void)executor_.on_fill(order->request, fill, arena_.now());
    }
    /// Where the price went after makers' fills.
    void mark_out() {
        std::erase_if(marks_, [this](const Mark& mark) {
            const auto twice = market_[mark.instrument].book.double_mid();
            if (arena_.now() < mark.at || !twice) return false;
            kept_ += sign() * mark.qty * (static_cast<double>(*twice) / 2 - mark.price);
            return true;
        });
    }
    void work() {
        constexpr int most_steps = 32;
        for (int steps = 0; steps < most_steps && step(); ++steps) continue;
    }
    /// Whether there may be another.
    bool step() {
        using Kind = exec::Executor::Step::Kind;
        if (executor_.working().empty()) return false;
        const auto id = executor_.working().front().order.id;
        const auto next = executor_.next(id, market_, arena_.now(), true);
        if (next.kind == Kind::Rest) return false;
        if (next.kind == Kind::Ended) {
            out_.children = executor_.working(id)->sent;
            executor_.forget(id);
            return false;
        }
        if (next.kind == Kind::Send)
            send(next.child);
        else
            cancel(next.order);
        return true;
    }
    /// For all of its venues at once.
    void send(const core::ChildIntent& child) {
        auto rest = child;
        while (rest.qty.raw > 0 &&
               executor_.working(child.parent)->out < exec::Parent::most_children) {
            const exec::Router::View view{&market_, &books_, &orders_, arena_.now(), {}};
            const auto part =
                routing_ == Routing::Rebates ? by_rebate(rest) : router_.choose(rest, view);
            if (!part) return (void)executor_.on_refused(child.parent, arena_.now(), false);
            submit(*part);
            rest.qty -= part->qty;
        }
    }
    /// Where makers pay least, at the touch there; whatever else is to be seen.
    [[nodiscard]] std::optional<core::ChildIntent> by_rebate(core::ChildIntent child) const {
        const auto route = arena_.catalog().route(child.instrument);
        child.instrument = *std::ranges::min_element(route, {}, [this](core::InstrumentId id) {
            return arena_.fees()[arena_.catalog()[id].venue.value].rates.maker;
        });
        const auto& book = market_[child.instrument].book;
        const auto touch = book.side(child.side).best();
        if (!book.valid() || !touch) return std::nullopt;
        if (child.tif == core::TimeInForce::Gtc) child.price = touch->price;
        return child;
    }
    void submit(const core::ChildIntent& child) {
        const auto order = exec::order_of(child, arena_.catalog()[child.instrument],
                                          {++last_order_}, arena_.now());
        risk::View view;
        view.now = order.at;
        auto approved = gate_.review(order, view);
        NJ_CHECK(approved.has_value(), "a gate without checks refuses nothing");
        const auto reserved = orders_.reserve(order, {});
        NJ_CHECK(reserved.has_value(), "{}", reserved.error().text());
        executor_.sent(order);
        arena_.venue(order.venue).submit(std::move(*approved));
    }
    void cancel(core::OrderId wanted) {
        const auto* order = orders_.find(wanted);
        NJ_CHECK(order != nullptr, "a child that is not known");
        const auto request = order->request;
        executor_.cancelling(request.parent, wanted, arena_.now());
        (void)orders_.apply(core::OrderUpdate{wanted, core::OrderState::CancelPending,
                                              core::OrderReason::None, request.price, request.qty});
        arena_.venue(request.venue)
            .cancel({wanted, request.instrument, request.venue, arena_.now()});
    }

    Arena arena_;
    market::Market market_;
    portfolio::OrderTable orders_;
    portfolio::Books books_;
    exec::Router router_;
    risk::OrderGate gate_{{}};
    exec::Executor executor_;
    Trial trial_;
    Routing routing_;
    Witness witness_;
    std::int64_t lots_;
    Time begun_;
    double arrival_{};   // ticks
    double last_mid_{};  // likewise
    std::int64_t filled_{};
    double made_{};
    double worth_{};
    double fees_{};
    struct Mark {
        core::InstrumentId instrument;
        Time at;
        double price{};  // ticks
        double qty{};
    };
    std::vector<Mark> marks_;
    double kept_{};       // ticks times lots, of what was marked
    double made_fees_{};  // likewise
    std::uint64_t last_order_{};
    Outcome out_;
};

}  // namespace

core::Instrument trial_instrument() {
    core::Instrument btc;
    btc.symbol = "BTCUSDT";
    btc.kind = core::InstrumentKind::LinearPerpetual;
    btc.tick = {core::Money::one / 10};
    btc.lot = {core::Money::one / 1'000};
    return btc;
}

core::Result<Outcome> run(const Trial& trial, const Style& style, const Witness& witness) {
    if (style.venue >= trial.venues)
        return core::fail(core::Errc::OutOfRange, "venue {} of {}", style.venue + 1, trial.venues);
    core::Registries registries;
    exec::register_builtins(registries);
    register_schooled(registries);
    auto settings = style.settings;
    settings["over"] = core::format_duration(trial.over);
    settings["grace"] = core::format_duration(grace);
    settings["end"] = "cross";
    std::vector<std::unique_ptr<exec::Algorithm>> algorithms;
    NJ_TRY(algorithm, registries.of<exec::Algorithm>().make(style.algo, settings));
    algorithms.push_back(std::move(algorithm));
    return Run{trial, sim::habitat(trial.regime), std::move(algorithms), style, witness}.outcome();
}

}  // namespace nightjar::study
