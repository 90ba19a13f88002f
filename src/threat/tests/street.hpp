#pragma once
/// A made-up market that tells a detector everything as events: calm by default, with episodes of
/// known kind on top.

#include "core/base/random.hpp"
#include "threat/detector.hpp"

#include <algorithm>
#include <cstdlib>
#include <vector>

namespace nightjar::threat::tests {

using core::Price;
using core::Qty;
using core::Side;

/// Ten levels on each side, a tick apart; updates at about 50 a second and trades at 2.
template <Detector D>
class Street {
public:
    explicit Street(std::uint64_t seed, D made = D{}) : detector{std::move(made)}, random{seed, 0} {
        lay(true);
    }

    D detector;
    core::Random random;
    core::Time now{core::Time{1'700'000'000'000'000'000}};
    std::int64_t mid{100'000};
    double highest{};            ///< score since it was last set to 0
    std::vector<double> scores;  ///< all of them
    std::uint64_t events{};

    void calm(core::Duration time) {
        for (const auto end = now + time; now < end;) {
            now = now + core::microseconds(1'000 + below(38'000));
            if (below(25) == 0) {
                trade(any_side(), 1 + below(5));
            } else {
                const auto side = any_side();
                const auto price = at(side, below(10));
                const auto there = lots(side, price);
                const auto back = (20 - there) / 5;  // levels stay near 20 lots
                set(side, price, std::max<std::int64_t>(1, there + back + below(13) - 6));
            }
            if (below(100) == 0) move(below(2) == 0 ? 1 : -1);
        }
    }
    /// The k-th level of a side.
    [[nodiscard]] Price at(Side side, std::int64_t k) const {
        return {mid - core::sign(side) * (k + 1)};
    }
    [[nodiscard]] std::int64_t lots(Side side, Price price) const {
        return book.side(side).at(price).raw;
    }
    void set(Side side, Price price, std::int64_t qty) {
        tell(core::BookDelta{core::BookDelta::Action::Set, side, price, {qty}, true});
    }
    /// Takes from the best level against it, as far as it goes.
    void trade(Side taker, std::int64_t qty) {
        const auto side = core::opposite(taker);
        const auto best = book.side(side).best();
        if (!best) return;
        tell(core::Trade{best->price, {qty}, taker, {++trades_}});
        set(side, best->price, std::max<std::int64_t>(1, best->qty.raw - qty));
    }
    /// The whole book goes to another place.
    void move(std::int64_t ticks) {
        mid += ticks;
        lay(false);
    }
    void wait(std::int64_t ms) { now = now + core::milliseconds(ms); }
    std::int64_t below(std::int64_t bound) {
        return static_cast<std::int64_t>(random.below(static_cast<std::uint64_t>(bound)));
    }
    Side any_side() { return below(2) == 0 ? Side::Buy : Side::Sell; }

    market::Book book;

private:
    template <class Body>
    void tell(const Body& body) {
        core::Event event;
        event.stamp = {now, now, ++events};
        event.body = body;
        if (const auto* delta = std::get_if<core::BookDelta>(&event.body)) (void)book.apply(*delta);
        detector.on(event, book);
        scores.push_back(detector.score());
        highest = std::max(highest, detector.score());
    }
    /// Sets what belongs there and takes away what does not, without ever crossing.
    void lay(bool first) {
        using Delta = core::BookDelta;
        if (first) tell(Delta{Delta::Action::Clear, {}, {}, {}, false});
        std::vector<Delta> gone;
        for (const auto side : {Side::Buy, Side::Sell})
            for (const auto& level : book.side(side))
                if (std::abs(level.price.raw - mid) > 10 ||
                    core::sign(side) * (mid - level.price.raw) < 1)
                    gone.push_back({Delta::Action::Set, side, level.price, {}, false});
        for (const auto& delta : gone) tell(delta);
        for (std::int64_t k = 0; k < 10; ++k)
            for (const auto side : {Side::Buy, Side::Sell}) {
                const bool last = k == 9 && side == Side::Sell;
                const auto price = at(side, k);
                const auto there = lots(side, price);
                if (there == 0 || last)
                    tell(Delta{Delta::Action::Set,
                               side,
                               price,
                               {there == 0 ? 15 + below(11) : there},
                               last});
            }
    }

    std::uint64_t trades_{};
};

}  // namespace nightjar::threat::tests
