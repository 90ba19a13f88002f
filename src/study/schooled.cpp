#include "study/schooled.hpp"

#include "exec/algorithm.hpp"

#include <algorithm>
#include <cmath>

namespace nightjar::study {

using core::ParamType;
using core::Qty;

namespace {

class Jittered final : public exec::Algorithm {
public:
    Jittered(const exec::Terms& terms, std::int64_t children, double jitter)
        : Algorithm{terms}, children_{children}, jitter_{jitter} {}

    void begin(const exec::Look&, exec::Work&) const override {}
    exec::Wish next(const exec::Look& look, exec::Work&) const override {
        const double passed = look.window.passed(look.now);
        std::int64_t due = 0;
        while (due < children_ && at(look, due) <= passed) ++due;
        const auto lots = look.parent->order.qty.raw * due / children_;
        exec::Wish wish;
        wish.take = std::max(Qty{lots} - look.parent->filled - look.parent->open, Qty{});
        if (due < children_) wish.wake = look.window.when(at(look, due));
        return wish;
    }

private:
    [[nodiscard]] double at(const exec::Look& look, std::int64_t child) const {
        auto random = look.random;
        random.seek(static_cast<std::uint64_t>(child));
        const double slots =
            static_cast<double>(child) + 0.5 + jitter_ * (2 * random.uniform() - 1);
        return slots / static_cast<double>(children_);
    }

    std::int64_t children_;
    double jitter_;
};

}  // namespace

void register_schooled(core::Registries& registries) {
    registries.of<exec::Algorithm>().add(
        "jittered", {"equal children on a timer that is a little off",
                     {{"over", ParamType::Text, "10m", 0, 0, "", ""},
                      {"grace", ParamType::Text, "30s", 0, 0, "", ""},
                      {"end", ParamType::Text, "cross", 0, 0, "", ""},
                      {"children", ParamType::Integer, "20", 1, 4'096, "", ""},
                      {"jitter", ParamType::Real, "0.2", 0, 0.5, "", "of a slot, either way"}},
                     [](const core::Params& p) -> core::Result<std::unique_ptr<exec::Algorithm>> {
                         NJ_TRY(over, core::parse_duration(p.text("over")));
                         NJ_TRY(grace, core::parse_duration(p.text("grace")));
                         const exec::Terms terms{over, grace, exec::End::Cross, false, false};
                         return std::make_unique<Jittered>(terms, p.integer("children"),
                                                           p.real("jitter"));
                     }});
}

}  // namespace nightjar::study
