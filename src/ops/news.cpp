#include "ops/news.hpp"

#include "core/model/execution.hpp"
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

void News::tell_target(core::Time at, const core::TargetSet& set) {
    const auto& target = set.target;
    std::string votes;
    for (const auto& vote : target.votes.view())
        votes +=
            fmt::format(" {} {:+.2f}", names_.signal(target.strategy, vote.signal), vote.score);
    add(at, "decision",
        fmt::format("{}: hold {} of {} ({}x{})", names_.strategy(target.strategy),
                    names_.qty(set.qty, target.instrument), names_.full_name(target.instrument),
                    target.exposure, votes));
}

void News::tell_fill(core::Time at, const core::FillBooked& booked) {
    std::string owners;
    for (const auto& share : booked.shares)
        owners += (owners.empty() ? "" : ", ") + names_.strategy(share.strategy);
    add(at, "fill",
        fmt::format("{} {} of {} at {} for {}", core::name(booked.fill.side),
                    names_.qty(booked.fill.qty, booked.instrument),
                    names_.full_name(booked.instrument),
                    names_.price(booked.fill.price, booked.instrument), owners));
}

void News::tell_protection(core::Time at, const core::ProtectionChanged& changed) {
    if (const auto instrument = names_.instrument(changed.instrument))
        add(at, "protection",
            fmt::format("{} in {}: {}", names_.strategy(changed.strategy),
                        names_.full_name(**instrument), state_of(changed, **instrument)));
}

void News::tell_refusal(core::Time at, const core::OrderRefused& refused) {
    add(at, "refusal",
        fmt::format("{} {}: {}", core::name(refused.order.side),
                    names_.full_name(refused.order.instrument), to_string(refused.refusal)));
}

void News::tell_order(core::Time at, const core::ManualOrder& order) {
    const auto terms = order.terms.view();
    add(at, "order",
        fmt::format("{} orders {} of {} for {}, {}", order.by.view(),
                    names_.qty(order.qty, order.instrument), names_.full_name(order.instrument),
                    names_.strategy(order.strategy), terms.empty() ? "as it is used to" : terms));
}

void News::tell_cross(core::Time at, const core::CrossBooked& cross) {
    add(at, "cross",
        fmt::format("{} buys {} of {} from {}", names_.strategy(cross.buyer),
                    names_.qty(cross.qty, cross.instrument), names_.full_name(cross.instrument),
                    names_.strategy(cross.seller)));
}

void News::tell(const store::LogRecord& record) {
    const auto at = record.at;
    const auto type = static_cast<RecordType>(record.type);
    static_cast<void>(names_.learn(record));
    switch (type) {
        case RecordType::TargetSet:
            with<core::TargetSet>(record.body, [&](auto& r) { tell_target(at, r); });
            break;
        case RecordType::FillBooked:
            with<core::FillBooked>(record.body, [&](auto& r) { tell_fill(at, r); });
            break;
        case RecordType::OrderRefused:
            with<core::OrderRefused>(record.body, [&](auto& r) { tell_refusal(at, r); });
            break;
        case RecordType::CrossBooked:
            with<core::CrossBooked>(record.body, [&](auto& r) { tell_cross(at, r); });
            break;
        case RecordType::KillLevelChanged:
            with<core::KillLevelChanged>(record.body, [&](auto& r) {
                add(at, "kill", fmt::format("{}: {}", core::name(r.level), cause_of(r)));
            });
            break;
        case RecordType::BreakerChanged:
            with<core::BreakerChanged>(record.body, [&](auto& r) {
                add(at, "breaker", fmt::format("{}: {}", names_.scope(r.scope), state_of(r)));
            });
            break;
        case RecordType::StageChanged:
            with<core::StageChanged>(record.body, [&](auto& r) {
                if (r.cause == core::StageChanged::Cause::Start) return;
                add(at, "ramp", fmt::format("{}: {}", names_.strategy(r.strategy), state_of(r)));
            });
            break;
        case RecordType::ProtectionChanged:
            with<core::ProtectionChanged>(record.body, [&](auto& r) { tell_protection(at, r); });
            break;
        case RecordType::ManualOrder:
            with<core::ManualOrder>(record.body, [&](auto& r) { tell_order(at, r); });
            break;
        case RecordType::ManualCancel:
            with<core::ManualCancel>(record.body, [&](auto& r) {
                add(at, "order",
                    fmt::format("{} withdraws parent {}", r.by.view(), r.parent.value));
            });
            break;
        case RecordType::AlarmRaised:
            add(at, "alarm", "positions are still open five minutes after they were to be closed");
            break;
        case RecordType::FeeDiffered:
            with<core::FeeDiffered>(record.body, [&](auto& r) {
                add(at, "fee",
                    fmt::format("{} charges otherwise than its table of fees says",
                                names_.full_name(r.instrument)));
            });
            break;
        default: break;
    }
}

}  // namespace nightjar::ops
