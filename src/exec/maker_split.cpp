#include "exec/maker_split.hpp"

#include <algorithm>
#include <cmath>

namespace nightjar::exec {

namespace {

double earned(const MakerVenue& venue) { return venue.rebate - venue.adverse; }

/// Of `resting` lots behind the queue, those that an outcome fills.
double filled_of(const MakerVenue& venue, double resting, double outflow) {
    return std::clamp(outflow - venue.ahead, 0.0, resting);
}

/// M first, then L by venue: a point that is searched from.
using Point = std::array<double, most_venues + 1>;

double sum_shifted(std::span<const double> point, double shift, double most) {
    double sum = 0;
    for (const double x : point) sum += std::clamp(x - shift, 0.0, most);
    return sum;
}

/// To the nearest point with 0 <= x <= most and their sum within [least_sum, most_sum]: all move
/// by the same, and what would leave its bounds stays there.
void project(std::span<double> point, double most, double least_sum, double most_sum) {
    constexpr int halvings = 26;
    const double sum = sum_shifted(point, 0, most);
    double shift = 0;
    if (sum < least_sum || sum > most_sum) {
        const double wanted = std::clamp(sum, least_sum, most_sum);
        const auto [low, high] = std::ranges::minmax(point);
        double from = low - most;  // all of them at their most
        double to = high;          // all of them 0
        for (int i = 0; i < halvings; ++i) {
            shift = (from + to) / 2;
            (sum_shifted(point, shift, most) > wanted ? from : to) = shift;
        }
    }
    for (double& x : point) x = std::clamp(x - shift, 0.0, most);
}

/// One outcome of each venue, the n-th, in the search for a split.
struct Descent {
    const PlacingCosts& costs;
    std::span<const MakerVenue> venues;
    double lots;

    /// A step of that length against the slope of the cost at the n-th outcome.
    void step(Point& at, std::size_t n, double length) const {
        constexpr double nearly = 1e-6;  // of all: as much as was wanted
        double had = at[0];
        for (std::size_t v = 0; v < venues.size(); ++v)
            had += filled_of(venues[v], at.at(v + 1), venues[v].outflow[n]);
        const double gap = lots - had;
        double one_more = 0;  // what another lot that is had changes at the end
        if (gap > nearly * lots) one_more = -(costs.missed + costs.impact);
        if (gap < -nearly * lots) one_more = costs.over;
        for (std::size_t v = 0; v < venues.size(); ++v) {
            const auto& venue = venues[v];
            const bool fills = venue.outflow[n] > venue.ahead + at.at(v + 1);
            const double slope =
                costs.impact + (fills ? one_more - costs.half_spread - earned(venue) : 0);
            at.at(v + 1) -= length * slope;
        }
        at[0] -= length * (costs.half_spread + costs.taker_fee + costs.impact + one_more);
    }
    /// The most that a slope can be, of all directions together.
    [[nodiscard]] double steepest(bool may_be_too_much) const {
        const double end =
            std::abs(costs.missed) + costs.impact + (may_be_too_much ? costs.over : 0);
        double sum = std::pow(costs.half_spread + std::abs(costs.taker_fee) + end, 2);
        for (const auto& venue : venues)
            sum += std::pow(costs.half_spread + std::abs(earned(venue)) + end, 2);
        return std::sqrt(sum);
    }
};

}  // namespace

double bearable_misses(const PlacingCosts& costs, const MakerVenue& venue) {
    const double rebate = earned(venue);
    const double saved = 2 * costs.half_spread + costs.taker_fee + rebate;
    const double at_stake = costs.missed + costs.half_spread + rebate + costs.impact;
    if (saved <= 0) return 0;  // to rest is dearer than to take, also where it fills
    if (at_stake <= saved) return 1;
    return saved / at_stake;
}

MakerSplit split_at_one(const PlacingCosts& costs, const MakerVenue& venue, double lots) {
    const auto outcomes = venue.outflow.size();
    NJ_CHECK(outcomes > 0 && outcomes <= most_outcomes, "{} outcomes", outcomes);
    const double part = bearable_misses(costs, venue);
    MakerSplit split;
    if (part >= 1) {
        split.resting[0] = lots;
    } else if (part > 0) {
        std::array<double, most_outcomes> sorted{};
        const auto end = std::ranges::copy(venue.outflow, sorted.begin()).out;
        const auto at =
            sorted.begin() +
            static_cast<std::ptrdiff_t>(std::min(
                outcomes - 1,
                static_cast<std::size_t>(std::floor(part * static_cast<double>(outcomes)))));
        std::nth_element(sorted.begin(), at, end);
        split.resting[0] = std::clamp(*at - venue.ahead, 0.0, lots);
    }
    split.taken = lots - split.resting[0];
    return split;
}

double expected_cost(const PlacingCosts& costs, std::span<const MakerVenue> venues,
                     const MakerSplit& split, double lots) {
    const auto outcomes = venues.front().outflow.size();
    double sent = split.taken;
    for (std::size_t v = 0; v < venues.size(); ++v) sent += split.resting.at(v);
    double sum = 0;
    for (std::size_t n = 0; n < outcomes; ++n) {
        double had = split.taken;
        for (std::size_t v = 0; v < venues.size(); ++v) {
            const double filled = filled_of(venues[v], split.resting.at(v), venues[v].outflow[n]);
            had += filled;
            sum -= (costs.half_spread + earned(venues[v])) * filled;
        }
        sum += (costs.missed + costs.impact) * std::max(lots - had, 0.0);
        sum += costs.over * std::max(had - lots, 0.0);
    }
    return (costs.half_spread + costs.taker_fee) * split.taken + costs.impact * sent +
           sum / static_cast<double>(outcomes);
}

MakerSplit split_over(const PlacingCosts& costs, std::span<const MakerVenue> venues,
                      const SplitSearch& search, const MakerSplit& from, core::Random chance) {
    NJ_CHECK(!venues.empty() && venues.size() <= most_venues, "{} venues", venues.size());
    const auto outcomes = venues.front().outflow.size();
    NJ_CHECK(outcomes > 0 && outcomes <= most_outcomes, "{} outcomes", outcomes);
    constexpr double stride = 0.5;  // of all lots, in the first step at the steepest slope
    const Descent descent{costs, venues, search.lots};
    const auto count = venues.size() + 1;
    Point at{from.taken};
    std::ranges::copy(from.resting, at.begin() + 1);
    const auto all = std::span{at}.first(count);
    project(all, search.lots, search.lots, search.most_out);
    Point begun = at;
    Point sum{};
    const double steepest = descent.steepest(search.most_out > search.lots);
    const double first =
        steepest > 0 ? stride * search.lots * std::sqrt(static_cast<double>(count)) / steepest : 0;
    const int half = search.steps / 2;
    for (int i = 0; i < search.steps; ++i) {
        descent.step(at, chance.below(outcomes), first / std::sqrt(i + 1.0));
        project(all, search.lots, search.lots, search.most_out);
        for (std::size_t k = 0; i >= half && k < count; ++k) sum.at(k) += at.at(k);
    }
    const auto split_of = [&](const Point& point, double parts) {
        MakerSplit split{point[0] / parts, {}};
        for (std::size_t v = 0; v < venues.size(); ++v)
            split.resting.at(v) = point.at(v + 1) / parts;
        return split;
    };
    const auto before = split_of(begun, 1);
    const auto found = split_of(sum, search.steps - half);
    const bool better = expected_cost(costs, venues, found, search.lots) <=
                        expected_cost(costs, venues, before, search.lots);
    return better ? found : before;
}

}  // namespace nightjar::exec
