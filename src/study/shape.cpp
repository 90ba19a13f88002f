#include "study/shape.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace nightjar::study {

namespace {

constexpr double bps = 1e4;
constexpr std::size_t window = 10;  // seconds

double median(std::vector<double> values) {
    if (values.empty()) return 0;
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::ranges::nth_element(values, middle);
    return *middle;
}

struct Changes {
    std::vector<double> returns;  // bp
    std::vector<double> absolute;
    std::vector<double> imbalance;
};

Changes changes(std::span<const double> mids, std::span<const double> imbalances,
                std::size_t apart) {
    Changes out;
    for (std::size_t i = apart; i < mids.size(); i += apart) {
        out.returns.push_back(bps * std::log(mids[i] / mids[i - apart]));
        out.absolute.push_back(std::abs(out.returns.back()));
        out.imbalance.push_back(imbalances[i] - imbalances[i - apart]);
    }
    return out;
}

}  // namespace

void ShapeMeter::see(const core::Event& event) {
    const auto at = event.stamp.exch;
    if (const auto* trade = std::get_if<core::Trade>(&event.body)) {
        ++events_;
        see_trade(*trade, at);
    } else if (const auto* delta = std::get_if<core::BookDelta>(&event.body)) {
        ++events_;
        if (book_.apply(*delta) && book_.valid()) see_book(at);
    } else if (std::holds_alternative<core::Gap>(event.body)) {
        book_.invalidate();
        quoted_ = false;
    }
}

void ShapeMeter::see_trade(const core::Trade& trade, core::Time at) {
    const double value =
        approximate(trade.qty, *instrument_) * approximate(trade.price, *instrument_);
    if (at == taken_at_ && trade.taker == taken_ && !takers_.empty()) {
        takers_.back() += value;
        return;
    }
    takers_.push_back(value);
    sides_.push_back(static_cast<double>(core::sign(trade.taker)));
    taken_at_ = at;
    taken_ = trade.taker;
}

void ShapeMeter::see_book(core::Time at) {
    const auto bid = book_.best_bid();
    const auto ask = book_.best_ask();
    if (!bid || !ask) return;
    if (quoted_) {
        if (bid->price >= bid_.price) imbalance_ += static_cast<double>(bid->qty.raw);
        if (bid->price <= bid_.price) imbalance_ -= static_cast<double>(bid_.qty.raw);
        if (ask->price <= ask_.price) imbalance_ -= static_cast<double>(ask->qty.raw);
        if (ask->price >= ask_.price) imbalance_ += static_cast<double>(ask_.qty.raw);
    } else {
        next_ = at;
    }
    quoted_ = true;
    bid_ = *bid;
    ask_ = *ask;
    for (; next_ <= at; next_ = next_ + core::seconds(1)) sample();
}

void ShapeMeter::sample() {
    constexpr double reach = 5e-4;
    const double mid = static_cast<double>(bid_.price.raw + ask_.price.raw) / 2;
    const double quote =
        approximate(bid_.price, *instrument_) * approximate(core::Qty{1}, *instrument_);
    double near = 0;
    for (const auto side : {core::Side::Buy, core::Side::Sell})
        for (const auto& level : book_.side(side)) {
            if (std::abs(static_cast<double>(level.price.raw) - mid) > reach * mid) break;
            near += static_cast<double>(level.qty.raw) / 2;
        }
    mids_.push_back(mid);
    spreads_.push_back(static_cast<double>((ask_.price - bid_.price).raw) / mid * bps);
    touches_.push_back(static_cast<double>((bid_.qty + ask_.qty).raw) / 2 * quote);
    depths_.push_back(near * quote);
    imbalances_.push_back(imbalance_);
}

Shape ShapeMeter::shape() const {
    Shape shape;
    constexpr std::size_t least = 60;
    if (mids_.size() < least) return shape;
    shape.seconds = static_cast<double>(mids_.size());
    shape.events = static_cast<double>(events_) / shape.seconds;
    shape.spread_bp = median(spreads_);
    shape.touch = median(touches_);
    shape.depth = median(depths_);
    shape.takers = static_cast<double>(takers_.size()) / shape.seconds;
    shape.taker_median = median(takers_);
    shape.taker_mean = mean(takers_);
    shape.volume = std::accumulate(takers_.begin(), takers_.end(), 0.0) / shape.seconds;
    shape.sign_memory = autocorrelation(sides_, 1);
    const auto slow = changes(mids_, imbalances_, window);
    shape.volatility_bp = deviation(slow.returns) / std::sqrt(static_cast<double>(window));
    shape.kurtosis = excess_kurtosis(changes(mids_, imbalances_, 1).returns);
    shape.clustering = autocorrelation(slow.absolute, 1);
    shape.ofi_r2 = fit(slow.imbalance, slow.returns).r2;
    return shape;
}

}  // namespace nightjar::study
