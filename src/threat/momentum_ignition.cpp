#include "threat/momentum_ignition.hpp"

#include <algorithm>
#include <cmath>

namespace nightjar::threat {

namespace {

constexpr double kernel = 0.5;     // 1/s
constexpr double learning = 0.05;  // of the branching, for each trade
constexpr double least_rate = 0.2;
constexpr core::Duration patience = core::minutes(1);
constexpr double below_alarm = 0.8;  // of the alarm: all that a burst alone can score

double lots(core::Qty qty) { return static_cast<double>(qty.raw); }

}  // namespace

void MomentumIgnition::on(const core::Event& event, const market::Book& book) {
    const auto now = event.stamp.recv;
    advance(now);
    if (const auto* trade = std::get_if<core::Trade>(&event.body)) see_trade(*trade, now);
    if (event.ends_message() && book.valid()) see_book(book);
    follow(now);
}

void MomentumIgnition::advance(core::Time now) {
    const auto number = core::count_of(now, core::seconds(1));
    if (second_ == 0) second_ = number;
    if (number <= second_) return;
    const auto steps = std::min<std::int64_t>(number - second_, static_cast<std::int64_t>(kept));
    for (std::int64_t i = 0; i < steps; ++i) {
        auto& over = running();
        over.mid = mid_;
        if (phase_ == Phase::Quiet) {
            rate_.learn(static_cast<double>(over.trades));
            flow_.learn(over.flow);
        }
        ++second_;
        running() = {};
    }
    second_ = number;
    running() = {};
}

/// What is excited brings trades at branching x kernel x excited a second, besides the base.
void MomentumIgnition::see_trade(const core::Trade& trade, core::Time now) {
    const auto passed = static_cast<double>(std::max<std::int64_t>((now - excited_at_).ns, 0)) /
                        static_cast<double>(core::seconds(1).ns);
    excited_ *= std::exp(-kernel * passed);
    excited_at_ = now;
    const double base = std::max(rate_.median(), least_rate);
    const double caused = std::max(branching_, learning) * kernel * excited_;
    branching_ += learning * (caused / (base + caused) - branching_);
    ++excited_;
    auto& second = running();
    ++second.trades;
    (trade.taker == core::Side::Buy ? second.bought : second.sold) += lots(trade.qty);
}

void MomentumIgnition::see_book(const market::Book& book) {
    const auto bid = book.best_bid();
    const auto ask = book.best_ask();
    if (!bid || !ask) return;
    const core::Quote now{bid->price, bid->qty, ask->price, ask->qty};
    if (best_.bid_qty.raw > 0) {
        double flow = 0;
        if (now.bid >= best_.bid) flow += lots(now.bid_qty);
        if (now.bid <= best_.bid) flow -= lots(best_.bid_qty);
        if (now.ask <= best_.ask) flow -= lots(now.ask_qty);
        if (now.ask >= best_.ask) flow += lots(best_.ask_qty);
        running().flow += flow;
    }
    best_ = now;
    spread_ = static_cast<double>((ask->price - bid->price).raw);
    mid_ = static_cast<double>(ask->price.raw + bid->price.raw);
}

/// In [-1, 1], of the volume kept.
double MomentumIgnition::one_sided() const {
    double bought = 0;
    double sold = 0;
    for (const auto& second : seconds_) bought += second.bought, sold += second.sold;
    return bought + sold == 0 ? 0 : (bought - sold) / (bought + sold);
}

void MomentumIgnition::maybe_begin(core::Time now) {
    const double side = one_sided();
    // 80 % against 20 % is 0.6 of the difference.
    if (!rate_.warm() || branching_ <= limits_.branching || std::abs(flow_z_) <= limits_.flow_z ||
        std::abs(side) < 2 * limits_.one_sided - 1 || side * flow_z_ < 0)
        return;
    const auto& oldest = seconds_.at(static_cast<std::size_t>(second_ + 1) % kept);
    if (oldest.mid == 0) return;
    const double moved = mid_ - oldest.mid;
    if (moved * side < 0 || std::abs(moved) < 2 * limits_.spreads * std::max(spread_, 1.0)) return;
    phase_ = Phase::Burst;
    since_ = now;
    from_ = oldest.mid;
    peak_ = mid_;
    peak_z_ = std::abs(flow_z_);
}

void MomentumIgnition::follow(core::Time now) {
    flow_z_ = flow_.z(running().flow);
    if (phase_ == Phase::Faded && now - since_ > patience) phase_ = Phase::Quiet;
    if (phase_ == Phase::Quiet) maybe_begin(now);
    if (phase_ == Phase::Burst) {
        const double way = peak_ - from_;
        if ((mid_ - peak_) * way > 0) peak_ = mid_;
        peak_z_ = std::max(peak_z_, flow_z_ * way > 0 ? std::abs(flow_z_) : 0.0);
        const double given_back = (peak_ - mid_) / (peak_ - from_);
        if (given_back >= limits_.fade) {
            phase_ = Phase::Faded;
            since_ = now;
        } else if (now - since_ > patience) {
            phase_ = Phase::Quiet;  // it lasts
        }
    }
    const double burst = pressed(raw(), limits_.flow_z);
    score_ = phase_ == Phase::Faded ? burst : std::min(burst, below_alarm * alarm);
}

double MomentumIgnition::raw() const {
    return phase_ == Phase::Quiet ? std::abs(flow_z_) : peak_z_;
}

}  // namespace nightjar::threat
