#pragma once
/// A client as our own venue room is one: its codec asks, its user stream hears, and both must read
/// all that the exchange says.

#include "exchange/tests/exchange_testing.hpp"
#include "venue/order_codec.hpp"
#include "venue/user_stream.hpp"

#include <algorithm>
#include <map>

namespace nightjar::exchange {

inline std::string text_of(core::Decimal number) {
    return core::format_decimal(number.mantissa, number.decimals);
}

struct HeardOrder {
    std::string client_id;
    core::OrderState state{};
    core::OrderReason reason{};
    std::string price;
    std::string qty;
    std::string filled;
    std::string average;
};
struct HeardFill {
    std::string venue_id;
    core::TradeId trade;
    std::string price;
    std::string qty;
    std::string fee;
    bool maker{};
};

/// All that was said, in texts that stay.
struct HeardAccount {
    std::map<std::string, HeardOrder> orders;  // by the venue's id
    std::vector<HeardFill> fills;
    std::map<std::string, std::string> totals;  // by asset
    std::map<std::string, std::string> free;
    std::vector<venue::FeesSaid> fees;
    std::vector<core::Time> times;
    std::optional<bool> may_trade;
    std::vector<std::string> refusals;
    int ready{};
    int pongs{};
    int due{};
    int lost{};

    void hear(const venue::OrderSaid& said) {
        auto& order = orders[std::string{said.venue_id}];
        if (!said.client_id.empty()) order.client_id = said.client_id;
        order.state = said.state;
        order.reason = said.reason;
        if (said.price) order.price = text_of(*said.price);
        if (said.qty) order.qty = text_of(*said.qty);
        if (said.filled) order.filled = text_of(*said.filled);
        if (said.avg_price) order.average = text_of(*said.avg_price);
    }
    void hear(const venue::FillSaid& said) {
        fills.push_back({std::string{said.venue_id}, said.trade, text_of(said.price),
                         text_of(said.qty), said.fee ? text_of(*said.fee) : "?",
                         said.liquidity == core::Liquidity::Maker});
    }
    void hear(const venue::BalanceSaid& said) {
        totals[std::string{said.asset}] = text_of(said.total);
        if (said.free) free[std::string{said.asset}] = text_of(*said.free);
    }
    void hear(const venue::FeesSaid& said) { fees.push_back(said); }
    void hear(const venue::TimeSaid& said) { times.push_back(said.at); }
    void hear(const venue::KeySaid& said) { may_trade = said.trade; }
    void hear(const venue::Refused& said) { refusals.emplace_back(said.words); }
    void hear(const venue::Ready& /*said*/) { ++ready; }
    void hear(const venue::Pong& /*said*/) { ++pongs; }
    void hear(const venue::FillsDue& /*said*/) { ++due; }
    void hear(const venue::Lost& /*said*/) { ++lost; }
    void hear(const venue::PositionSaid& /*said*/) {}
    void hear(const venue::FundingSaid& /*said*/) {}
    void hear(const venue::FundingDue& /*said*/) {}
    void hear(const venue::Reconnect& /*said*/) {}
    void hear(const venue::MarginTierSaid& /*said*/) {}
    void hear_all(std::span<const venue::AccountEvent> events) {
        for (const auto& event : events)
            std::visit([this](const auto& said) { hear(said); }, event);
    }
};

struct Bot final : net::StreamListener {
    struct Said {
        venue::Outcome outcome{};
        std::string venue_id;
        std::string code;
        core::OrderReason reason{};
    };

    Bench* bench;
    std::unique_ptr<venue::OrderCodec> codec;
    std::unique_ptr<venue::UserStream> stream;
    std::unique_ptr<net::Stream> connection;
    HeardAccount told;  // by the stream
    std::vector<std::string> errors;

    Bot(Bench& of, std::unique_ptr<venue::OrderCodec> codec_of,
        std::unique_ptr<venue::UserStream> stream_of)
        : bench{&of}, codec{std::move(codec_of)}, stream{std::move(stream_of)} {}

