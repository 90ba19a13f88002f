/// Those that wait in the book: iceberg shows a part and fills it up again, peg stays at the touch
/// and takes when the price turns away.

#include "exec/algorithms/builtins.hpp"
#include "exec/executor.hpp"

#include <algorithm>
#include <cmath>

namespace nightjar::exec {

using core::ParamType;
using core::Qty;

namespace {

constexpr std::uint64_t draws_of_tip = 8;

class Resting : public Algorithm {
public:
    using Algorithm::Algorithm;
    void begin(const Look&, Work& work) const override { work.display = {}; }

protected:
    static Wish waiting() {
        Wish wish;
        wish.keep = true;
        return wish;
    }
};

class Iceberg final : public Resting {
public:
    Iceberg(const Terms& terms, double show, core::Duration refill, bool native)
        : Resting{terms}, show_{show}, refill_{refill}, native_{native} {}

    Wish next(const Look& look, Work& work) const override {
        const auto touch = touch_of(look);
        if (!touch) return waiting();
        const auto& parent = *look.parent;
        auto random = look.random;
        random.seek((std::uint64_t{1} << 32) + parent.sent * draws_of_tip);
        // A new tip: its size and its delay are drawn once.
        if (parent.resting() == nullptr && work.display.raw == 0) {
            constexpr double low = 0.6;
            constexpr double width = 0.8;
            const auto usual =
                look.flow->usual_touch().value_or(static_cast<double>(touch->own.qty.raw));
            const auto most = show_ * static_cast<double>(parent.order.qty.raw);
            const double lots = std::min((low + width * random.uniform()) * usual, most);
            work.display = std::max(Qty{static_cast<std::int64_t>(lots)}, look.least);
            constexpr double sigma = 0.6;
            const double delay = std::exp(sigma * random.normal());
            if (parent.sent > 0)
                work.refill_at =
                    look.now +
                    core::Duration{std::llround(delay * static_cast<double>(refill_.ns))};
        }
        if (parent.resting() == nullptr && look.now < work.refill_at) {
            Wish wish;
            wish.wake = work.refill_at;
            return wish;
        }
        auto wish = rest_at_touch(look, work.display);
        if (wish.rest) hide(look, *wish.rest);
        if (parent.resting() != nullptr) work.display = {};
        return wish;
    }

private:
    /// Where the venue has icebergs of its own, as many parts as it takes leave as one order.
    void hide(const Look& look, Wish::Level& level) const {
        const auto parts = look.standing->iceberg_parts;
        if (!native_ || parts < 2 || look.standing != look.instrument) return;
        const auto left = look.parent->order.qty - look.parent->filled;
        level.shown = level.qty;
        level.qty = std::min(left, Qty{level.shown.raw * parts});
    }

    double show_;
    core::Duration refill_;
    bool native_;
};

class Peg final : public Resting {
public:
    Peg(const Terms& terms, double cross_at) : Resting{terms}, cross_at_{cross_at} {}

    /// Where the price between the touches has moved against us by more than a part of the spread,
    /// the rest is taken.
    Wish next(const Look& look, Work& work) const override {
        const auto touch = touch_of(look);
        if (!touch) return waiting();
        const auto& parent = *look.parent;
        const auto spread = static_cast<double>(touch->opposite.price.raw - touch->own.price.raw);
        const double micro = static_cast<double>(touch->own.price.raw) + spread * touch->micro();
        if (!work.micro) work.micro = micro;
        const auto against = static_cast<double>(core::sign(parent.order.side));
        if (against * (micro - *work.micro) > cross_at_ * std::abs(spread)) {
            const auto* tip = parent.resting();
            if (tip != nullptr && look.now < tip->at + Executor::least_rest) {
                auto wish = waiting();
                wish.wake = tip->at + Executor::least_rest;
                return wish;
            }
            Wish wish;
            wish.take = std::max(parent.order.qty - parent.filled, Qty{});
            return wish;
        }
        return rest_at_touch(look, parent.order.qty - parent.filled);
    }

private:
    double cross_at_;
};

}  // namespace

void register_resting(core::Registry<Algorithm>& registry) {
    registry.add(
        "iceberg",
        {"one order at the touch that shows a part, filled up again",
         with_terms("1h", "cross",
                    {{"show", ParamType::Real, "0.15", 0.001, 1, "", "of the parent at most"},
                     {"refill", ParamType::Text, "400ms", 0, 0, "", "until the next; the median"},
                     {"native", ParamType::Flag, "true", 0, 0, "",
                      "the venue's own iceberg order, where it has one"}}),
         [](const core::Params& p) -> MadeAlgorithm {
             NJ_TRY(terms, read_terms(p));
             NJ_TRY(refill, read_duration(p, "refill"));
             return std::make_unique<Iceberg>(terms, p.real("show"), refill, p.flag("native"));
         }});
    registry.add("peg", {"one order at the touch that follows it, and takes when the price leaves",
                         with_terms("10m", "cross",
                                    {{"cross_at", ParamType::Real, "0.6", 0, 1'000, "spreads",
                                      "by which the price may move against us"}}),
                         [](const core::Params& p) -> MadeAlgorithm {
                             NJ_TRY(terms, read_terms(p));
                             return std::make_unique<Peg>(terms, p.real("cross_at"));
                         }});
}

}  // namespace nightjar::exec
