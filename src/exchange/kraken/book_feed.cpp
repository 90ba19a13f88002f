#include "exchange/kraken/book_feed.hpp"

#include "exchange/exact_json.hpp"
#include "venue/crc32.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace nightjar::exchange::kraken {

namespace {

constexpr std::size_t checked_levels = 10;

template <class Levels>
Levels top(const Levels& levels, std::size_t depth) {
    Levels best;
    for (const auto& level : levels) {
        if (best.size() == depth) break;
        best.insert(best.end(), level);
    }
    return best;
}

/// What leads from one to the other: new quantities, and 0 for what is gone from `all`.
template <class Levels>
Levels changes(const Levels& before, const Levels& after, const Levels& all) {
    Levels found;
    for (const auto& [price, qty] : after)
        if (const auto old = before.find(price); old == before.end() || old->second != qty)
            found.emplace(price, qty);
    for (const auto& [price, qty] : before)
        if (!all.contains(price)) found.emplace(price, core::Qty{});
    return found;
}

template <class Levels>
Json rows_of(const Levels& levels, const core::Instrument& instrument) {
    auto rows = Json::array();
    for (const auto& [price, qty] : levels)
        rows.push_back({{"price", exact_number(price_text(price, instrument))},
                        {"qty", exact_number(qty_text(qty, instrument))}});
    return rows;
}

std::string digits(std::string text) {
    std::erase(text, '.');
    return text.substr(std::min(text.find_first_not_of('0'), text.size()));
}

template <class Levels>
void add(venue::Crc32& crc, const Levels& levels, const core::Instrument& instrument) {
    std::size_t left = checked_levels;
    for (const auto& [price, qty] : levels) {
        if (left-- == 0) break;
        crc.add(digits(price_text(price, instrument)));
        crc.add(digits(qty_text(qty, instrument)));
    }
}

template <class Levels>
Json message(const char* type, const core::Instrument& instrument, const Levels& bids,
             const auto& asks, std::uint32_t checksum, core::Time now) {
    Json item{{"symbol", instrument.symbol},
              {"bids", rows_of(bids, instrument)},
              {"asks", rows_of(asks, instrument)},
              {"checksum", checksum},
              {"timestamp", date_text(now)}};
    return {{"channel", "book"}, {"type", type}, {"data", Json::array({std::move(item)})}};
}

}  // namespace

BookFeed::BookFeed(const MarketView& view, std::size_t depth)
    : view_{&view}, depth_{depth}, bids_{top(view.bids(), depth)}, asks_{top(view.asks(), depth)} {}

std::uint32_t BookFeed::checksum() const {
    venue::Crc32 crc;
    add(crc, asks_, view_->instrument());
    add(crc, bids_, view_->instrument());
    return crc.value();
}

Json BookFeed::snapshot(core::Time now) const {
    return message("snapshot", view_->instrument(), bids_, asks_, checksum(), now);
}

std::optional<Json> BookFeed::update(core::Time now) {
    auto bids = top(view_->bids(), depth_);
    auto asks = top(view_->asks(), depth_);
    const auto changed_bids = changes(bids_, bids, view_->bids());
    const auto changed_asks = changes(asks_, asks, view_->asks());
    bids_ = std::move(bids);
    asks_ = std::move(asks);
    if (changed_bids.empty() && changed_asks.empty()) return std::nullopt;
    return message("update", view_->instrument(), changed_bids, changed_asks, checksum(), now);
}

}  // namespace nightjar::exchange::kraken
