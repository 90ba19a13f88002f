#pragma once
/// Which venue a child goes to, and how much of it.

#include "core/base/random.hpp"
#include "core/model/instrument.hpp"
#include "core/model/order.hpp"
#include "exec/fee_book.hpp"
#include "exec/fill_model.hpp"
#include "exec/sharding.hpp"
#include "exec/venue_health.hpp"
#include "market/market.hpp"
#include "portfolio/books.hpp"
#include "portfolio/order_table.hpp"

#include <memory>
#include <optional>
#include <vector>

namespace nightjar::exec {

/// Engine thread; allocates at construction only. A child goes over the instruments of its home's
/// route. What takes: to the least all-in cost; the part for one venue at a time. What rests: whole
/// to one touch, where the fill model expects the least cost. What reduces goes only where the
/// position is. A venue that is stale, unhealthy, closed or has just refused gets nothing; one in
/// doubt counts with a part of what it shows. Where more than one venue would do, one of those
/// within 0.3 bps of the cheapest is drawn by cost, so that the choice does not tell whose order it
/// is.
class Router {
public:
    static constexpr double least_health = 0.3;
    static constexpr double most_regret_bps = 0.3;
    static constexpr double temperature_bps = 0.2;

    /// `fees`, by venue: until fills have shown them.
    Router(const core::Catalog& catalog, std::span<const FeeSchedule> fees, std::uint64_t seed);

    /// Any event of an instrument, once the market has it.
    void observe(const core::Event& event, const market::Market& market);
    void accepted(core::VenueId venue, core::Duration after) {
        answers_[venue.value].accepted(after);
    }
    void refused(core::VenueId venue, core::Time now) { answers_[venue.value].refused(now); }
    /// What is to be said of the fee, if anything is.
    std::optional<core::FeeDiffered> filled(core::InstrumentId instrument, const core::Fill& fill,
                                            core::Time now);

    /// All that is looked at.
    struct View {
        const market::Market* market{};
        const portfolio::Books* books{};
        const portfolio::OrderTable* orders{};
        core::Time now;
        std::optional<core::Price> limit{};  ///< of the child's parent, in ticks of its home
    };
    /// The child for one venue, of no more than its quantity. Absent: no venue may have any of it
    /// now. A child whose home has no route stays there.
    [[nodiscard]] std::optional<core::ChildIntent> choose(const core::ChildIntent& child,
                                                          const View& view);
    /// When the child that was chosen last for that parent is to leave. Of a sweep over several
    /// venues all parts arrive at once, at the time at which the slowest does, where the price
    /// would go away by a tenth of a basis point meanwhile: a random walk's deviation over the
    /// difference. Never later than `longest_hold`.
    [[nodiscard]] core::Time departs(const core::OrderRequest& order, core::Time now) const;
    static constexpr core::Duration longest_hold = core::milliseconds(50);
    /// In [0, 1].
    [[nodiscard]] double health(core::InstrumentId instrument, const View& view) const;
    /// Of an instrument with a route: what its book shows is too old to stand on.
    [[nodiscard]] bool stale(core::InstrumentId instrument, core::Time now) const;
    [[nodiscard]] FeeBook& fees() { return fees_; }
    [[nodiscard]] const FeeBook& fees() const { return fees_; }

private:
    struct Options {
        std::array<Shelf, most_venues> shelves{};
        std::array<core::InstrumentId, most_venues> instruments{};
        std::size_t count{};
        [[nodiscard]] std::span<const Shelf> all() const { return {shelves.data(), count}; }
    };
    /// Where a child may rest. Costs in basis points of the mid of all places.
    struct Place {
        core::InstrumentId instrument;
        core::Price price;
        core::Qty qty;
        double health{};
        std::optional<Prospect> prospect;  ///< absent: not known yet
        double cost{};                     ///< expected, of resting here
    };
    struct Places {
        std::array<Place, most_venues> all{};
        std::size_t count{};
        [[nodiscard]] std::span<Place> used() { return {all.data(), count}; }
    };
    /// One split that is sent part by part.
    struct Sweep {
        core::ParentId parent;
        core::Time at;       ///< of the decision
        core::Time arrives;  ///< all of it
    };
    void begin_sweep(const core::ChildIntent& child, const Options& options,
                     std::span<const core::Qty> lots, const View& view);
    std::optional<core::ChildIntent> choose_taking(const core::ChildIntent& child,
                                                   const View& view);
    std::optional<core::ChildIntent> choose_resting(const core::ChildIntent& child,
                                                    const View& view);
    [[nodiscard]] Options options(const core::ChildIntent& child, const View& view) const;
    [[nodiscard]] std::size_t draw(const core::ChildIntent& child, const Options& options,
                                   double least_cost);
    /// One of the weights by chance; their number where all are 0.
    [[nodiscard]] std::size_t draw(std::span<const double> weights);
    [[nodiscard]] Places places(const core::ChildIntent& child, const View& view) const;
    [[nodiscard]] std::optional<Place> place(core::InstrumentId id, const core::ChildIntent& child,
                                             bool reduces, const View& view) const;
    void value(std::span<Place> places, const core::ChildIntent& child, const View& view) const;
    [[nodiscard]] const Place* cheapest(std::span<const Place> places,
                                        const core::ChildIntent& child);
    /// Fee of what is traded there, less what the way to the next tier is worth.
    [[nodiscard]] double fee(core::InstrumentId id, core::Liquidity liquidity,
                             core::Time now) const {
        return fees_.rate(id, liquidity, now) - fees_.tier_value((*catalog_)[id].venue, now);
    }

    const core::Catalog* catalog_;
    std::vector<Freshness> books_;                    // by instrument
    std::vector<std::unique_ptr<FillModel>> queues_;  // likewise; null where there is no route
    std::vector<Answers> answers_;                    // by venue
    FeeBook fees_;
    Sweep sweep_{};
    core::Random chance_;
};

/// Lots that an order of that side would bring closer to flat there, open ones counted as done.
core::Qty reducible(core::InstrumentId id, core::Side side, const Router::View& view);

}  // namespace nightjar::exec
