#include "threat/vpin.hpp"

#include <algorithm>
#include <cmath>

namespace nightjar::threat {

namespace {

constexpr double top = 0.95;
constexpr std::uint32_t enough = 50;
constexpr double memory = 0.94;  // of the usual change of a bar

double normal_cdf(double x) { return std::erfc(-x / std::sqrt(2.0)) / 2; }

}  // namespace

Vpin::Vpin(core::Qty day_lots)
    : bucket_{std::max<std::int64_t>(1, day_lots.raw / static_cast<std::int64_t>(buckets))},
      day_lots_{static_cast<double>(day_lots.raw)} {
    NJ_CHECK(day_lots.raw > 0, "a day's volume of {} lots", day_lots.raw);
}

void Vpin::on(const core::Event& event, const market::Book&) {
    const auto now = event.stamp.recv;
    if (const auto* trade = std::get_if<core::Trade>(&event.body)) {
        trades_come_ = true;
        return add(trade->qty, trade->taker == core::Side::Buy ? 1 : 0, now);
    }
    const auto* bar = std::get_if<core::Candle>(&event.body);
    if (bar == nullptr || trades_come_) return;
    const auto close = static_cast<double>(bar->close.raw);
    const double change = close_ == 0 ? 0 : close - close_;
    close_ = close;
    const double usual = std::sqrt(usual_change_);
    usual_change_ = usual_change_ == 0 ? change * change
                                       : memory * usual_change_ + (1 - memory) * change * change;
    add(bar->volume, usual > 0 ? normal_cdf(change / usual) : 0.5, now);
}

/// A trade may fill more than one bucket; one that would fill more than all of them fills them.
void Vpin::add(core::Qty lots, double bought, core::Time now) {
    day(now, lots);
    const auto size = static_cast<double>(bucket_.raw);
    auto left = std::min(static_cast<double>(lots.raw), size * static_cast<double>(buckets));
    while (left > 0) {
        if (lots_ >= size) close();  // a new day's bucket may be smaller than what is in it
        const double part = std::min(left, size - lots_);
        lots_ += part;
        imbalance_ += part * (2 * bought - 1);
        left -= part;
        if (lots_ >= size) close();
    }
}

void Vpin::day(core::Time now, core::Qty lots) {
    const auto number = core::count_of(now, core::days(1));
    if (number != day_) {
        if (whole_day_ && today_ > 0) {
            day_lots_ = (day_lots_ + static_cast<double>(today_)) / 2;
            bucket_ = {std::max<std::int64_t>(
                1, static_cast<std::int64_t>(day_lots_ / static_cast<double>(buckets)))};
        }
        whole_day_ = day_ != 0 && number == day_ + 1;
        day_ = number;
        today_ = 0;
    }
    today_ += lots.raw;
}

void Vpin::close() {
    auto& place = last_.at(full_++ % buckets);
    sum_ -= place;
    place = std::abs(imbalance_) / lots_;
    sum_ += place;
    lots_ = imbalance_ = 0;
    if (full_ < buckets) return;
    vpin_ = std::clamp(sum_ / static_cast<double>(buckets), 0.0, 1.0);
    const auto bin =
        std::min(bins - 1, static_cast<std::size_t>(vpin_ * static_cast<double>(bins)));
    ++seen_.at(bin);
    ++values_;
    if (values_ < enough) return;
    double below = static_cast<double>(seen_.at(bin)) / 2;  // what is always the same is no extreme
    for (std::size_t i = 0; i < bin; ++i) below += static_cast<double>(seen_.at(i));
    cdf_ = below / static_cast<double>(values_);
}

double Vpin::score() const { return std::clamp(alarm + (cdf_ - top) / (1 - top) / 2, 0.0, 1.0); }

}  // namespace nightjar::threat
