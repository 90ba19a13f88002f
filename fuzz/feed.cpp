/// The public messages of the venues. An input is '0' and a message, or '1' to '7' and the answer
/// to a FeedQuery.

#include "print.hpp"
#include "target.hpp"
#include "venue/binance/public_codec.hpp"
#include "venue/bybit/public_codec.hpp"
#include "venue/coinbase/public_codec.hpp"
#include "venue/kraken/public_codec.hpp"
#include "venue/margin_tiers.hpp"
#include "venue/okx/public_codec.hpp"

#include <algorithm>
#include <array>
#include <memory>

namespace nightjar::fuzz {

namespace {

constexpr int most_decimals = 18;
constexpr std::size_t ways = 8;

bool is_number(core::Decimal number) {
    return number.decimals >= 0 && number.decimals <= most_decimals;
}
bool is_price(core::Decimal price) { return is_number(price) && price.mantissa > 0; }
bool is_qty(core::Decimal qty) { return is_number(qty) && qty.mantissa >= 0; }
/// A side without orders has price and quantity 0.
bool is_quote(const venue::PublicLevel& quote) {
    return is_qty(quote.qty) &&
           (is_price(quote.price) || (quote.price.mantissa == 0 && quote.qty.mantissa == 0));
}

bool is_book(std::span<const venue::PublicLevel> levels,
             const std::optional<venue::BookProof>& proof) {
    return (!proof || proof->texts.size() == levels.size()) &&
           std::ranges::all_of(levels, [](const auto& level) {
               return is_price(level.price) && is_qty(level.qty);
           });
}

/// The promises of feed_decoder.hpp and public_message.hpp.
struct Sound {
    bool operator()(const venue::OtherMessage&) const { return true; }
    bool operator()(const venue::PublicTrade& trade) const {
        return is_price(trade.price) && is_qty(trade.qty);
    }
    bool operator()(const venue::DepthUpdate& update) const {
        return update.first_id <= update.last_id && is_book(update.levels, update.proof);
    }
    bool operator()(const venue::DepthSnapshot& all) const {
        return is_book(all.levels, all.proof);
    }
    bool operator()(const venue::TopOfBook& top) const {
        return top.bid.side == core::Side::Buy && top.ask.side == core::Side::Sell &&
               is_quote(top.bid) && is_quote(top.ask);
    }
    bool operator()(const venue::MarkPrice& mark) const { return is_price(mark.price); }
    bool operator()(const venue::FundingRate& funding) const {
        return is_number(funding.rate) && (!funding.mark || is_price(*funding.mark));
    }
    bool operator()(const venue::NextFunding& funding) const { return is_number(funding.rate); }
    bool operator()(const venue::Candle& bar) const {
        return is_price(bar.open) && is_price(bar.high) && is_price(bar.low) &&
               is_price(bar.close) && is_qty(bar.volume);
    }
    bool operator()(const venue::InstrumentRules& rules) const {
        if (!rules.kind) return true;
        return is_price(rules.tick) && is_price(rules.lot) && is_qty(rules.min_qty) &&
               is_price(rules.contract) && (!rules.max_qty || is_qty(*rules.max_qty)) &&
               (!rules.min_notional || is_qty(*rules.min_notional));
    }
    bool operator()(const venue::Notice&) const { return true; }
    bool operator()(const venue::MarginTierSaid& tier) const {
        return is_price(tier.up_to) && is_price(tier.initial) && is_price(tier.maintenance) &&
               (!tier.deduction || is_qty(*tier.deduction));
    }
};

core::Result<venue::FeedEvents> decode(venue::FeedDecoder& decoder, std::size_t way,
                                       std::string_view text) {
    if (way == 0) return decoder.decode(text);
    return decoder.decode_reply(static_cast<venue::FeedQuery>(way - 1), text);
}

/// A blank at the front of a list says nothing, and makes simdjson read what is read by hand
/// without it.
void check_both_readers(venue::FeedDecoder& decoder, std::size_t way, std::string_view text) {
    std::string blanks{text};
    for (const std::string_view list : {"\"b\":[", "\"a\":[", "\"bids\":[", "\"asks\":["})
        for (auto at = blanks.find(list); at != std::string::npos; at = blanks.find(list, at + 1))
            blanks.insert(at + list.size(), " ");
    if (blanks == text) return;
    const auto by_hand = decode(decoder, way, text);
    const auto first = by_hand ? print(by_hand) : std::string{by_hand.error().code.name};
    const auto other = decode(decoder, way, blanks);
    NJ_CHECK((other ? print(other) : std::string{other.error().code.name}) == first,
             "read by hand it is another");
}

/// Whatever is said of margin makes tiers, or is refused.
void check_tiers(std::span<const venue::FeedEvent> events) {
    venue::TierList tiers{core::Money{core::Money::one}};
    for (const auto& event : events)
        if (const auto* said = std::get_if<venue::MarginTierSaid>(&event.body))
            if (!tiers.add(*said)) return;
    if (const auto made = tiers.finish(); made && !made->empty())
        NJ_CHECK(made->maintenance(core::whole(1'000), {}).raw >= 0, "a margin below 0");
}

template <auto Make>
void check_feed(std::string_view input) {
    const auto way = choose(input, ways);
    const std::unique_ptr<venue::FeedDecoder> decoder = Make();
    const auto events = decode(*decoder, way, input);
    const auto first = print(events);
    if (events)
        for (const auto& event : events->events)
            NJ_CHECK(std::visit(Sound{}, event.body), "a value that cannot be, of {}",
                     event.symbol);
    if (events) check_tiers(events->events);
    // What it read before leaves nothing behind.
    (void)decode(*decoder, 0, input.substr(0, input.size() / 2));
    NJ_CHECK(print(decode(*decoder, way, input)) == first, "the second time it is another");
    check_both_readers(*decoder, way, input);
}

void check_importer(std::string_view input) {
    venue::binance::PublicDecoder decoder;
    const auto message = decoder.decode(input);
    const auto first = print(message);
    if (message) NJ_CHECK(std::visit(Sound{}, message->body), "a value that cannot be");
    (void)decoder.decode(input.substr(0, input.size() / 2));
    NJ_CHECK(print(decoder.decode(input)) == first, "the second time it is another");
}

constexpr std::array targets{
    Target{"feed_binance", check_feed<venue::binance::make_feed_decoder>},
    Target{"feed_bybit", check_feed<venue::bybit::make_feed_decoder>},
    Target{"feed_okx", check_feed<venue::okx::make_feed_decoder>},
    Target{"feed_kraken", check_feed<venue::kraken::make_feed_decoder>},
    Target{"feed_coinbase", check_feed<venue::coinbase::make_feed_decoder>},
    Target{"import_binance", check_importer},
};

}  // namespace

std::span<const Target> feed_targets() { return targets; }

}  // namespace nightjar::fuzz
