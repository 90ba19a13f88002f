#include "exec/tests/floor.hpp"

#include <cmath>

namespace nightjar::exec::tests {
namespace {

using core::Duration;

/// Days of a market whose volume has the shape of a U between nine and five, and is different each
/// day and each minute. The price does what it likes.
class ShapedDays {
public:
    ShapedDays() : floor_{{{"twap", pace()}, {"vwap", pace()}}, {}, 1} { floor_.grace = over; }

    /// Distances of twap and vwap from the average of the market, in bp.
    struct Day {
        double twap{};
        double vwap{};
    };
    Day live(bool traded) {
        constexpr double of_days = 0.3;
        const double busy = std::exp(of_days * random_.normal());
        pass_until(core::hours(9), busy);
        worth_ = volume_ = 0;
        if (traded)
            for (std::size_t style = 0; style < 2; ++style) (void)floor_.open(lots, style);
        floor_.ended.clear();
        pass_until(core::hours(9) + over, busy);
        const double average = worth_ / volume_;
        Day day;
        pass_until(core::hours(24), busy);
        for (const auto& ended : floor_.ended) {
            EXPECT_EQ(ended.filled, ended.qty);
            auto& distance = ended.parent.value % 2 == 1 ? day.twap : day.vwap;
            distance = std::abs(ended.average_price() / average - 1) * 1e4;
        }
        EXPECT_EQ(floor_.ended.size(), traded ? 2U : 0U);
        return day;
    }

private:
    static constexpr Duration over = core::hours(8);
    static constexpr Duration step = core::minutes(2);
    static constexpr std::int64_t lots = 4'800;

    static core::ParamTexts pace() {
        return {{"over", "8h"}, {"children", "96"}, {"noise", "false"}, {"adaptive", "false"}};
    }
    static double shape(Duration of_day) {
        const auto hours = static_cast<double>(of_day.ns) / static_cast<double>(core::hours(1).ns);
        const double u = (hours - 9) / 8;
        if (u < 0 || u > 1) return 0.3;
        return 0.5 + 6 * (u - 0.5) * (u - 0.5);
    }
    void pass_until(Duration of_day, double busy) {
        constexpr double of_minutes = 0.3;
        constexpr double usual = 2'000;
        for (; at_ < of_day; at_ = at_ + step) {
            floor_.mid += static_cast<std::int64_t>(std::lround(60 * random_.normal()));
            floor_.quote();
            const double noise = std::exp(of_minutes * random_.normal());
            const auto traded = static_cast<std::int64_t>(usual * busy * shape(at_) * noise) + 1;
            floor_.trade(traded);
            worth_ += static_cast<double>(traded) * static_cast<double>(floor_.mid);
            volume_ += static_cast<double>(traded);
            floor_.pass(step);
        }
        if (of_day >= core::hours(24)) at_ = {};
    }

    Floor floor_;
    core::Random random_{5, 1};
    Duration at_;
    double worth_{};
    double volume_{};
};

double median(std::vector<double> values) {
    std::ranges::sort(values);
    return values[values.size() / 2];
}

TEST(Vwap, IsNearerToTheMarketsAverageThanTwapOnDaysWithAShape) {
    ShapedDays days;
    for (int warm = 0; warm < 28; ++warm) (void)days.live(false);
    std::vector<double> twap;
    std::vector<double> vwap;
    for (int day = 0; day < 100; ++day) {
        const auto [even, shaped] = days.live(true);
        twap.push_back(even);
        vwap.push_back(shaped);
    }
    RecordProperty("twap_bp", std::to_string(median(twap)));
    RecordProperty("vwap_bp", std::to_string(median(vwap)));
    EXPECT_LE(median(vwap), 0.4 * median(twap));
}

}  // namespace
}  // namespace nightjar::exec::tests
