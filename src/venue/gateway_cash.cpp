/// The account's cash against ours: funding, and what neither side explains.

#include "venue/gateway_sweep.hpp"
#include "venue/steps.hpp"

#include <algorithm>

namespace nightjar::venue {

using core::Status;

namespace {

/// An answer may be older than what the stream has told already.
constexpr core::Duration staleness = core::seconds(2);
// What moves may be on its way, so it must be seen more often than what stands still.
constexpr unsigned seen_moving = 1;
constexpr unsigned seen_still = 3;
constexpr unsigned sure = 6;

}  // namespace

core::Time Gateway::sweep_since() const {
    constexpr core::Duration overlap = core::seconds(60);
    return std::min(swept_to_, mirror_.fills_due().value_or(swept_to_)) - overlap;
}

/// What was settled before was not ours.
Status Gateway::settled(const FundingSaid& funding) {
    return funding.at >= born_ + ahead_ ? mirror_.on(funding) : Status{};
}

void Gateway::sweep_balances() {
    sweep_->cash.held.resize(catalog_->assets().size());
    if (!config_.alone) return sweep_positions();
    asker_.ask(
        {.kind = Question::Kind::Balances},
        [this, mine = std::weak_ptr{sweep_}](const AccountEvent& event) -> Status {
            const auto* said = std::get_if<BalanceSaid>(&event);
            if (mine.expired() || said == nullptr) return {};
            const auto& assets = catalog_->assets();
            const auto known = std::ranges::find(assets, said->asset);
            if (known != assets.end())
                sweep_->cash.held[static_cast<std::size_t>(known - assets.begin())] +=
                    money_of(said->total);
            return {};
        },
        [this, mine = std::weak_ptr{sweep_}](const Status& status) {
            if (mine.expired()) return;
            if (!status) return sweep_failed(status.error());
            sweep_positions();
        });
}

void Gateway::sweep_funding() {
    if (!codec_->abilities().funding) return sweep_fills();
    asker_.ask(
        {.kind = Question::Kind::Funding,
         .since = sweep_since(),
         .until = venue_now() + core::seconds(1)},
        [this, mine = std::weak_ptr{sweep_}](const AccountEvent& event) -> Status {
            const auto* said = std::get_if<FundingSaid>(&event);
            return mine.expired() || said == nullptr ? Status{} : settled(*said);
        },
        [this, mine = std::weak_ptr{sweep_}](const Status& status) {
            if (mine.expired()) return;
            if (!status) return sweep_failed(status.error());
            sweep_fills();
        });
}

/// Instruments of which the venue holds another position than we do, at two sweeps.
void Gateway::quarantine(const Findings& findings) {
    quarantined_.clear();
    for (const auto& now_found : findings.unexplained)
        for (const auto& before : unexplained_)
            if (before.instrument == now_found.instrument && before.lots == now_found.lots) {
                quarantined_.insert(now_found.instrument);
                note_(fmt::format("{}: the venue has {} more than we know of: not traded",
                                  catalog_->name(now_found.instrument),
                                  format_qty(now_found.lots, (*catalog_)[now_found.instrument])));
            }
    unexplained_ = findings.unexplained;
}

/// `settled`: all that either side knows of is booked.
void Gateway::compare_cash(const Sweep& done, bool settled) {
    auto ours = mirror_.cash().view(done.began + ahead_ - staleness);
    const auto& assets = mirror_.cash().assets();
    if (!beside_) {
        if (!settled || !ours.lately.empty()) return;
        beside_.emplace(ours.held.size());
        for (const auto asset : assets)
            (*beside_)[asset.value] = done.cash.held[asset.value] - ours.held[asset.value];
        return;
    }
    for (const auto asset : assets) ours.held[asset.value] += (*beside_)[asset.value];
    auto before = std::exchange(doubted_, {});
    for (const auto& gap : compare(std::move(ours), done.cash)) {
        if (std::ranges::find(assets, gap.asset) == assets.end()) continue;
        auto& doubt = doubted_[gap.asset] = before[gap.asset];
        // Fills that were booked in another order leave a gap that each trade changes; money that
        // is gone leaves the same.
        const bool same =
            magnitude(gap.more() - doubt.seen) <= scaled(magnitude(gap.more()), 1, 10);
        if (settled && gap.moving && !same && doubt.weight < sure) doubt.weight = 0;
        doubt.seen = gap.more();
        // Of fills that are yet to be booked the gap may be a part, and of none that was seen.
        if (settled) doubt.weight += gap.moving ? seen_moving : seen_still;
        if (doubt.weight >= sure) quarantine(gap, doubt);
    }
    for (const auto& [asset, doubt] : before)
        if (doubt.weight >= sure && !doubted_.contains(asset))
            note_(fmt::format("{}: {}: ours and theirs agree again", catalog_->name(config_.venue),
                              catalog_->name(asset)));
}

/// All that is traded in it, and told once for each amount.
void Gateway::quarantine(const BalanceGap& gap, Doubt& doubt) {
    for (const auto* each : instruments_) {
        const bool spot = each->kind == core::InstrumentKind::Spot;
        if (each->settle() == gap.asset || (spot && each->base == gap.asset))
            quarantined_.insert(each->id);
    }
    if (std::exchange(doubt.more, gap.more()) == gap.more()) return;
    note_(
        fmt::format("{}: {}: ours {}, theirs {}: {} more than fills and funding explain: what is "
                    "traded in it is not traded",
                    catalog_->name(config_.venue), catalog_->name(gap.asset), to_string(gap.ours),
                    to_string(gap.theirs), to_string(gap.more())));
}

}  // namespace nightjar::venue
