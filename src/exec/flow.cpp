#include "exec/flow.hpp"

#include <algorithm>
#include <cmath>

namespace nightjar::exec {

using core::Qty;

namespace {

constexpr std::int64_t depth_bps = 5;
constexpr std::int64_t all_bps = 10'000;
constexpr core::Duration look_every = core::seconds(1);

/// A median that is followed by small steps (Ma, Muthukrishnan, Sandler 2013, "Frugal streaming").
void follow(double& median, double value) {
    constexpr double step = 0.01;
    if (median == 0)
        median = value;
    else if (value != median)
        median *= value > median ? 1 + step : 1 - step;
}

double near_depth(const market::Book& book, std::int64_t double_mid) {
    const auto reach = std::max<std::int64_t>(1, double_mid * depth_bps / all_bps / 2);
    double sum = 0;
    for (const auto side : {core::Side::Buy, core::Side::Sell})
        for (const auto& level : book.side(side)) {
            if (std::abs(2 * level.price.raw - double_mid) > 2 * reach) break;
            sum += static_cast<double>(level.qty.raw);
        }
    return sum;
}

}  // namespace

Flow::Flow(bool with_curve) : curve_{with_curve ? std::make_unique<VolumeCurve>() : nullptr} {}

void Flow::add(core::Time at, Qty others, double price, Qty own) {
    const auto number = core::count_of(at, core::seconds(1));
    auto& second = seconds_.at(static_cast<std::size_t>(number) % seconds_.size());
    if (second.number != number) second = {number, {}, {}};
    second.others += others;
    second.own += own;
    others_ += others.raw;
    others_worth_ += static_cast<double>(others.raw) * price;
    if (curve_ != nullptr && others.raw > 0) curve_->add(at, others);
}

void Flow::apply(const core::Event& event) {
    const auto now = event.stamp.recv;
    if (const auto* trade = std::get_if<core::Trade>(&event.body)) {
        trades_come_ = true;
        const auto price = static_cast<double>(trade->price.raw);
        const auto mine = std::ranges::find(ours_, trade->id, &Print::id);
        if (mine != ours_.end() && mine->qty.raw > 0) {
            const auto part = std::min(mine->qty, trade->qty);
            mine->qty -= part;
            add(now, trade->qty - part, price, {});
            return;
        }
        prints_.at(next_print_++ % remembered) = {trade->id, trade->qty};
        add(now, trade->qty, price, {});
    } else if (const auto* candle = std::get_if<core::Candle>(&event.body)) {
        constexpr double three = 3;
        const auto typical =
            static_cast<double>(candle->high.raw + candle->low.raw + candle->close.raw) / three;
        if (!trades_come_) add(now, candle->volume, typical, {});
    }
}

void Flow::own(const core::Fill& fill, core::Time now) {
    add(now, {}, 0, fill.qty);
    const auto seen = std::ranges::find(prints_, fill.trade, &Print::id);
    if (seen != prints_.end() && seen->qty.raw > 0) {
        const auto part = std::min(seen->qty, fill.qty);
        seen->qty -= part;
        add(now, -part, static_cast<double>(fill.price.raw), {});
        return;
    }
    ours_.at(next_ours_++ % remembered) = {fill.trade, fill.qty};
}

Qty Flow::recent(core::Time now, std::size_t seconds) const {
    const auto number = core::count_of(now, core::seconds(1));
    Qty sum;
    for (const auto& second : seconds_)
        if (second.number > number - static_cast<std::int64_t>(seconds)) sum += second.others;
    return std::max(sum, Qty{});
}

Qty Flow::own_recent(core::Time now, std::size_t seconds) const {
    const auto number = core::count_of(now, core::seconds(1));
    Qty sum;
    for (const auto& second : seconds_)
        if (second.number > number - static_cast<std::int64_t>(seconds)) sum += second.own;
    return sum;
}

void Flow::see_book(const market::InstrumentState& market, core::Time now) {
    if (now < looked_at_ + look_every || !market.book.valid()) return;
    looked_at_ = now;
    const auto bid = market.book.best_bid();
    const auto ask = market.book.best_ask();
    if (!bid || !ask) return;
    follow(usual_depth_, near_depth(market.book, bid->price.raw + ask->price.raw));
    follow(usual_spread_, static_cast<double>((ask->price - bid->price).raw));
    follow(usual_touch_, static_cast<double>(std::min(bid->qty, ask->qty).raw));
    if (const auto sigma = market.volatility.minute_sigma()) follow(usual_sigma_, *sigma);
}

std::optional<Qty> Flow::any_size(core::Random& random) const {
    if (next_print_ < remembered) return std::nullopt;
    return prints_.at(random.below(remembered)).qty;
}

std::optional<double> Flow::usual_touch() const {
    if (usual_touch_ <= 0) return std::nullopt;
    return usual_touch_;
}

Conditions Flow::conditions(const market::InstrumentState& market, core::Side side,
                            core::Time now) const {
    Conditions c;
    if (trades_come_) c.minute = recent(now, minute);
    const auto sigma = market.volatility.minute_sigma();
    if (sigma && *sigma > 0 && usual_sigma_ > 0) c.calm = usual_sigma_ / *sigma;
    const auto bid = market.book.best_bid();
    const auto ask = market.book.best_ask();
    if (!market.book.valid() || !bid || !ask) return c;
    c.touch = (side == core::Side::Buy ? ask : bid)->qty;
    if (usual_depth_ > 0)
        c.depth = near_depth(market.book, bid->price.raw + ask->price.raw) / usual_depth_;
    const auto spread = static_cast<double>((ask->price - bid->price).raw);
    if (usual_spread_ > 0 && spread > 0) c.spread = usual_spread_ / spread;
    return c;
}

}  // namespace nightjar::exec
