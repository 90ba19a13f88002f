#include "data/csv_fields.hpp"
#include "data/csv_recording.hpp"
#include "data/errc.hpp"

#include <algorithm>
#include <array>

namespace nightjar::data {

namespace {

using core::Result;
using core::Side;

constexpr std::array<std::string_view, 8> event_columns{
    "local_ts_ns", "exch_ts_ms", "ev", "first_id", "last_id", "side", "price", "qty"};
enum EventColumn : std::size_t { Local, Exch, Ev, First, Last, SideOf, Price, Qty };
constexpr std::size_t rows_of_top = 2;  // bid and ask

struct EventRow {
    core::Time received;
    core::Time at;
    char event{};
    std::uint64_t first_id{};
    std::uint64_t last_id{};
    venue::PublicLevel level;

    [[nodiscard]] bool same_message(const EventRow& other) const {
        return received == other.received && at == other.at && event == other.event &&
               first_id == other.first_id && last_id == other.last_id;
    }
};

/// Gathers rows to messages: it is always one row ahead.
class EventReader final : public MessageReader {
public:
    explicit EventReader(std::string_view text) : rows_{text, TableHead::of(text)} {}

    Result<bool> next(RecordedMessage& to) override {
        if (!ahead_) NJ_TRY(read_row());
        if (!ahead_) return false;
        const auto first = *ahead_;
        const auto line = rows_.line();
        levels_.clear();
        do {
            levels_.push_back(ahead_->level);
            NJ_TRY(read_row());
        } while (ahead_ && ahead_->same_message(first) && !full(first.event));
        NJ_TRY(body, make_body(first, line));
        to = {line, first.received, {{}, body}};
        return true;
    }

private:
    [[nodiscard]] bool full(char event) const {
        return event == 'T' || (event == 'B' && levels_.size() == rows_of_top);
    }

    core::Status read_row() {
        ahead_.reset();
        NJ_TRY(any, rows_.next());
        if (!any) return {};
        EventRow row;
        const auto event = rows_.field(Ev);
        if (event.size() != 1 || std::string_view{"SDBT"}.find(event) == std::string_view::npos)
            return rows_.bad(Ev, "none of S, D, B, T");
        const auto side = rows_.field(SideOf);
        const std::string_view sell = event == "T" ? "s" : "a";
        if (side != "b" && side != sell)
            return rows_.bad(SideOf, event == "T" ? "neither b nor s" : "neither b nor a");
        NJ_TRY(received, rows_.time(Local));
        NJ_TRY(at, rows_.time(Exch));
        NJ_TRY(first_id, rows_.count(First));
        NJ_TRY(last_id, rows_.count(Last));
        NJ_TRY(price, rows_.number(Price));
        NJ_TRY(qty, rows_.number(Qty));
        row.received = received;
        row.at = at;
        row.event = event.front();
        row.first_id = first_id;
        row.last_id = last_id;
        row.level = {side == "b" ? Side::Buy : Side::Sell, price, qty};
        ahead_ = row;
        return {};
    }

    [[nodiscard]] Result<venue::PublicBody> make_body(const EventRow& row, std::size_t line) const {
        switch (row.event) {
            case 'S': return venue::DepthSnapshot{row.at, row.last_id, levels_};
            case 'D':
                return venue::DepthUpdate{row.at, row.first_id, row.last_id, std::nullopt, levels_};
            case 'T':
                return venue::PublicTrade{row.at, row.first_id, row.level.price, row.level.qty,
                                          row.level.side};
            default: break;
        }
        if (levels_.size() != rows_of_top || levels_[0].side != Side::Buy ||
            levels_[1].side != Side::Sell)
            return core::fail(Errc::BadRow, "{}: ev: B: not followed by the other side: correct it",
                              line);
        return venue::TopOfBook{row.at, row.last_id, levels_[0], levels_[1]};
    }

    TableRows rows_;
    std::optional<EventRow> ahead_;
    std::vector<venue::PublicLevel> levels_;
};

}  // namespace

bool is_event_csv(std::string_view text) {
    const auto head = TableHead::of(text);
    return head.separator == ',' && std::ranges::equal(head.names, event_columns);
}

std::unique_ptr<MessageReader> read_event_csv(std::string_view text) {
    return std::make_unique<EventReader>(text);
}

}  // namespace nightjar::data
