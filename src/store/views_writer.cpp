#include "store/views_writer.hpp"

#include "store/errc.hpp"

#include <fmt/format.h>

#include <cmath>

namespace nightjar::store {

using core::RecordType;
using core::Status;

namespace {

std::string_view name(core::Urgency urgency) {
    switch (urgency) {
        case core::Urgency::Low: return "low";
        case core::Urgency::Medium: return "medium";
        case core::Urgency::High: return "high";
    }
    return "?";
}

std::string_view name(core::Balance::Reason reason) {
    switch (reason) {
        case core::Balance::Reason::Deposit: return "deposit";
        case core::Balance::Reason::Funding: return "funding";
        case core::Balance::Reason::LiquidationFee: return "liquidation_fee";
        case core::Balance::Reason::Adjustment: return "adjustment";
    }
    return "?";
}

std::string_view name(core::Unit unit) {
    switch (unit) {
        case core::Unit::None: return "";
        case core::Unit::Count: return "count";
        case core::Unit::Ticks: return "price";
        case core::Unit::Lots: return "base";
        case core::Unit::Quote: return "quote";
        case core::Unit::BasisPoints: return "bps";
        case core::Unit::Nanoseconds: return "ns";
    }
    return "?";
}

std::string amount(core::Wide value, core::Unit unit, const core::Instrument& instrument) {
    switch (unit) {
        case core::Unit::Quote: return to_string(core::Money{value});
        case core::Unit::Ticks: return format_price({static_cast<std::int64_t>(value)}, instrument);
        case core::Unit::Lots: return format_qty({static_cast<std::int64_t>(value)}, instrument);
        default: return core::to_string(value);
    }
}

std::string json_text(std::string_view text) {
    std::string out = "\"";
    for (const char c : text) {
        constexpr char first_printable = ' ';
        if (c == '"' || c == '\\')
            out += fmt::format("\\{}", c);
        else if (c >= 0 && c < first_printable)
            out += fmt::format("\\u{:04x}", static_cast<int>(c));
        else
            out += c;
    }
    return out + '"';
}

std::string json_number(double value) {
    return std::isfinite(value) ? fmt::format("{}", value) : "null";
}

std::optional<std::string> price_text(std::optional<core::Price> price,
                                      const core::Instrument& instrument) {
    if (!price) return std::nullopt;
    return format_price(*price, instrument);
}

}  // namespace

Status ViewsWriter::write(std::uint64_t number, const LogRecord& record) {
    const NumberedRecord from{number, record.at, record.body};
    const auto type = static_cast<RecordType>(record.type);
    switch (type) {
        case RecordType::InstrumentDefined: return with<core::InstrumentDefined>(from);
        case RecordType::StrategyDefined: return with<core::StrategyDefined>(from);
        case RecordType::TargetSet: return with<core::TargetSet>(from);
        case RecordType::TargetRefused: return with<core::TargetRefused>(from);
        case RecordType::EquitySampled: return with<core::EquitySampled>(from);
        case RecordType::VenueEquitySampled: return with<core::VenueEquitySampled>(from);
        case RecordType::KillLevelChanged: return with<core::KillLevelChanged>(from);
        default: return write_trading(type, from);
    }
}

Status ViewsWriter::write_trading(RecordType type, const NumberedRecord& record) {
    switch (type) {
        case RecordType::ParentOpened: return with<core::ParentOpened>(record);
        case RecordType::OrderApproved: return with<core::OrderApproved>(record);
        case RecordType::OrderRefused: return with<core::OrderRefused>(record);
        case RecordType::CancelSent: return with<core::CancelSent>(record);
        case RecordType::OrderChanged: return with<core::OrderChanged>(record);
        case RecordType::FillBooked: return with<core::FillBooked>(record);
        case RecordType::CrossBooked: return with<core::CrossBooked>(record);
        case RecordType::BalanceBooked: return with<core::BalanceBooked>(record);
        default: return {};
    }
}

Status ViewsWriter::put(const NumberedRecord& from, const core::InstrumentDefined& defined) {
    NJ_TRY(prepared, names_->instrument(defined.instrument.id));
    const auto& i = *prepared;
    return sql_->run("INSERT INTO instruments VALUES (?,?,?,?,?,?,?,?,?,?,?,?)", i.id.value,
                     from.number, names_->venue(i.venue), i.symbol, names_->asset(i.base),
                     names_->asset(i.quote), core::name(i.kind), to_string(i.tick),
                     to_string(i.lot), format_qty(i.min_qty, i), format_qty(i.max_qty, i),
                     to_string(i.min_notional));
}

Status ViewsWriter::put(const NumberedRecord& from, const core::StrategyDefined& defined) {
    std::string signals;
    for (const auto& signal : defined.signals)
        signals += (signals.empty() ? "" : ",") + json_text(signal);
    return sql_->run("INSERT INTO strategies VALUES (?,?,?,?,?,?)", defined.strategy.value,
                     from.number, defined.name, defined.kind, to_string(defined.cash),
                     "[" + signals + "]");
}

std::string ViewsWriter::votes(const core::Target& target) const {
    std::string out;
    for (const auto& vote : target.votes.view())
        out += fmt::format("{}{{\"signal\":{},\"score\":{},\"weight\":{}}}", out.empty() ? "" : ",",
                           json_text(names_->signal(target.strategy, vote.signal)),
                           json_number(vote.score), json_number(vote.weight));
    return "[" + out + "]";
}

Status ViewsWriter::put_decision(const NumberedRecord& from, const Decision& decision) {
    const auto& target = decision.target;
    NJ_TRY(instrument, names_->instrument(target.instrument));
    std::optional<std::string> qty;
    if (decision.qty) qty = format_qty(*decision.qty, *instrument);
    return sql_->run("INSERT INTO decisions VALUES (?,?,?,?,?,?,?,?,?,?,?,?)", from.number,
                     from.at.ns, names_->strategy(target.strategy),
                     names_->venue(instrument->venue), instrument->symbol,
                     std::string_view{decision.refusal ? "refused" : "set"}, target.exposure, qty,
                     price_text(target.limit, *instrument), name(target.urgency), decision.refusal,
                     votes(target));
}

Status ViewsWriter::put(const NumberedRecord& from, const core::TargetSet& set) {
    return put_decision(from, {set.target, set.qty, std::nullopt});
}

Status ViewsWriter::put(const NumberedRecord& from, const core::TargetRefused& refused) {
    NJ_TRY(instrument, names_->instrument(refused.target.instrument));
    NJ_TRY(put_refusal(
        from, {refused.refusal, *instrument, names_->strategy(refused.target.strategy), nullptr}));
    return put_decision(from, {refused.target, std::nullopt, to_string(refused.refusal)});
}

Status ViewsWriter::put_refusal(const NumberedRecord& from, const Refused& refused) {
    const auto& [refusal, instrument, strategy, order] = refused;
    if (refusal.rule > core::Rule::Identity)
        return core::fail(Errc::Damaged, "a rule {} that this version does not know",
                          static_cast<int>(refusal.rule));
    const auto rule = core::name(refusal.rule);
    std::optional<std::uint64_t> id;
    std::optional<std::uint64_t> parent;
    std::optional<std::string_view> side;
    std::optional<std::string> qty;
    if (order != nullptr) {
        id = order->id.value;
        parent = order->parent.value;
        side = core::name(order->side);
        qty = format_qty(order->qty, instrument);
    }
    return sql_->run(
        "INSERT INTO refusals VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)", from.number,
        from.at.ns, std::string_view{order == nullptr ? "target" : "order"},
        rule.substr(0, rule.find(' ')), rule, name(refusal.unit),
        amount(refusal.value, refusal.unit, instrument),
        amount(refusal.limit, refusal.unit, instrument), core::name(refusal.scope.kind),
        names_->scope(refusal.scope), strategy, names_->venue(instrument.venue), instrument.symbol,
        id, parent, side, qty, to_string(refusal));
}

Status ViewsWriter::put(const NumberedRecord& from, const core::OrderRefused& refused) {
    NJ_TRY(instrument, names_->instrument(refused.order.instrument));
    return put_refusal(from, {refused.refusal, *instrument, std::nullopt, &refused.order});
}

Status ViewsWriter::put(const NumberedRecord& from, const core::ParentOpened& opened) {
    const auto& parent = opened.parent;
    NJ_TRY(instrument, names_->instrument(parent.instrument));
    NJ_TRY(sql_->run("INSERT OR REPLACE INTO parents VALUES (?,?,?,?,?,?,?,?,?,?)", parent.id.value,
                     from.number, from.at.ns, names_->venue(instrument->venue), instrument->symbol,
                     core::name(parent.side), format_qty(parent.qty, *instrument),
                     price_text(parent.limit, *instrument), name(parent.urgency),
                     parent.reduce_only));
    for (std::size_t part = 0; part < opened.shares.size(); ++part)
        NJ_TRY(sql_->run("INSERT OR REPLACE INTO parent_shares VALUES (?,?,?,?)", parent.id.value,
                         part, names_->strategy(opened.shares[part].strategy),
                         format_qty(opened.shares[part].qty, *instrument)));
    return {};
}

Status ViewsWriter::put(const NumberedRecord& from, const core::BalanceBooked& booked) {
    // Only funding is of an instrument; in other changes the field says nothing.
    std::optional<std::string> symbol;
    if (booked.balance.reason == core::Balance::Reason::Funding) {
        NJ_TRY(instrument, names_->instrument(booked.instrument));
        symbol = instrument->symbol;
    }
    return sql_->run("INSERT INTO balances VALUES (?,?,?,?,?,?,?,?)", from.number,
                     booked.stamp.exch.ns, names_->strategy(booked.strategy),
                     names_->venue(booked.venue), names_->asset(booked.balance.asset),
                     to_string(booked.balance.change), name(booked.balance.reason), symbol);
}

Status ViewsWriter::put(const NumberedRecord& from, const core::EquitySampled& sample) {
    return sql_->run("INSERT INTO equity VALUES (?,?,?,?,?,?)", from.number, from.at.ns,
                     names_->strategy(sample.account), to_string(sample.equity),
                     to_string(sample.peak), sample.max_drawdown_ppb);
}

Status ViewsWriter::put(const NumberedRecord& from, const core::VenueEquitySampled& sample) {
    return sql_->run("INSERT INTO equity VALUES (?,?,?,?,?,?)", from.number, from.at.ns,
                     "venue " + names_->venue(sample.venue), to_string(sample.equity),
                     to_string(sample.peak), sample.max_drawdown_ppb);
}

Status ViewsWriter::put(const NumberedRecord& from, const core::KillLevelChanged& changed) {
    std::optional<std::string> cause;
    if (changed.cause.rule != core::Rule::None && changed.cause.rule <= core::Rule::Identity)
        cause = to_string(changed.cause);
    return sql_->run("INSERT INTO kill_levels VALUES (?,?,?,?,?)", from.number, from.at.ns,
                     core::name(changed.level), cause, changed.by.view());
}

}  // namespace nightjar::store
