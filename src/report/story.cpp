#include "report/story.hpp"

#include "core/model/record_text.hpp"
#include "store/log_reader.hpp"

#include <algorithm>

namespace nightjar::report {

using core::RecordType;
using core::Result;
using core::Status;

namespace {

template <class Record, class Use>
Status with(std::span<const std::byte> body, Use use) {
    NJ_TRY(record, core::decode<Record>(body));
    use(std::move(record));
    return {};
}

void add_sample(Story& story, core::Time at, const core::EquitySampled& sample) {
    auto& curve = story.curves[sample.account.value];
    if (curve.points.empty()) curve.first = sample.equity;
    curve.points.push_back({at, core::approximate(sample.equity)});
    curve.last = sample.equity;
    curve.max_drawdown_ppb = sample.max_drawdown_ppb;
}

Status add_instrument(Story& story, std::span<const std::byte> body) {
    NJ_TRY(defined, core::decode<core::InstrumentDefined>(body));
    NJ_TRY(defined.instrument.prepare());
    story.instruments.push_back(std::move(defined.instrument));
    return {};
}

void add_target(Story& story, core::Time at, const core::TargetSet& set) {
    const auto& target = set.target;
    const auto votes = target.votes.view();
    story.targets_of[{target.strategy, target.instrument}].push_back(story.targets.size());
    story.targets.push_back({at,
                             target.strategy,
                             target.instrument,
                             target.exposure,
                             set.qty,
                             {votes.begin(), votes.end()}});
}

/// Damage that still decodes must not lead outside of what was defined.
Status check_instrument(const Story& story, core::InstrumentId id) {
    if (id.value < story.instruments.size()) return {};
    return core::fail(core::Errc::Decode, "instrument {} was never defined", id.value);
}

Status add_fill(Story& story, core::FillBooked booked) {
    NJ_TRY(check_instrument(story, booked.instrument));
    const auto& instrument = story.instruments[booked.instrument.value];
    const auto& fill = booked.fill;
    const auto order = story.order_of.find(fill.order);
    for (const auto& share : booked.shares) {
        Booking booking;
        booking.at = booked.stamp.exch;
        booking.strategy = share.strategy;
        booking.instrument = booked.instrument;
        booking.order = fill.order;
        booking.price = fill.price;
        booking.qty = share.qty;
        booking.cash = share.cash;
        booking.liquidity = fill.liquidity;
        booking.fee = in_currency(share.fee, fill.fee_asset, instrument, fill.price);
        booking.targets_before =
            order == story.order_of.end() ? story.targets.size() : order->second.targets_before;
        story.bookings.push_back(booking);
    }
    if (order != story.order_of.end())
        if (const auto parent = story.open_parents.find(order->second.parent);
            parent != story.open_parents.end())
            parent->second.fills.push_back(story.fills.size());
    story.fills.push_back(
        {booked.stamp.exch, booked.instrument, booked.venue, fill, std::move(booked.shares)});
    return {};
}

Status add_cross(Story& story, core::Time at, const core::CrossBooked& cross) {
    NJ_TRY(check_instrument(story, cross.instrument));
    Booking booking;
    booking.at = at;
    booking.instrument = cross.instrument;
    booking.price = cross.price;
    booking.targets_before = story.targets.size();
    booking.strategy = cross.buyer;
    booking.qty = cross.qty;
    booking.cash = -cross.cash;
    story.bookings.push_back(booking);
    booking.strategy = cross.seller;
    booking.qty = -cross.qty;
    booking.cash = cross.cash;
    story.bookings.push_back(booking);
    return {};
}

void add_balance(Story& story, const core::BalanceBooked& booked) {
    Booking booking;
    booking.at = booked.stamp.exch;
    booking.strategy = booked.strategy;
    booking.instrument = booked.instrument;
    const bool funding = booked.balance.reason == core::Balance::Reason::Funding;
    (funding ? booking.funding : booking.other) = booked.balance.change;
    if (funding) story.funding += booked.balance.change;
    story.bookings.push_back(booking);
}

void add_refusal(Story& story, core::Rule rule) {
    ++story.refusals;
    ++story.refused_by[rule];
}

void open_parent(Story& story, core::ParentOpened&& opened) {
    auto& parent = story.open_parents[opened.parent.id];
    parent.shares = std::move(opened.shares);
    parent.algorithm = "immediate";
    if (opened.style && opened.style->value < story.strategies.size())
        parent.algorithm = story.strategies[opened.style->value].algorithm;
    if (const auto own = opened.terms.algorithm(); !own.empty()) parent.algorithm = own;
}

Status measure_parent(Story& story, const core::ParentMeasured& measured) {
    NJ_TRY(check_instrument(story, measured.instrument));
    auto told = story.open_parents.extract(measured.parent);
    story.parents.push_back(told ? std::move(told.mapped()) : ToldParent{});
    story.parents.back().measured = measured;
    return {};
}

Status tell_parent(Story& story, const store::LogRecord& record) {
    const auto body = record.body;
    switch (static_cast<RecordType>(record.type)) {
        case RecordType::ParentOpened:
            return with<core::ParentOpened>(body,
                                            [&](auto r) { open_parent(story, std::move(r)); });
        case RecordType::ParentEnded:
            return with<core::ParentEnded>(body, [&](auto r) {
                if (const auto parent = story.open_parents.find(r.parent);
                    parent != story.open_parents.end())
                    parent->second.end = r.reason;
            });
        case RecordType::ParentMeasured: {
            NJ_TRY(measured, core::decode<core::ParentMeasured>(body));
            return measure_parent(story, measured);
        }
        default: return {};
    }
}

Status tell_trading(Story& story, const store::LogRecord& record) {
    const auto body = record.body;
    switch (static_cast<RecordType>(record.type)) {
        case RecordType::TargetSet:
            return with<core::TargetSet>(body, [&](auto r) { add_target(story, record.at, r); });
        case RecordType::OrderApproved:
            return with<core::OrderApproved>(body, [&](auto r) {
                ++story.orders;
                story.order_of[r.order.id] = {r.order.at, story.targets.size(), r.order.parent};
            });
        case RecordType::FillBooked: {
            NJ_TRY(booked, core::decode<core::FillBooked>(body));
            return add_fill(story, std::move(booked));
        }
        case RecordType::CrossBooked: {
            NJ_TRY(cross, core::decode<core::CrossBooked>(body));
            return add_cross(story, record.at, cross);
        }
        case RecordType::BalanceBooked:
            return with<core::BalanceBooked>(body, [&](auto r) { add_balance(story, r); });
        case RecordType::OrderRefused:
            return with<core::OrderRefused>(body,
                                            [&](auto r) { add_refusal(story, r.refusal.rule); });
        case RecordType::TargetRefused:
            return with<core::TargetRefused>(body,
                                             [&](auto r) { add_refusal(story, r.refusal.rule); });
        default: return tell_parent(story, record);
    }
}

Status tell(Story& story, const store::LogRecord& record) {
    const auto body = record.body;
    switch (static_cast<RecordType>(record.type)) {
        case RecordType::SessionOpened:
            return with<core::SessionOpened>(body, [&](auto r) { story.opening = std::move(r); });
        case RecordType::InstrumentDefined: return add_instrument(story, body);
        case RecordType::StrategyDefined:
            return with<core::StrategyDefined>(
                body, [&](auto r) { story.strategies.push_back(std::move(r)); });
        case RecordType::SeriesNamed:
            return with<core::SeriesNamed>(body,
                                           [&](auto r) { story.series.push_back(std::move(r)); });
        case RecordType::EquitySampled:
            return with<core::EquitySampled>(body,
                                             [&](auto r) { add_sample(story, record.at, r); });
        case RecordType::InstrumentClosed:
            return with<core::InstrumentClosed>(body, [&](auto r) { story.holdings.push_back(r); });
        case RecordType::KillLevelChanged:
            return with<core::KillLevelChanged>(body, [&](auto r) {
                story.kill_level = r.level;
                story.risk.push_back({record.at, fmt::format("kill level {}: {}",
                                                             core::name(r.level), cause_of(r))});
            });
        case RecordType::BreakerChanged:
            return with<core::BreakerChanged>(body, [&](auto r) {
                story.risk.push_back(
                    {record.at,
                     fmt::format("breaker of {}: {}", story.scope_name(r.scope), state_of(r))});
            });
        case RecordType::StageChanged:
            return with<core::StageChanged>(body, [&](auto r) {
                if (r.cause == core::StageChanged::Cause::Start) return;
                story.risk.push_back(
                    {record.at,
                     fmt::format("stage of {}: {}", story.strategy_name(r.strategy), state_of(r))});
            });
        case RecordType::SessionClosed:
            return with<core::SessionClosed>(body, [&](auto r) { story.closing = r; });
        case RecordType::EpochStarted:  // what closed is open again, and will be told anew
            story.closing.reset();
            story.holdings.clear();
            return {};
        default: return tell_trading(story, record);
    }
}

}  // namespace

core::Money in_currency(core::Money amount, core::AssetId asset, const core::Instrument& instrument,
                        core::Price price) {
    return asset != instrument.settle() ? instrument.value_of_base(amount, price) : amount;
}

const Curve& Story::total() const {
    static const Curve none;
    const auto found = curves.find(core::EquitySampled::total.value);
    return found == curves.end() ? none : found->second;
}

std::string Story::strategy_name(core::StrategyId id) const {
    return id.value < strategies.size() ? strategies[id.value].name : "house";
}

std::string Story::scope_name(core::Scope scope) const {
    switch (scope.kind) {
        case core::Scope::Kind::Instrument: return instrument_name({scope.id});
        case core::Scope::Kind::Strategy:
            return strategy_name({static_cast<std::uint16_t>(scope.id)});
        case core::Scope::Kind::Venue:
            return scope.id < opening.venues.size() ? opening.venues[scope.id] : "?";
        case core::Scope::Kind::Order:
        case core::Scope::Kind::Asset:
        case core::Scope::Kind::Account: return std::string{core::name(scope.kind)};
    }
    return "?";
}

std::string Story::instrument_name(core::InstrumentId id) const {
    const auto& instrument = instruments[id.value];
    return fmt::format("{}:{}", opening.venues[instrument.venue.value], instrument.symbol);
}

std::string Story::currency() const {
    if (instruments.empty()) return {};
    return opening.assets[instruments.front().settle().value];
}

std::optional<std::size_t> Story::target_of(const Booking& booking) const {
    const auto found = targets_of.find({booking.strategy, booking.instrument});
    if (found == targets_of.end()) return std::nullopt;
    const auto after = std::ranges::lower_bound(found->second, booking.targets_before);
    if (after == found->second.begin()) return std::nullopt;
    return *std::prev(after);
}

Result<Story> read_story(const std::filesystem::path& ledger) {
    NJ_TRY(reader, store::LogReader::open(ledger));
    Story story;
    for (std::uint64_t number = 1;; ++number) {
        NJ_TRY(record, reader.next());
        if (!record) break;
        if (auto told = tell(story, *record); !told)
            return std::unexpected{told.error().in(fmt::format("record {}", number))};
    }
    return story;
}

}  // namespace nightjar::report
