/// A7: how much the market can take back.

#include "risk/sizers/builtins.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace nightjar::risk {

namespace {

using core::ParamType;

constexpr std::size_t volume_days = 20;

/// A7: N <= share x ADV, and N leaves within `hours` at `participation` of the volume. ADV is the
/// mean of 20 days, or their median where that is less: one wild day is no liquidity.
class LiquidityCap final : public Sizer {
public:
    LiquidityCap(double share, double participation, double hours)
        : part_{std::min(share, participation * hours / 24)} {}
    std::string_view name() const override { return "liquidity"; }
    [[nodiscard]] bool wants_days() const override { return true; }

    std::optional<core::Qty> cap(const SizingInput& input) override {
        const auto days = input.days(input.instrument->id);
        if (days.size() < volume_days) return std::nullopt;
        std::array<double, volume_days> volumes{};
        double mean = 0;
        for (std::size_t i = 0; i < volume_days; ++i) {
            volumes[i] = days[days.size() - 1 - i].volume;
            mean += volumes[i] / static_cast<double>(volume_days);
        }
        std::ranges::sort(volumes);
        const double median = 0.5 * (volumes[volume_days / 2 - 1] + volumes[volume_days / 2]);
        const double lots = part_ * std::min(mean, median);
        const auto most = static_cast<double>(input.instrument->max_qty.raw);
        if (!std::isfinite(lots) || lots < 0) return std::nullopt;
        return core::Qty{static_cast<std::int64_t>(std::min(lots, most))};
    }

private:
    double part_;  // of a day's volume
};

}  // namespace

void register_liquidity_sizers(core::Registry<Sizer>& registry) {
    registry.add(
        "liquidity",
        {"A7: a part of the daily volume that can be left again in time",
         {{"share", ParamType::Real, "0.005", 0, 1, "of daily volume", "at most"},
          {"participation", ParamType::Real, "0.1", 0, 1, "of volume", "while leaving"},
          {"hours", ParamType::Real, "2", 0, 1'000, "h", "in which all of it must be left"}},
         [](const core::Params& p) -> MadeSizer {
             return std::make_unique<LiquidityCap>(p.real("share"), p.real("participation"),
                                                   p.real("hours"));
         }});
}

}  // namespace nightjar::risk
