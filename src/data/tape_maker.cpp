#include "data/tape_maker.hpp"

#include "data/errc.hpp"

#include <algorithm>

namespace nightjar::data {

namespace {

using core::Status;
using core::TapeRow;
using Verdict = venue::binance::DepthSequence::Verdict;

/// More changes without a snapshot than these are of no use: no snapshot will be as old as they.
constexpr std::size_t max_waiting = 10'000;

constexpr int funding_decimals = 12;

core::Result<std::int64_t> count(std::string_view field, core::Decimal number, int decimals) {
    if (const auto counted = core::count_at(number, decimals)) return *counted;
    return core::fail(Errc::BadRow, "{}: {}: too large for the {} decimals of the recording", field,
                      core::format_decimal(number.mantissa, number.decimals), decimals);
}

}  // namespace

std::optional<core::Time> time_of(const venue::PublicMessage& message) {
    return std::visit(
        [](const auto& body) -> std::optional<core::Time> {
            if constexpr (requires { body.at; }) return body.at;
            return std::nullopt;
        },
        message.body);
}

bool has_both_sides(const venue::TopOfBook& top) {
    return top.bid.qty.mantissa != 0 && top.ask.qty.mantissa != 0;
}

core::Result<std::span<const TapeRow>> TapeMaker::add(const RecordedMessage& message) {
    rows_.clear();
    set_times(message);
    NJ_TRY(std::visit([this](const auto& body) { return take(body); }, message.message.body));
    return rows_;
}

void TapeMaker::set_times(const RecordedMessage& message) {
    const auto named = time_of(message.message);
    timed_ = named.has_value() || message.received.has_value();
    if (!timed_) return;
    if (named) exch_ = *named;
    if (!named && !begun_) exch_ = *message.received;
    const auto received = plan_.received ? message.received.value_or(exch_) : exch_;
    if (begun_ && received < recv_) {
        ++lifted_;
        largest_lift_ = std::max(largest_lift_, recv_ - received);
    }
    recv_ = begun_ ? std::max(recv_, received) : received;
    begun_ = true;
}

Status TapeMaker::take(const venue::PublicTrade& trade) {
    NJ_TRY(price, count("price", trade.price, plan_.price_decimals));
    NJ_TRY(qty, count("quantity", trade.qty, plan_.qty_decimals));
    write({.price = price,
           .qty = qty,
           .id = trade.id,
           .kind = TapeRow::Kind::Trade,
           .side = trade.taker});
    return {};
}

Status TapeMaker::take(const venue::TopOfBook& top) {
    if (plan_.book || !has_both_sides(top)) return {};
    NJ_TRY(write_level(top.bid, top.id, TapeRow::Kind::Quote));
    NJ_TRY(write_level(top.ask, top.id, TapeRow::Kind::Quote));
    rows_.back().last = true;
    return {};
}

Status TapeMaker::take(const venue::MarkPrice& mark) {
    NJ_TRY(price, count("price", mark.price, plan_.price_decimals));
    write({.price = price, .kind = TapeRow::Kind::Mark});
    return {};
}

/// The mark first: what is paid is counted with it.
Status TapeMaker::take(const venue::FundingRate& funding) {
    const auto rate = core::count_at(funding.rate, funding_decimals);
    if (!rate)
        return core::fail(Errc::BadRow, "funding rate: {}: more than {} decimals: round it",
                          core::format_decimal(funding.rate.mantissa, funding.rate.decimals),
                          funding_decimals);
    if (funding.mark) {
        NJ_TRY(price, count("price", *funding.mark, plan_.price_decimals));
        write({.price = price, .kind = TapeRow::Kind::Mark, .last = false});
    }
    write({.qty = *rate, .kind = TapeRow::Kind::Funding});
    return {};
}

Status TapeMaker::take(const venue::DepthUpdate& update) {
    if (!plan_.book) return {};
    ++counts_.updates;
    return offer(update);
}

Status TapeMaker::take(const venue::DepthSnapshot& snapshot) {
    if (!plan_.book) return {};
    if (!sequence_.snapshot(snapshot)) {
        ++counts_.unused_snapshots;
        return {};
    }
    snapshot_.assign(snapshot.levels.begin(), snapshot.levels.end());
    snapshot_id_ = snapshot.last_id;
    snapshot_waits_ = !timed_;
    if (!snapshot_waits_) NJ_TRY(write_snapshot());
    const auto now = exch_;
    auto waiting = std::move(waiting_);
    waiting_.clear();
    for (auto& kept : waiting) {
        kept.update.levels = kept.levels;
        exch_ = kept.update.at;
        NJ_TRY(offer(kept.update));
    }
    exch_ = now;
    return {};
}

Status TapeMaker::offer(const venue::DepthUpdate& update) {
    switch (sequence_.next(update)) {
        case Verdict::Drop: ++counts_.old; return {};
        case Verdict::Buffer: keep(update); return {};
        case Verdict::Gap:
            ++counts_.gaps;
            snapshot_waits_ = false;
            write({.qty = static_cast<std::int64_t>(sequence_.lost()),
                   .id = update.last_id,
                   .kind = TapeRow::Kind::Gap});
            keep(update);
            return {};
        case Verdict::Apply: break;
    }
    if (snapshot_waits_) NJ_TRY(write_snapshot());
    ++counts_.applied;
    const auto before = rows_.size();
    for (const auto& level : update.levels)
        NJ_TRY(write_level(level, update.last_id, TapeRow::Kind::Level));
    if (rows_.size() > before) rows_.back().last = true;
    return {};
}

Status TapeMaker::write_snapshot() {
    snapshot_waits_ = false;
    ++counts_.snapshots;
    write({.id = snapshot_id_, .kind = TapeRow::Kind::Clear, .last = false});
    for (const auto& level : snapshot_)
        NJ_TRY(write_level(level, snapshot_id_, TapeRow::Kind::Level));
    rows_.back().last = true;
    return {};
}

/// Not the last of its message: who calls says which that is.
Status TapeMaker::write_level(const venue::PublicLevel& level, std::uint64_t id,
                              TapeRow::Kind kind) {
    NJ_TRY(price, count("price", level.price, plan_.price_decimals));
    NJ_TRY(qty, count("quantity", level.qty, plan_.qty_decimals));
    write({.price = price, .qty = qty, .id = id, .kind = kind, .side = level.side, .last = false});
    return {};
}

void TapeMaker::keep(const venue::DepthUpdate& update) {
    if (waiting_.size() == max_waiting) waiting_.pop_front();
    waiting_.push_back({update, {update.levels.begin(), update.levels.end()}});
}

void TapeMaker::write(const TapeRow& row) {
    auto& written = rows_.emplace_back(row);
    written.exch_ns = exch_.ns;
    written.recv_ns = recv_.ns;
}

}  // namespace nightjar::data
