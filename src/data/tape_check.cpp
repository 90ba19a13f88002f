#include "data/tape_check.hpp"

#include <algorithm>
#include <utility>

namespace nightjar::data {

namespace {

using core::TapeRow;
using Kind = TapeRow::Kind;

constexpr std::size_t max_latencies = std::size_t{1} << 20;
constexpr std::size_t max_states = std::size_t{1} << 16;

}  // namespace

bool is_usual_time(core::Time time) {
    constexpr std::int64_t year_2100_ns = 4'102'444'800'000'000'000;
    return time.ns >= 0 && time.ns < year_2100_ns;
}

void TapeCheck::add(std::span<const TapeRow> rows) {
    for (const auto& row : rows) add(row);
}

void TapeCheck::add(const TapeRow& row) {
    auto& info = report_.info;
    if (info.rows++ == 0) info.first = {row.recv_ns};
    info.last = {row.recv_ns};
    switch (row.kind) {
        case Kind::Trade: add_trade(row); break;
        case Kind::Clear:
        case Kind::Level: add_book(row); break;
        case Kind::Quote: add_quote(row); break;
        case Kind::Mark: ++report_.marks; break;
        case Kind::Funding: ++report_.fundings; break;
        case Kind::Gap:
            ++report_.gaps;
            report_.lost += static_cast<std::uint64_t>(row.qty);
            book_known_ = false;
            return;
    }
    if (row.last) end_message(row);
}

void TapeCheck::add_trade(const TapeRow& row) {
    ++report_.trades;
    if (last_trade_id_ != 0 && row.id > last_trade_id_ + 1)
        report_.missing_trade_ids += row.id - last_trade_id_ - 1;
    if (row.id != 0) last_trade_id_ = row.id;
}

void TapeCheck::add_book(const TapeRow& row) {
    const bool clear = row.kind == Kind::Clear;
    if (clear) {
        ++report_.snapshots;
        book_known_ = true;
        in_snapshot_ = true;
    }
    using enum core::BookDelta::Action;
    book_.apply(
        {clear ? Clear : Set, row.side, core::Price{row.price}, core::Qty{row.qty}, row.last});
    if (!row.last) return;
    if (!in_snapshot_) ++report_.book_messages;
    const auto bid = book_.best_bid();
    const auto ask = book_.best_ask();
    if (!book_known_ || !bid || !ask) return;
    if (bid->price >= ask->price) ++report_.crossed;
    if (!in_snapshot_)
        states_.push_back({row.id, bid->price.raw, bid->qty.raw, ask->price.raw, ask->qty.raw});
    compare(false);
}

void TapeCheck::add_quote(const TapeRow& row) {
    if (!row.last) {
        bid_quote_ = row;
        return;
    }
    ++report_.quotes;
    if (bid_quote_.price >= row.price) ++report_.crossed;
}

void TapeCheck::end_message(const TapeRow& row) {
    const bool snapshot = std::exchange(in_snapshot_, false);
    if (snapshot) return;
    auto& last_exch_ns = last_exch_ns_[row.kind == Kind::Trade ? 0 : 1];
    if (row.exch_ns < last_exch_ns) ++report_.disorder;
    last_exch_ns = row.exch_ns;
    if (report_.info.received && is_usual_time({row.exch_ns}) && is_usual_time({row.recv_ns}))
        add_latency(row.recv_ns, row.recv_ns - row.exch_ns);
}

void TapeCheck::add_latency(std::int64_t recv_ns, std::int64_t latency_ns) {
    if (latency_ns < 0) ++report_.negative_latencies;
    const auto minute = core::count_of({recv_ns}, core::minutes(1));
    if (minute != minute_) {
        if (minute_ != INT64_MIN) largest_least_ = std::max(largest_least_, least_of_minute_);
        minute_ = minute;
        least_of_minute_ = INT64_MAX;
    }
    least_of_minute_ = std::min(least_of_minute_, latency_ns);
    least_ = std::min(least_, latency_ns);
    if (messages_++ % stride_ != 0) return;
    latencies_.push_back(latency_ns);
    if (latencies_.size() < max_latencies) return;
    for (std::size_t i = 0; i < latencies_.size() / 2; ++i) latencies_[i] = latencies_[2 * i];
    latencies_.resize(latencies_.size() / 2);
    stride_ *= 2;
}

void TapeCheck::add(const Top& top) {
    if (tops_.size() == max_states) tops_.pop_front();
    tops_.push_back(top);
    compare(false);
}

/// Each state with the last top that is not of a later update, once a later one is known.
void TapeCheck::compare(bool all) {
    while (!states_.empty()) {
        const auto& state = states_.front();
        const bool later = !tops_.empty() && tops_.back().id > state.id;
        if (!later && !all && states_.size() < max_states) return;
        while (tops_.size() > 1 && tops_[1].id <= state.id) tops_.pop_front();
        if (!tops_.empty() && tops_.front().id <= state.id) {
            const auto& top = tops_.front();
            ++report_.tops_compared;
            if (top.bid != state.bid || top.bid_qty != state.bid_qty || top.ask != state.ask ||
                top.ask_qty != state.ask_qty)
                ++report_.tops_different;
        }
        states_.pop_front();
    }
}

TapeReport TapeCheck::report() {
    compare(true);
    if (latencies_.empty()) return report_;
    largest_least_ = std::max(largest_least_, least_of_minute_);
    report_.clock_drift = {largest_least_ - least_};
    report_.clock_behind = {std::max<std::int64_t>(0, -least_)};
    const auto middle = latencies_.begin() + static_cast<std::ptrdiff_t>(latencies_.size() / 2);
    std::ranges::nth_element(latencies_, middle);
    report_.median_latency = core::Duration{*middle} + report_.clock_behind;
    return report_;
}

core::Result<TapeReport> check(core::TapeSource& tape) {
    auto info = tape.info();
    info.rows = 0;  // counted again
    TapeCheck check{info};
    for (;;) {
        NJ_TRY(rows, tape.next());
        if (rows.empty()) return check.report();
        check.add(rows);
    }
}

}  // namespace nightjar::data