    void connect() {
        if (auto request = stream->prepare(bench->net.now())) {
            const auto prepared = stream->on_prepared(bench->ask(*std::move(request)));
            ASSERT_TRUE(prepared) << prepared.error().text();
        }
        auto url = bench->server;
        url.scheme = "ws";
        url.target = stream->target().value();
        connection = bench->net.open(url, {}, *this);
        settle();
    }
    void settle() const { bench->net.run_until(bench->net.now()); }

    void on_open() override { take(stream->on_open(bench->net.now())); }
    void on_text(std::string_view text) override {
        take(stream->on_text(text, bench->net.now()), text);
    }
    void on_closed(const core::Error& why) override { errors.emplace_back(why.text()); }
    void take(const core::Result<venue::StreamStep>& step, std::string_view text = {}) {
        if (!step) {
            errors.push_back(std::string{step.error().text()} + ": " + std::string{text});
            return;
        }
        told.hear_all(step->events);
        for (const auto& message : step->send) connection->send(message);
    }

    Said say(venue::OrderAction action, core::Result<net::WebRequest> request) const {
        if (!request) {
            ADD_FAILURE() << request.error().text();
            return {};
        }
        const auto reply = bench->ask(*std::move(request));
        const auto answer = codec->decode_answer(action, reply);
        Said said{answer.outcome, std::string{answer.venue_id}, std::string{answer.code},
                  answer.reason};
        settle();
        return said;
    }
    Said place(const core::OrderRequest& order, std::string_view client_id) const {
        const auto& instrument = bench->hall().catalog()[order.instrument];
        return say(venue::OrderAction::Place,
                   codec->place(order, instrument, client_id, bench->net.now()));
    }
    Said amend(const venue::PlacedOrder& order, core::InstrumentId instrument, core::Price price,
               core::Qty qty) const {
        const core::AmendRequest wanted{.id = {}, .price = price, .qty = qty, .at = {}};
        return say(
            venue::OrderAction::Amend,
            codec->amend(order, wanted, bench->hall().catalog()[instrument], bench->net.now()));
    }
    Said cancel(const venue::PlacedOrder& order, core::InstrumentId instrument) const {
        return say(venue::OrderAction::Cancel,
                   codec->cancel(order, bench->hall().catalog()[instrument], bench->net.now()));
    }
    /// Page by page, to the end.
    HeardAccount ask(venue::Question question) const {
        HeardAccount heard;
        std::string cursor;
        for (int page = 0; page < 20; ++page) {
            question.cursor = cursor;
            const auto request = codec->ask(question, bench->net.now());
            EXPECT_TRUE(request) << request.error().text();
            if (!request) break;
            const auto reply = bench->ask(*request);
            const auto answer = codec->decode(question, reply);
            EXPECT_TRUE(answer) << answer.error().text() << ' ' << reply.body;
            if (!answer) break;
            heard.hear_all(answer->events);
            cursor = answer->next;
            if (cursor.empty()) break;
        }
        return heard;
    }
};

inline core::OrderRequest limit_order(core::InstrumentId instrument, core::Side side,
                                      core::Price price, std::int64_t lots) {
    core::OrderRequest order;
    order.instrument = instrument;
    order.side = side;
    order.type = core::OrderType::Limit;
    order.price = price;
    order.qty = {lots};
    return order;
}

inline core::OrderRequest market_order(core::InstrumentId instrument, core::Side side,
                                       std::int64_t lots) {
    core::OrderRequest order;
    order.instrument = instrument;
    order.side = side;
    order.type = core::OrderType::Market;
    order.qty = {lots};
    return order;
}

/// What the books of the exchange say of the client is what he has been told.
inline void expect_executions(const Client& client, const std::vector<HeardFill>& fills,
                              const core::Catalog& catalog) {
    const auto& executions = client.orders.executions();
    ASSERT_EQ(fills.size(), executions.size());
    for (const auto& execution : executions) {
        const auto& instrument = catalog[execution.instrument];
        const auto same = std::ranges::count_if(fills, [&](const HeardFill& fill) {
            return fill.price == format_price(execution.price, instrument) &&
                   fill.qty == format_qty(execution.qty, instrument) &&
                   fill.fee == to_string(execution.fee) && fill.maker == execution.maker;
        });
        EXPECT_GE(same, 1) << "trade " << execution.id.value;
    }
}

}  // namespace nightjar::exchange
