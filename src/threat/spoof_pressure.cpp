#include "threat/spoof_pressure.hpp"

#include <algorithm>
#include <cmath>

namespace nightjar::threat {

using core::BookDelta;
using core::Side;

namespace {

constexpr core::Duration late_prints = core::milliseconds(200);
constexpr core::Duration half_life = core::seconds(30);
constexpr core::Duration lured_within = core::seconds(1);
constexpr double mostly = 0.2;  // of the order: what may be left of it, or filled, for it to count
constexpr double lured_by = 0.1;  // of the order, on the other side
constexpr std::uint32_t enough = 50;
constexpr std::size_t depth = 5;

double lots_of(core::Qty qty) { return static_cast<double>(qty.raw); }

std::optional<double> distance_bps(const BookDelta& order, const market::Book& book) {
    constexpr double all = 1e4;
    const auto touch = order.side == Side::Buy ? book.best_bid() : book.best_ask();
    if (!book.valid() || !touch || touch->price.raw <= 0) return std::nullopt;
    const auto behind = core::sign(order.side) * (touch->price - order.price).raw;
    return all * static_cast<double>(std::max<std::int64_t>(behind, 0)) /
           static_cast<double>(touch->price.raw);
}

}  // namespace

void SpoofPressure::on(const core::Event& event, const market::Book& book) {
    take(event, book, true);
}

void SpoofPressure::learn(const core::Event& event, const market::Book& book) {
    take(event, book, false);
}

void SpoofPressure::take(const core::Event& event, const market::Book& book, bool watch) {
    const auto now = event.stamp.recv;
    advance(now);
    if (const auto* delta = std::get_if<BookDelta>(&event.body)) {
        const auto change = levels_.apply(*delta, now);
        if (change && change->after > change->before)
            grown(*delta, change->before, book, now, watch);
        else if (change && watch)
            shrunk(*delta, now);
    } else if (const auto* quote = std::get_if<core::Quote>(&event.body)) {
        see_quote(*quote, book, now, watch);
    } else if (const auto* trade = std::get_if<core::Trade>(&event.body); trade && watch) {
        traded(core::opposite(trade->taker), trade->price, trade->qty, now);
    }
    if (event.ends_message() && book.valid()) imbalance_ = book.imbalance(depth);
}

/// Of quotes only the best levels are known: each is a level that changed.
void SpoofPressure::see_quote(const core::Quote& quote, const market::Book& book, core::Time now,
                              bool watch) {
    const auto side = [&](Side s, core::Price price, core::Qty qty, core::Price was,
                          core::Qty lots) {
        const auto before = price == was ? lots : core::Qty{};
        const BookDelta delta{BookDelta::Action::Set, s, price, qty, true};
        if (qty > before)
            grown(delta, before, book, now, watch);
        else if (watch && price == was)
            shrunk(delta, now);
    };
    side(Side::Buy, quote.bid, quote.bid_qty, quote_.bid, quote_.bid_qty);
    side(Side::Sell, quote.ask, quote.ask_qty, quote_.ask, quote_.ask_qty);
    quote_ = quote;
}

void SpoofPressure::grown(const BookDelta& delta, core::Qty before, const market::Book& book,
                          core::Time now, bool watch) {
    const auto away = distance_bps(delta, book);
    if (!away || *away > limits_.near_bps) return;
    const BookDelta order{delta.action, delta.side, delta.price, delta.qty - before, true};
    if (watch) placed(order, book, now);
    // A median by small steps (Ma, Muthukrishnan and Sandler 2013, "Frugal streaming").
    constexpr double step = 0.02;
    const double size = lots_of(delta.qty);
    if (sizes_ == 0)
        median_ = size;
    else if (size != median_)
        median_ *= size > median_ ? 1 + step : 1 - step;
    sizes_ = std::min(sizes_ + 1, enough);
}

std::optional<double> SpoofPressure::median() const {
    if (sizes_ < enough) return std::nullopt;
    return median_;
}

void SpoofPressure::placed(const BookDelta& order, const market::Book& book, core::Time now) {
    advance(now);
    const auto usual = median();
    const auto away = distance_bps(order, book);
    const double lots = lots_of(order.qty);
    if (!usual || !away || *away > limits_.near_bps || lots <= limits_.large * *usual) return;
    auto& large = large_.at(next_++ % most);
    if (large.state == State::Pulled) count(large);
    large = {};
    large.state = State::Standing;
    large.side = order.side;
    large.price = order.price;
    large.lots = lots;
    large.before = std::max(0.0, lots_of(book.side(order.side).at(order.price)) - lots);
    large.at = now;
    large.near = std::exp(-*away / limits_.near_bps);
    const double turned = book.imbalance(depth) - imbalance_;
    large.shift = std::clamp(static_cast<double>(core::sign(order.side)) * turned, 0.0, 1.0);
}

void SpoofPressure::shrunk(const BookDelta& delta, core::Time now) {
    for (auto& large : large_)
        if (large.state == State::Standing && large.side == delta.side &&
            large.price == delta.price &&
            lots_of(delta.qty) <= large.before + mostly * large.lots) {
            large.state = State::Pulled;
            large.pulled_at = now;
        }
}

void SpoofPressure::pulled(const BookDelta& order, core::Time now) {
    advance(now);
    const auto known = std::ranges::find_if(large_, [&](const Large& large) {
        return large.state == State::Standing && large.side == order.side &&
               large.price == order.price;
    });
    if (known == large_.end()) return;
    known->state = State::Pulled;
    known->pulled_at = now;
}

/// At its price, or beyond it.
void SpoofPressure::traded(Side resting, core::Price price, core::Qty lots, core::Time now) {
    advance(now);
    for (auto& large : large_) {
        if (large.state == State::Free) continue;
        const auto beyond = core::sign(large.side) * (large.price - price).raw;
        if (large.side != resting)
            large.other_side += lots_of(lots);
        else if (beyond >= 0)
            large.filled += beyond > 0 ? large.lots : lots_of(lots);
    }
}

/// What is old is no evidence; what was pulled becomes it once no trade can explain it any more,
/// and grows where the other side trades soon after.
void SpoofPressure::advance(core::Time now) {
    if (now > faded_at_) {
        const auto passed = static_cast<double>((now - faded_at_).ns);
        pressure_ *= std::exp2(-passed / static_cast<double>(half_life.ns));
        faded_at_ = now;
    }
    for (auto& large : large_) {
        if (large.state == State::Free) continue;
        const bool old = large.state == State::Standing && now - large.at > limits_.life;
        const bool filled = large.filled > mostly * large.lots;
        if (old || filled) {
            large.state = State::Free;
            continue;
        }
        if (large.state != State::Pulled) continue;
        const bool lured = large.other_side >= lured_by * large.lots;
        const auto wait = lured ? late_prints : lured_within;
        if (now - large.pulled_at < wait) continue;
        count(large);
        large.state = State::Free;
    }
}

void SpoofPressure::count(const Large& large) {
    const double lured = large.other_side >= lured_by * large.lots ? 1 : 0;
    pressure_ += large.near * (1 + large.shift + lured);
}

double SpoofPressure::score() const {
    constexpr double steep = 2;
    return 1 / (1 + std::exp(-steep * (pressure_ - limits_.pressure)));
}

}  // namespace nightjar::threat
