#include "data/csv_fields.hpp"
#include "data/csv_recording.hpp"

#include <algorithm>

namespace nightjar::data {

namespace {

using core::Result;

constexpr std::string_view settlement_names =
    "calc_time funding_time fundingtime timestamp_ms time_ms timestamp time ts";
constexpr std::string_view rate_names = "last_funding_rate funding_rate fundingrate";

class FundingReader final : public MessageReader {
public:
    explicit FundingReader(std::string_view text)
        : head_{TableHead::of(text)},
          time_{head_.find(settlement_names)},
          rate_{head_.find(rate_names)},
          mark_{head_.find("mark_price markprice mark")},
          symbol_{head_.find("symbol")},
          rows_{text, head_} {}

    Result<bool> next(RecordedMessage& to) override {
        NJ_TRY(any, rows_.next());
        if (!any) return false;
        venue::FundingRate funding;
        NJ_TRY(at, rows_.time(time_));
        NJ_TRY(rate, rows_.number(rate_));
        funding.at = at;
        funding.rate = rate;
        // Venues leave it empty for the years in which they did not keep it.
        if (mark_ != CsvLayout::none && !rows_.field(mark_).empty()) {
            NJ_TRY(mark, rows_.number(mark_));
            funding.mark = mark;
        }
        const auto symbol = symbol_ == CsvLayout::none ? "" : rows_.field(symbol_);
        to = {rows_.line(), std::nullopt, {symbol, funding}};
        return true;
    }

private:
    TableHead head_;
    std::size_t time_;
    std::size_t rate_;
    std::size_t mark_;
    std::size_t symbol_;
    TableRows rows_;
};

enum KlineColumn : std::size_t { Close = 4, Volume = 5, CloseTime = 6, Count = 8 };
constexpr std::size_t kline_fields = 12;

class MarkReader final : public MessageReader {
public:
    explicit MarkReader(std::string_view text) : rows_{text, TableHead::of(text)} {}

    Result<bool> next(RecordedMessage& to) override {
        NJ_TRY(any, rows_.next());
        if (!any) return false;
        NJ_TRY(at, rows_.time(CloseTime));
        NJ_TRY(price, rows_.number(Close));
        to = {rows_.line(), std::nullopt, {{}, venue::MarkPrice{at, price}}};
        return true;
    }

private:
    TableRows rows_;
};

}  // namespace

bool is_funding_csv(std::string_view text) {
    const auto head = TableHead::of(text);
    return head.has(settlement_names) && head.has(rate_names);
}

/// Where something was traded there is volume: a count without it is one of prices.
bool is_mark_csv(std::string_view text) {
    const auto head = TableHead::of(text);
    if (head.values.size() != kline_fields) return false;
    if (head.is_header && (head.names[Close] != "close" || head.names[CloseTime] != "close_time"))
        return false;
    TableRows rows{text, head};
    const auto first = rows.next();
    if (!first || !*first) return false;
    const auto volume = rows.number(Volume);
    const auto count = rows.count(Count);
    return volume && volume->mantissa == 0 && count && *count > 0 && rows.time(CloseTime);
}

std::unique_ptr<MessageReader> read_funding_csv(std::string_view text) {
    return std::make_unique<FundingReader>(text);
}
std::unique_ptr<MessageReader> read_mark_csv(std::string_view text) {
    return std::make_unique<MarkReader>(text);
}

}  // namespace nightjar::data
