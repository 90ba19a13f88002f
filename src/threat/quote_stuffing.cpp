#include "threat/quote_stuffing.hpp"

#include <algorithm>

namespace nightjar::threat {

using core::Event;

namespace {

constexpr core::Duration soon = core::milliseconds(100);
constexpr int best_levels = 5;

/// No worse than the fifth level.
bool among_the_best(const core::BookDelta& delta, const market::Book& book) {
    int better = 0;
    for (const auto& level : book.side(delta.side)) {
        if (core::sign(delta.side) * (level.price - delta.price).raw <= 0) return true;
        if (++better == best_levels) return false;
    }
    return true;
}

}  // namespace

void QuoteStuffing::on(const Event& event, const market::Book& book) {
    const auto now = event.stamp.recv;
    advance(now);
    if (const auto* delta = std::get_if<core::BookDelta>(&event.body))
        see(*delta, book, now);
    else if (std::holds_alternative<core::Quote>(event.body))
        ++running().updates;
    else if (std::holds_alternative<core::Trade>(event.body))
        ++running().trades;
    else
        return;
    judge();
}

/// The seconds that are over become part of the usual, unless they are what is looked for.
void QuoteStuffing::advance(core::Time now) {
    const auto number = core::count_of(now, core::seconds(1));
    if (second_ == 0) second_ = number;
    if (number <= second_) return;
    const auto steps = std::min<std::int64_t>(number - second_, static_cast<std::int64_t>(kept));
    for (std::int64_t i = 0; i < steps; ++i) {
        last_updates_ = running().updates;
        if (score_ < alarm) rate_.learn(static_cast<double>(last_updates_));
        ++second_;
        running() = {};
    }
    second_ = number;
    running() = {};
}

void QuoteStuffing::see(const core::BookDelta& delta, const market::Book& book, core::Time now) {
    const auto change = levels_.apply(delta, now);
    if (!change) return;
    auto& second = running();
    ++second.updates;
    const bool ended = change->before.raw > 0 && change->after.raw == 0;
    if (!ended || !among_the_best(delta, book)) return;
    ++second.ended;
    if (now - change->since < soon) ++second.ended_soon;
}

QuoteStuffing::Second QuoteStuffing::sum() const {
    Second all;
    for (const auto& second : seconds_) {
        all.updates += second.updates;
        all.trades += second.trades;
        all.ended += second.ended;
        all.ended_soon += second.ended_soon;
    }
    return all;
}

double QuoteStuffing::per_trade() const {
    const auto all = sum();
    return static_cast<double>(all.updates) /
           static_cast<double>(std::max<std::int64_t>(all.trades, 1));
}

double QuoteStuffing::short_lived() const {
    const auto all = sum();
    return all.ended == 0 ? 0
                          : static_cast<double>(all.ended_soon) / static_cast<double>(all.ended);
}

void QuoteStuffing::judge() {
    rate_z_ = rate_.z(static_cast<double>(std::max(running().updates, last_updates_)));
    score_ = std::min({pressed(rate_z_, limits_.rate_z), pressed(per_trade(), limits_.per_trade),
                       pressed(short_lived(), limits_.short_lived)});
}

}  // namespace nightjar::threat
