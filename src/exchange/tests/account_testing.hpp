#pragma once
/// A client of ours at an exchange in memory: its codec asks, its user stream hears.

#include "exchange/tests/exchange_testing.hpp"
#include "venue/order_codec.hpp"
#include "venue/user_stream.hpp"

#include <map>
#include <optional>

namespace nightjar::exchange {

using venue::OrderAction;
using venue::Question;

inline core::Money money(const core::Decimal& number) {
    return {core::Wide{number.mantissa} *
            core::power_of_ten(core::Money::digits - number.decimals)};
}

/// What was said, with texts that last.
struct Heard {
    struct Order {
        std::string client_id;
        std::string venue_id;
        core::OrderState state{};
        core::OrderReason reason{};
        std::optional<core::Decimal> price;
        std::optional<core::Decimal> qty;
        std::optional<core::Decimal> filled;
        std::optional<core::Decimal> average;
    };
    struct Fill {
        core::TradeId trade;
        std::string venue_id;
        core::Money price;
        core::Money qty;
        core::Money fee;
        std::string fee_asset;
        bool maker{};
        friend bool operator==(const Fill&, const Fill&) = default;
    };
    std::vector<Order> orders;
    std::vector<Fill> fills;
    std::map<std::string, core::Money> totals;
    std::map<std::string, core::Money> free;
    std::map<std::string, core::Money> positions;
    std::optional<venue::FeesSaid> fees;
    std::optional<core::Time> time;
    bool may_trade{};
    bool ready{};
    bool refused{};
    std::string next;

    void add(const venue::AccountEvent& event) {
        if (const auto* order = std::get_if<venue::OrderSaid>(&event))
            orders.push_back({std::string{order->client_id}, std::string{order->venue_id},
                              order->state, order->reason, order->price, order->qty, order->filled,
                              order->avg_price});
        if (const auto* fill = std::get_if<venue::FillSaid>(&event))
            fills.push_back({fill->trade, std::string{fill->venue_id}, money(fill->price),
                             money(fill->qty), money(fill->fee.value()),
                             std::string{fill->fee_asset},
                             fill->liquidity == core::Liquidity::Maker});
        if (const auto* balance = std::get_if<venue::BalanceSaid>(&event)) {
            totals[std::string{balance->asset}] = money(balance->total);
            free[std::string{balance->asset}] = money(balance->free.value());
        }
        if (const auto* position = std::get_if<venue::PositionSaid>(&event))
            positions[std::string{position->symbol}] = money(position->qty);
        if (const auto* said = std::get_if<venue::FeesSaid>(&event)) {
            fees = *said;
            fees->symbol = {};
        }
        if (const auto* said = std::get_if<venue::TimeSaid>(&event)) time = said->at;
        if (const auto* key = std::get_if<venue::KeySaid>(&event)) may_trade = key->trade == true;
        ready |= std::holds_alternative<venue::Ready>(event);
        refused |= std::holds_alternative<venue::Refused>(event);
    }
};

struct Answered {
    venue::Outcome outcome{};
    std::string venue_id;
    std::string code;
    core::OrderReason reason{};
};

struct Trader final : net::StreamListener {
    Bench& bench;
    Client& client;
    std::unique_ptr<venue::OrderCodec> codec;
    std::unique_ptr<venue::UserStream> stream;
    core::Instrument instrument;  // as the venue names it
    std::unique_ptr<net::Stream> line;
    Heard heard;
    std::map<std::string, std::string> venue_ids;  // by client id

    Trader(Bench& at, Client& as, std::unique_ptr<venue::OrderCodec> requests,
           std::unique_ptr<venue::UserStream> events, core::Instrument traded)
        : bench{at},
          client{as},
          codec{std::move(requests)},
          stream{std::move(events)},
          instrument{std::move(traded)} {
        auto url = bench.server;
        url.scheme = "ws";
        url.target = stream->target().value();
        line = bench.net.open(url, {}, *this);
        bench.net.run_until(bench.net.now());
    }

    void follow(const core::Result<venue::StreamStep>& step, std::string_view text) {
        ASSERT_TRUE(step) << text << '\n' << step.error().text();
        const std::vector<std::string> answers{step->send.begin(), step->send.end()};
        for (const auto& event : step->events) heard.add(event);
        for (const auto& answer : answers) line->send(answer);
    }
    void on_open() override { follow(stream->on_open(bench.net.now()), "open"); }
    void on_text(std::string_view text) override {
        follow(stream->on_text(text, bench.net.now()), text);
    }
    void on_closed(const core::Error& /*why*/) override {}

