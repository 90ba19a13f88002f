#include "ops/day_summary.hpp"

#include "ops/amount_text.hpp"

#include <fmt/format.h>

#include <utility>

namespace nightjar::ops {

using core::Money;

namespace {

constexpr core::Duration one_day = core::days(1);

double percent(Money part, Money whole) {
    constexpr double all = 100;
    return whole.raw == 0 ? 0 : all * core::approximate(part) / core::approximate(whole);
}

std::string date_of(std::int64_t day) {
    constexpr std::size_t of_date = 10;
    return core::format_time(core::Time{} + one_day * day).substr(0, of_date);
}

}  // namespace

void DaySummary::seen(core::Time at) {
    if (day_ < 0) day_ = core::count_of(at, one_day);
}

void DaySummary::sampled(const core::EquitySampled& sample) { latest_ = sample; }

std::optional<std::string> DaySummary::ended(core::Time now, const std::string& currency) {
    const auto today = core::count_of(now, one_day);
    if (day_ < 0 || today <= day_) return std::nullopt;
    auto text = fmt::format("{}: ", date_of(std::exchange(day_, today)));
    if (latest_ && began_with_) {
        const auto made = latest_->equity - *began_with_;
        text += fmt::format("equity {} {}, {}{} in the day ({:+.2f} %), {:.2f} % below the peak; ",
                            grouped(latest_->equity), currency, made.raw >= 0 ? "+" : "",
                            grouped(made), percent(made, *began_with_),
                            percent(latest_->peak - latest_->equity, latest_->peak));
    } else {
        text += "equity not known; ";
    }
    text += fmt::format("{} fills, {} refusals; kill level {}", std::exchange(fills_, 0),
                        std::exchange(refusals_, 0), name(level_));
    if (latest_) began_with_ = latest_->equity;
    return text;
}

}  // namespace nightjar::ops
