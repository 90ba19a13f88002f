/// The private side of the venues: answers to orders and questions, and the streams.
///
/// An input of orders_* is three digits and the body of an answer: the market; a kind of question
/// or an action; the HTTP status, or from '8' on the same with a first line that is the value of a
/// header. One of stream_* is the market and the messages, one in a line.

#include "print.hpp"
#include "target.hpp"
#include "venue/tests/places.hpp"

#include <algorithm>
#include <array>

namespace nightjar::fuzz {

namespace {

using venue::OrderAction;
using venue::Place;
using venue::Question;

using Kind = Question::Kind;
constexpr std::array kinds{Kind::Order,     Kind::OpenOrders, Kind::Fills,      Kind::Balances,
                           Kind::Positions, Kind::Fees,       Kind::ServerTime, Kind::KeyRights,
                           Kind::Funding,   Kind::MarginTiers};
constexpr std::size_t actions = 5;
constexpr std::array<unsigned, 8> statuses{200, 400, 401, 403, 418, 429, 500, 503};
constexpr std::array<std::string_view, 6> headers{
    "x-mbx-used-weight-1m", "x-mbx-order-count-10s",        "x-bapi-limit-status",
    "retry-after",          "x-bapi-limit-reset-timestamp", "x-ratelimit-remaining"};

bool is_number(core::Decimal number, int most_decimals = 18) {
    return number.decimals >= 0 && number.decimals <= most_decimals;
}
template <class Test>
bool if_there(const std::optional<core::Decimal>& number, const Test& test) {
    return !number || (is_number(*number) && test(number->mantissa));
}
constexpr auto above_zero = [](std::int64_t mantissa) { return mantissa > 0; };
constexpr auto from_zero = [](std::int64_t mantissa) { return mantissa >= 0; };
constexpr auto any = [](std::int64_t) { return true; };

/// The promises of account_event.hpp.
struct Sound {
    bool operator()(const venue::OrderSaid& order) const {
        return if_there(order.price, above_zero) && if_there(order.qty, from_zero) &&
               if_there(order.filled, from_zero) && if_there(order.avg_price, above_zero) &&
               if_there(order.fee, any);
    }
    bool operator()(const venue::FillSaid& fill) const {
        return is_number(fill.price) && fill.price.mantissa > 0 && is_number(fill.qty) &&
               fill.qty.mantissa > 0 && if_there(fill.fee, any);
    }
    bool operator()(const venue::BalanceSaid& said) const {
        return is_number(said.total, core::Money::digits) &&
               (!said.free || is_number(*said.free, core::Money::digits));
    }
    bool operator()(const venue::PositionSaid& said) const {
        return is_number(said.qty) && if_there(said.entry_price, from_zero);
    }
    bool operator()(const venue::FundingSaid& said) const {
        return is_number(said.change, core::Money::digits);
    }
    bool operator()(const venue::FeesSaid& fees) const {
        return is_number(fees.maker) && is_number(fees.taker);
    }
    bool operator()(const venue::MarginTierSaid& tier) const {
        return is_number(tier.up_to) && is_number(tier.initial) && tier.initial.mantissa > 0 &&
               is_number(tier.maintenance) && tier.maintenance.mantissa > 0 &&
               if_there(tier.deduction, any);
    }
    template <class Other>
    bool operator()(const Other&) const {
        return true;
    }
};

void check_events(std::span<const venue::AccountEvent> events) {
    for (const auto& event : events)
        NJ_CHECK(std::visit(Sound{}, event), "a value that cannot be in event {}", event.index());
}

net::WebReply reply_of(std::size_t way, std::string_view body) {
    net::WebReply reply{.status = statuses.at(way % statuses.size()), .headers = {}, .body = {}};
    if (way >= statuses.size())
        for (const std::string value{cut(body, '\n')}; const auto header : headers)
            reply.headers.emplace_back(header, value);
    reply.body = body;
    return reply;
}

Question question_of(Question::Kind kind, const core::Instrument& instrument) {
    Question question;
    question.kind = kind;
    question.instrument = &instrument;
    question.client_id = "nj0123456789abcdef";
    question.venue_id = "28";
    question.since = venue::test_time - core::hours(1);
    question.until = venue::test_time;
    return question;
}

void check_answer(venue::OrderCodec& codec, OrderAction action, const net::WebReply& reply) {
    const auto answer = codec.decode_answer(action, reply);
    const auto first = print(answer);
    (void)codec.decode_answer(action, net::WebReply{.status = 200, .headers = {}, .body = "{"});
    NJ_CHECK(print(codec.decode_answer(action, reply)) == first, "the second time it is another");
}

void check_page(venue::OrderCodec& codec, Question question, const net::WebReply& reply) {
    const auto page = codec.decode(question, reply);
    const auto first = print(page);
    std::string next;
    if (page) {
        check_events(page->events);
        next = page->next;
    }
    (void)codec.decode(question, net::WebReply{.status = 200, .headers = {}, .body = "{"});
    NJ_CHECK(print(codec.decode(question, reply)) == first, "the second time it is another");
    // What the venue says to ask next goes into a request: a header or a line must not get in.
    question.cursor = next;
    if (const auto request = codec.ask(question, venue::test_time); request && !next.empty())
        NJ_CHECK(std::ranges::all_of(request->target, [](char c) { return c > ' ' && c < 0x7f; }),
                 "a target with blanks or other signs: {}", request->target);
}

template <Place... Places>
void check_orders(std::string_view input) {
    constexpr std::array places{Places...};
    const auto place = places.at(choose(input, places.size()));
    const auto kind = choose(input, kinds.size() + actions);
    const auto reply = reply_of(choose(input, 2 * statuses.size()), input);
    // One for all inputs, since reading a key takes long; of an answer it keeps nothing but memory.
    static const std::array codecs{venue::codec_of(Places)...};
    const auto& codec =
        codecs.at(static_cast<std::size_t>(std::ranges::find(places, place) - places.begin()));
    const auto instrument = venue::instrument_of(place);
    (void)codec->rate_of(reply);
    if (kind < kinds.size()) {
        auto question = question_of(kinds.at(kind), instrument);
        check_page(*codec, question, reply);
        if (kind > 1) return;
        // The same of stop orders, where a service of its own keeps them.
        question.stop = question.kind == Kind::Order;
        if (!question.stop) question.cursor = place == Place::BinanceUsdm ? "stops" : "stops/";
        check_page(*codec, question, reply);
    } else
        check_answer(*codec, static_cast<OrderAction>(kind - kinds.size()), reply);
}

/// What a stream says to all these messages.
std::string run_stream(Place place, std::string_view messages) {
    Print said;
    const auto stream = venue::stream_of(place);
    if (stream->prepare(venue::test_time))
        (void)stream->on_prepared(
            {.status = 200,
             .headers = {},
             .body = R"({"error":[],"result":{"token":"T","expires":900},"listenKey":"L"})"});
    NJ_CHECK(stream->on_open(venue::test_time), "it does not open");
    while (!messages.empty()) {
        const auto step = stream->on_text(cut(messages, '\n'), venue::test_time);
        said.add(step.has_value());
        if (!step) {
            said.add(step.error());
            continue;
        }
        check_events(step->events);
        said.add(step->events).add(step->send.size());
    }
    return said.bytes();
}

template <Place... Places>
void check_stream(std::string_view input) {
    constexpr std::array places{Places...};
    const auto place = places.at(choose(input, places.size()));
    const auto first = run_stream(place, input);
    NJ_CHECK(run_stream(place, input) == first, "the second time it is another");
}

constexpr std::array targets{
    Target{"orders_binance", check_orders<Place::BinanceSpot, Place::BinanceUsdm>},
    Target{"orders_bybit", check_orders<Place::BybitSpot, Place::BybitLinear>},
    Target{"orders_okx", check_orders<Place::OkxSpot, Place::OkxSwap>},
    Target{"orders_kraken", check_orders<Place::Kraken>},
    Target{"orders_coinbase", check_orders<Place::Coinbase>},
    Target{"stream_binance", check_stream<Place::BinanceSpot, Place::BinanceUsdm>},
    Target{"stream_bybit", check_stream<Place::BybitSpot, Place::BybitLinear>},
    Target{"stream_okx", check_stream<Place::OkxSpot, Place::OkxSwap>},
    Target{"stream_kraken", check_stream<Place::Kraken>},
    Target{"stream_coinbase", check_stream<Place::Coinbase>},
};

}  // namespace

std::span<const Target> account_targets() { return targets; }

}  // namespace nightjar::fuzz