    [[nodiscard]] const MarketView& view() const { return bench.hall().view(instrument.id); }
    [[nodiscard]] core::OrderRequest order(core::Side side, core::Qty qty) const {
        core::OrderRequest request;
        request.instrument = instrument.id;
        request.side = side;
        request.type = core::OrderType::Market;
        request.qty = qty;
        return request;
    }
    [[nodiscard]] core::OrderRequest limit(core::Side side, core::Qty qty,
                                           core::Price price) const {
        auto request = order(side, qty);
        request.type = core::OrderType::Limit;
        request.price = price;
        return request;
    }

    Answered send(OrderAction action, core::Result<net::WebRequest> request) {
        const auto reply = bench.ask(request.value());
        const auto answer = codec->decode_answer(action, reply);
        bench.net.run_until(bench.net.now());
        return {answer.outcome, std::string{answer.venue_id}, std::string{answer.code},
                answer.reason};
    }
    Answered place(const core::OrderRequest& request, const std::string& name) {
        auto answer =
            send(OrderAction::Place, codec->place(request, instrument, name, bench.net.now()));
        venue_ids[name] = answer.venue_id;
        return answer;
    }
    [[nodiscard]] static venue::PlacedOrder placed(const core::OrderRequest& request,
                                                   const std::string& name) {
        return {.client_id = name,
                .venue_id = {},
                .side = request.side,
                .price = request.price,
                .qty = request.qty,
                .post_only = request.post_only};
    }
    Answered cancel(const core::OrderRequest& request, const std::string& name) {
        return send(OrderAction::Cancel,
                    codec->cancel(placed(request, name), instrument, bench.net.now()));
    }
    Answered amend(const core::OrderRequest& request, const std::string& name, core::Price price,
                   core::Qty qty) {
        core::AmendRequest wanted;
        wanted.price = price;
        wanted.qty = qty;
        return send(OrderAction::Amend,
                    codec->amend(placed(request, name), wanted, instrument, bench.net.now()));
    }
    /// All pages of what the question is answered with.
    Heard ask(Question question) {
        Heard all;
        if (question.kind == Question::Kind::Fills && question.until == core::Time{}) {
            question.since = bench.net.now() - core::days(1);
            question.until = bench.net.now();
        }
        for (int pages = 0; pages < 20; ++pages) {
            const auto request = codec->ask(question, bench.net.now());
            const auto reply = bench.ask(request.value());
            const auto page = codec->decode(question, reply);
            EXPECT_TRUE(page) << request->target << '\n'
                              << reply.body << '\n'
                              << page.error().text();
            if (!page) break;
            for (const auto& event : page->events) all.add(event);
            all.next = page->next;
            question.cursor = all.next;
            if (all.next.empty()) break;
        }
        return all;
    }
    Heard ask(Question::Kind kind, const std::string& client_id = {}) {
        Question question;
        question.kind = kind;
        question.instrument = &instrument;
        question.client_id = client_id;
        return ask(question);
    }
    /// The last that was said of an order.
    [[nodiscard]] const Heard::Order& last(const std::string& name) const {
        static const Heard::Order none{};
        const auto* found = &none;
        for (const auto& order : heard.orders)
            if (order.client_id == name) found = &order;
        return *found;
    }
};

/// What was told is what the exchange's own books say, to the last digit.
inline void expect_books(Trader& trader) {
    const auto& hall = trader.bench.hall();
    const auto& client = trader.client;
    const auto asked = trader.ask(Question::Kind::Balances);
    for (const auto& told : {trader.heard.totals, asked.totals}) {
        EXPECT_FALSE(told.empty());
        for (const auto& [asset, total] : told) {
            const auto& assets = hall.catalog().assets();
            const auto id = std::ranges::find(assets, asset) - assets.begin();
            const auto holding = hall.holding(client, {static_cast<std::uint16_t>(id)});
            EXPECT_EQ(total, holding.total) << asset;
        }
    }
    const auto& books = hall.books(client);
    const auto currency = hall.currency();
    EXPECT_EQ(books.cash(currency), client.books.cash(currency));
    EXPECT_EQ(books.position(trader.instrument.id).qty,
              client.books.position(trader.instrument.id).qty);
    const auto fills = trader.ask(Question::Kind::Fills).fills;
    ASSERT_EQ(fills.size(), client.orders.executions().size());
    ASSERT_EQ(trader.heard.fills.size(), fills.size());
    for (std::size_t i = 0; i < fills.size(); ++i) {
        const auto& execution = client.orders.executions()[i];
        const auto& told = trader.heard.fills[i];
        EXPECT_EQ(told, fills[fills.size() - 1 - i]);  // asked for, the newest come first
        EXPECT_EQ(told.venue_id, std::to_string(execution.order.value));
        EXPECT_EQ(told.price, money(format_price(execution.price, trader.instrument)));
        EXPECT_EQ(told.fee, execution.fee);
        EXPECT_EQ(told.fee_asset, hall.catalog().name(execution.fee_asset));
        EXPECT_EQ(told.maker, execution.maker);
    }
}

/// The life of orders of each kind, as the codec asks for it and the stream tells it.
inline void trade_all_ways(Trader& trader, core::Qty qty, core::OrderState would_take) {
    using core::OrderReason;
    using core::OrderState;
    using core::Side;
    using Kind = Question::Kind;
    ASSERT_TRUE(trader.heard.ready);
    const auto ack = venue::Outcome::Ack;
    const core::Price low{trader.view().best(Side::Buy)->raw / 2};

    const auto resting = trader.limit(Side::Buy, qty, low);
    const auto answer = trader.place(resting, "rest1");
    ASSERT_EQ(answer.outcome, ack) << answer.code;
    EXPECT_EQ(trader.last("rest1").state, OrderState::Open);
    EXPECT_EQ(trader.last("rest1").venue_id, answer.venue_id);
    EXPECT_EQ(trader.ask(Kind::OpenOrders).orders.size(), 1U);
    EXPECT_EQ(trader.amend(resting, "rest1", low + core::Price{7}, qty).outcome, ack);
    EXPECT_EQ(money(trader.last("rest1").price.value()),
              money(format_price(low + core::Price{7}, trader.instrument)));
    EXPECT_EQ(trader.cancel(resting, "rest1").outcome, ack);
    EXPECT_EQ(trader.last("rest1").state, OrderState::Cancelled);
    EXPECT_EQ(trader.last("rest1").reason, OrderReason::Requested);
    EXPECT_EQ(trader.cancel(resting, "rest1").outcome, venue::Outcome::Reject);
    EXPECT_TRUE(trader.ask(Kind::OpenOrders).orders.empty());

    EXPECT_EQ(trader.place(trader.order(Side::Buy, qty), "market1").outcome, ack);
    EXPECT_EQ(trader.last("market1").state, OrderState::Filled);
    const auto asked = trader.ask(Kind::Order, "market1");
    ASSERT_EQ(asked.orders.size(), 1U);
    EXPECT_EQ(asked.orders[0].state, OrderState::Filled);
    EXPECT_EQ(asked.orders[0].average, trader.last("market1").average);
    EXPECT_EQ(asked.orders[0].filled, trader.last("market1").qty);

    auto immediate = trader.limit(Side::Buy, qty, low);
    immediate.tif = core::TimeInForce::Ioc;
    EXPECT_EQ(trader.place(immediate, "ioc1").outcome, ack);
    EXPECT_EQ(trader.last("ioc1").state, OrderState::Cancelled);
    EXPECT_EQ(trader.last("ioc1").reason, OrderReason::Unfillable);

    auto passive = trader.limit(Side::Buy, qty, *trader.view().best(Side::Sell));
    passive.post_only = true;
    EXPECT_EQ(trader.place(passive, "passive1").outcome, ack);
    EXPECT_EQ(trader.last("passive1").state, would_take);
    EXPECT_EQ(trader.last("passive1").reason, OrderReason::PostOnlyWouldTake);
    EXPECT_EQ(trader.ask(Kind::Order, "passive1").orders.at(0).state, would_take);

    auto maker = trader.limit(Side::Sell, qty, *trader.view().best(Side::Sell));
    EXPECT_EQ(trader.place(maker, "maker1").outcome, ack);
    EXPECT_EQ(trader.place(maker, "maker1").outcome, venue::Outcome::Reject);
    trader.bench.pass(core::minutes(2));
    EXPECT_GT(trader.heard.fills.size(), 1U);

    EXPECT_TRUE(trader.ask(Kind::Order, "never").orders.empty());
    EXPECT_EQ(trader.ask(Kind::ServerTime).time, trader.bench.net.now());
    EXPECT_TRUE(trader.ask(Kind::KeyRights).may_trade);
    expect_books(trader);
}

}  // namespace nightjar::exchange
