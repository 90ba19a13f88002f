#include "data/csv_recording.hpp"

#include "data/csv_fields.hpp"
#include "data/errc.hpp"

namespace nightjar::data {

namespace {

using core::Result;
using core::Side;

constexpr std::string_view time_names =
    "time_ns timestamp_ns time_us timestamp_us time_ms timestamp_ms transact_time trade_time "
    "transaction_time time timestamp time_seconds created_time ts event_time datetime";
constexpr std::string_view maker_names = "is_buyer_maker isbuyermaker buyer_maker m";

struct TradeColumns {
    std::size_t time{CsvLayout::none};
    std::size_t price{CsvLayout::none};
    std::size_t qty{CsvLayout::none};
    std::size_t id{CsvLayout::none};
    std::size_t buyer_is_maker{CsvLayout::none};
    std::size_t side{CsvLayout::none};  ///< of the taker

    [[nodiscard]] bool good() const {
        return time != CsvLayout::none && price != CsvLayout::none && qty != CsvLayout::none &&
               (buyer_is_maker != CsvLayout::none || side != CsvLayout::none);
    }
};

bool is_flag(std::string_view text) {
    return text == "True" || text == "False" || text == "true" || text == "false";
}

TradeColumns trade_columns(const TableHead& head) {
    if (head.is_header)
        return {.time = head.find(time_names),
                .price = head.find("price p"),
                .qty = head.find("qty quantity size amount volume q"),
                .id = head.find("id trade_id agg_trade_id tradeid a t"),
                .buyer_is_maker = head.find(maker_names),
                .side = head.find("side taker_side")};
    // Binance's archive: id, price, qty, [quote qty | first id, last id], time, buyer is maker ...
    constexpr std::size_t trade_fields = 6;
    for (const auto flag : {trade_fields - 1, trade_fields})
        if (head.values.size() > flag && is_flag(head.values[flag]))
            return {.time = flag - 1, .price = 1, .qty = 2, .id = 0, .buyer_is_maker = flag};
    return {};
}

class TradeReader final : public MessageReader {
public:
    explicit TradeReader(std::string_view text)
        : head_{TableHead::of(text)}, columns_{trade_columns(head_)}, rows_{text, head_} {}

    Result<bool> next(RecordedMessage& to) override {
        NJ_TRY(any, rows_.next());
        if (!any) return false;
        venue::PublicTrade trade;
        NJ_TRY(at, rows_.time(columns_.time));
        NJ_TRY(price, rows_.number(columns_.price));
        NJ_TRY(qty, rows_.number(columns_.qty));
        NJ_TRY(taker, read_taker());
        if (columns_.id != CsvLayout::none) {
            NJ_TRY(id, rows_.count(columns_.id));
            trade.id = id;
        }
        trade.at = at;
        trade.price = price;
        trade.qty = qty;
        trade.taker = taker;
        to = {rows_.line(), std::nullopt, {{}, trade}};
        return true;
    }

private:
    [[nodiscard]] Result<Side> read_taker() const {
        if (columns_.buyer_is_maker != CsvLayout::none) {
            const auto flag = rows_.field(columns_.buyer_is_maker);
            if (flag == "True" || flag == "true" || flag == "1") return Side::Sell;
            if (flag == "False" || flag == "false" || flag == "0") return Side::Buy;
            return rows_.bad(columns_.buyer_is_maker, "neither true nor false");
        }
        const auto side = rows_.field(columns_.side);
        if (side == "buy" || side == "Buy" || side == "BUY" || side == "b") return Side::Buy;
        if (side == "sell" || side == "Sell" || side == "SELL" || side == "s") return Side::Sell;
        return rows_.bad(columns_.side, "neither buy nor sell");
    }

    TableHead head_;
    TradeColumns columns_;
    TableRows rows_;
};

/// A price and a size, in two columns or joined in one.
struct TopColumns {
    std::size_t price{CsvLayout::none};
    std::size_t qty{CsvLayout::none};
    std::size_t joined{CsvLayout::none};

    [[nodiscard]] bool good() const {
        return joined != CsvLayout::none || (price != CsvLayout::none && qty != CsvLayout::none);
    }
};

TopColumns bid_columns(const TableHead& head) {
    return {head.find("best_bid_price bid_price bid"), head.find("best_bid_qty bid_qty bid_size"),
            head.find("bid_price_bid_size")};
}

TopColumns ask_columns(const TableHead& head) {
    return {head.find("best_ask_price ask_price ask"), head.find("best_ask_qty ask_qty ask_size"),
            head.find("ask_price_ask_size")};
}

class TopReader final : public MessageReader {
public:
    explicit TopReader(std::string_view text)
        : head_{TableHead::of(text)},
          time_{head_.find(time_names)},
          id_{head_.find("update_id id")},
          bid_{bid_columns(head_)},
          ask_{ask_columns(head_)},
          rows_{text, head_} {}

    Result<bool> next(RecordedMessage& to) override {
        NJ_TRY(any, rows_.next());
        if (!any) return false;
        venue::TopOfBook top;
        NJ_TRY(at, rows_.time(time_));
        if (id_ != CsvLayout::none) {
            NJ_TRY(id, rows_.count(id_));
            top.id = id;
        }
        NJ_TRY(bid, read_level(Side::Buy, bid_));
        NJ_TRY(ask, read_level(Side::Sell, ask_));
        top.at = at;
        top.bid = bid;
        top.ask = ask;
        to = {rows_.line(), std::nullopt, {{}, top}};
        return true;
    }

private:
    [[nodiscard]] Result<venue::PublicLevel> read_level(Side side, const TopColumns& from) const {
        if (from.joined == CsvLayout::none) {
            NJ_TRY(price, rows_.number(from.price));
            NJ_TRY(qty, rows_.number(from.qty));
            return venue::PublicLevel{side, price, qty};
        }
        const auto text = rows_.field(from.joined);
        const auto middle = text.find('_');
        if (middle == std::string_view::npos)
            return rows_.bad(from.joined, "not a price and a size joined by _");
        NJ_TRY(price, rows_.to_number(from.joined, text.substr(0, middle)));
        NJ_TRY(qty, rows_.to_number(from.joined, text.substr(middle + 1)));
        return venue::PublicLevel{side, price, qty};
    }

    TableHead head_;
    std::size_t time_;
    std::size_t id_;
    TopColumns bid_;
    TopColumns ask_;
    TableRows rows_;
};

}  // namespace

bool is_trade_csv(std::string_view text) { return trade_columns(TableHead::of(text)).good(); }

bool is_top_csv(std::string_view text) {
    const auto head = TableHead::of(text);
    return head.has(time_names) && bid_columns(head).good() && ask_columns(head).good();
}

std::unique_ptr<MessageReader> read_trade_csv(std::string_view text) {
    return std::make_unique<TradeReader>(text);
}
std::unique_ptr<MessageReader> read_top_csv(std::string_view text) {
    return std::make_unique<TopReader>(text);
}

}  // namespace nightjar::data
