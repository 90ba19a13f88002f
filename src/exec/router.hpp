#pragma once
/// Which venue a child goes to, and how much of it.

#include "core/base/random.hpp"
#include "core/model/instrument.hpp"
#include "core/model/order.hpp"
#include "exec/sharding.hpp"
#include "exec/venue_health.hpp"
#include "market/market.hpp"
#include "portfolio/books.hpp"
#include "portfolio/order_table.hpp"

#include <optional>
#include <vector>

namespace nightjar::exec {

/// Engine thread; allocates at construction only. A child that takes goes over the instruments of
/// its home's route, to the least all-in cost; the part for one venue at a time. What reduces goes
/// only where the position is. A venue that is stale, unhealthy, closed or has just refused gets
/// nothing; one in doubt counts with a part of what it shows. Where a single venue could take all
/// of a child, one of those within 0.3 bps of the cheapest is drawn by cost, so that the choice
/// does not tell whose order it is.
class Router {
public:
    static constexpr double least_health = 0.3;
    static constexpr double most_regret_bps = 0.3;
    static constexpr double temperature_bps = 0.2;

    /// `taker_fees`, by venue: part of what is traded, until fills have shown it.
    Router(const core::Catalog& catalog, std::span<const double> taker_fees, std::uint64_t seed);

    void observe(const core::Event& event);
    void accepted(core::VenueId venue, core::Duration after) {
        answers_[venue.value].accepted(after);
    }
    void refused(core::VenueId venue, core::Time now) { answers_[venue.value].refused(now); }
    void filled(core::InstrumentId instrument, const core::Fill& fill);

    /// All that is looked at.
    struct View {
        const market::Market* market{};
        const portfolio::Books* books{};
        const portfolio::OrderTable* orders{};
        core::Time now;
    };
    /// The child for one venue, of no more than its quantity. Absent: no venue may have any of it
    /// now. What rests stays at home, and so does a child whose home has no route.
    [[nodiscard]] std::optional<core::ChildIntent> choose(const core::ChildIntent& child,
                                                          const View& view);
    /// In [0, 1].
    [[nodiscard]] double health(core::InstrumentId instrument, const View& view) const;
    /// Of an instrument with a route: what its book shows is too old to stand on.
    [[nodiscard]] bool stale(core::InstrumentId instrument, core::Time now) const;
    /// Taker fee of what is traded, as charged last or as expected.
    [[nodiscard]] double fee(core::InstrumentId instrument) const {
        return fees_[instrument.value];
    }

private:
    struct Options {
        std::array<Shelf, most_venues> shelves{};
        std::array<core::InstrumentId, most_venues> instruments{};
        std::size_t count{};
        [[nodiscard]] std::span<const Shelf> all() const { return {shelves.data(), count}; }
    };
    [[nodiscard]] Options options(const core::ChildIntent& child, const View& view) const;
    [[nodiscard]] std::size_t draw(const core::ChildIntent& child, const Options& options,
                                   double least_cost);

    const core::Catalog* catalog_;
    std::vector<Freshness> books_;  // by instrument
    std::vector<double> fees_;      // likewise
    std::vector<Answers> answers_;  // by venue
    core::Random chance_;
};

}  // namespace nightjar::exec
