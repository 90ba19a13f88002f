/// Takes when it is offered.

#include "exec/algorithms/builtins.hpp"

#include <algorithm>
#include <cmath>

namespace nightjar::exec {

using core::ParamType;
using core::Qty;

namespace {

class Sniper final : public Algorithm {
public:
    Sniper(const Terms& terms, double within_bps, double bite)
        : Algorithm{terms}, within_bps_{within_bps}, bite_{bite} {}

    void begin(const Look&, Work&) const override {}
    /// Once the opposite touch is near enough to the mid, within the limit, and shows a bite at
    /// least; then it rests for a time that nobody can tell.
    Wish next(const Look& look, Work& work) const override {
        Wish wish;
        const auto& parent = *look.parent;
        const auto touch = touch_of(look);
        if (!touch || parent.open.raw > 0) return wish;
        auto random = look.random;
        random.seek((std::uint64_t{2} << 32) + parent.sent);
        constexpr double shortest_ms = 200;
        constexpr double longest_ms = 2'000;
        const auto pause = core::milliseconds(
            std::llround(shortest_ms + (longest_ms - shortest_ms) * random.uniform()));
        if (parent.sent > 0 && look.now < work.acted_at + pause) {
            wish.wake = work.acted_at + pause;
            return wish;
        }
        constexpr double half_bps = 5'000;
        const auto mid = static_cast<double>(touch->own.price.raw + touch->opposite.price.raw) / 2;
        const double away = static_cast<double>(touch->spread()) / mid * half_bps;
        const auto left = parent.order.qty - parent.filled;
        const auto lots = static_cast<double>(parent.order.qty.raw) * bite_;
        const auto bite = std::min(std::max(Qty{std::llround(lots)}, look.least), left);
        if (away > within_bps_ || touch->opposite.qty < bite) return wish;
        wish.take = std::min(left, touch->opposite.qty);
        work.acted_at = look.now;
        return wish;
    }

private:
    double within_bps_;
    double bite_;
};

}  // namespace

void register_sniper(core::Registry<Algorithm>& registry) {
    registry.add("sniper", {"takes when the other side is near and large enough",
                            with_terms("10m", "cross",
                                       {{"within_bps", ParamType::Real, "5", 0, 10'000, "bp",
                                         "of the mid, the opposite touch"},
                                        {"bite", ParamType::Real, "0.1", 0.001, 1, "",
                                         "of the parent, that it shows"}}),
                            [](const core::Params& p) -> MadeAlgorithm {
                                NJ_TRY(terms, read_terms(p));
                                return std::make_unique<Sniper>(terms, p.real("within_bps"),
                                                                p.real("bite"));
                            }});
}

}  // namespace nightjar::exec
