#include "ops/news.hpp"

#include "core/model/record_text.hpp"

namespace nightjar::ops {

using core::RecordType;

namespace {

template <class Record, class Use>
void with(std::span<const std::byte> body, Use use) {
    // A record that does not decode is news for `verify`, not for this page.
    if (auto record = core::decode<Record>(body)) use(*record);
}

}  // namespace

const std::deque<NewsLine>& News::refresh() {
    if (!reader_) {
        auto opened = store::LogReader::open(ledger_);
        if (!opened) return lines_;
        reader_.emplace(std::move(*opened));
    }
    for (auto record = reader_->next(); record && *record; record = reader_->next()) tell(**record);
    return lines_;
}

void News::add(core::Time at, std::string kind, std::string text) {
    lines_.push_front({at, std::move(kind), std::move(text)});
    if (lines_.size() > kept) lines_.pop_back();
}

std::string News::instrument(core::InstrumentId id) const {
    if (id.value >= instruments_.size()) return "?";
    const auto& instrument = instruments_[id.value];
    return fmt::format("{}:{}", venues_[instrument.venue.value], instrument.symbol);
}

std::string News::scope(core::Scope scope) const {
    switch (scope.kind) {
        case core::Scope::Kind::Instrument: return instrument({scope.id});
        case core::Scope::Kind::Strategy: return strategy({static_cast<std::uint16_t>(scope.id)});
        case core::Scope::Kind::Venue: return scope.id < venues_.size() ? venues_[scope.id] : "?";
        case core::Scope::Kind::Order:
        case core::Scope::Kind::Asset:
        case core::Scope::Kind::Account: return std::string{core::name(scope.kind)};
    }
    return "?";
}

std::string News::strategy(core::StrategyId id) const {
    return id.value < strategies_.size() ? strategies_[id.value].name : "house";
}

void News::tell_target(core::Time at, const core::TargetSet& set) {
    const auto& target = set.target;
    std::string votes;
    for (const auto& vote : target.votes.view()) {
        const auto& names = strategies_[target.strategy.value].signals;
        votes += fmt::format(" {} {:+.2f}",
                             vote.signal.value < names.size() ? names[vote.signal.value] : "?",
                             vote.score);
    }
    add(at, "decision",
        fmt::format("{}: hold {} of {} ({}x{})", strategy(target.strategy),
                    core::format_qty(set.qty, instruments_[target.instrument.value]),
                    instrument(target.instrument), target.exposure, votes));
}

void News::tell_fill(core::Time at, const core::FillBooked& booked) {
    const auto& traded = instruments_[booked.instrument.value];
    std::string owners;
    for (const auto& share : booked.shares)
        owners += (owners.empty() ? "" : ", ") + strategy(share.strategy);
    add(at, "fill",
        fmt::format("{} {} {} at {} for {}", core::name(booked.fill.side),
                    core::format_qty(booked.fill.qty, traded), instrument(booked.instrument),
                    core::format_price(booked.fill.price, traded), owners));
}

void News::tell(const store::LogRecord& record) {
    const auto at = record.at;
    switch (static_cast<RecordType>(record.type)) {
        case RecordType::SessionOpened:
            with<core::SessionOpened>(record.body, [&](auto& r) { venues_ = r.venues; });
            break;
        case RecordType::InstrumentDefined:
            with<core::InstrumentDefined>(record.body,
                                          [&](auto& r) { instruments_.push_back(r.instrument); });
            break;
        case RecordType::StrategyDefined:
            with<core::StrategyDefined>(record.body, [&](auto& r) { strategies_.push_back(r); });
            break;
        case RecordType::TargetSet:
            with<core::TargetSet>(record.body, [&](auto& r) { tell_target(at, r); });
            break;
        case RecordType::FillBooked:
            with<core::FillBooked>(record.body, [&](auto& r) { tell_fill(at, r); });
            break;
        case RecordType::OrderRefused:
            with<core::OrderRefused>(record.body, [&](auto& r) {
                add(at, "refusal",
                    fmt::format("{} {}: {}", core::name(r.order.side),
                                instrument(r.order.instrument), to_string(r.refusal)));
            });
            break;
        case RecordType::CrossBooked:
            with<core::CrossBooked>(record.body, [&](auto& r) {
                add(at, "cross",
                    fmt::format("{} buys {} of {} from {}", strategy(r.buyer),
                                core::format_qty(r.qty, instruments_[r.instrument.value]),
                                instrument(r.instrument), strategy(r.seller)));
            });
            break;
        case RecordType::KillLevelChanged:
            with<core::KillLevelChanged>(record.body, [&](auto& r) {
                add(at, "kill", fmt::format("{}: {}", core::name(r.level), cause_of(r)));
            });
            break;
        case RecordType::BreakerChanged:
            with<core::BreakerChanged>(record.body, [&](auto& r) {
                add(at, "breaker", fmt::format("{}: {}", scope(r.scope), state_of(r)));
            });
            break;
        case RecordType::AlarmRaised:
            add(at, "alarm", "positions are still open five minutes after they were to be closed");
            break;
        default: break;
    }
}

}  // namespace nightjar::ops
