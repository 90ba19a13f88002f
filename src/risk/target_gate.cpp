#include "risk/target_gate.hpp"

#include <algorithm>
#include <cmath>

namespace nightjar::risk {

using core::Qty;

namespace {

/// 0 to 1; absent for what is not a number.
std::optional<double> throttle(double factor) {
    if (std::isnan(factor)) return std::nullopt;
    return std::clamp(factor, 0.0, 1.0);
}

/// Toward zero, and never beyond `whole`, whose neighbours a double may not tell apart.
Qty part_of(Qty whole, double part) {
    if (std::abs(part) >= 1) return part > 0 ? whole : -whole;
    const auto lots = static_cast<std::int64_t>(part * static_cast<double>(whole.raw));
    const auto most = magnitude(whole).raw;
    return Qty{std::clamp(lots, -most, most)};
}

core::Refusal unsizable(core::StrategyId strategy) {
    return {
        core::Rule::Sizing, core::Unit::None, 0, 0, {core::Scope::Kind::Strategy, strategy.value}};
}

}  // namespace

std::optional<Qty> Sizing::smallest() const {
    std::optional<Qty> least;
    for (const auto& cap : all_caps()) {
        if (!cap.lots) return std::nullopt;
        least = std::min(*cap.lots, least.value_or(*cap.lots));
    }
    return least;
}

core::SizedBy Sizing::record() const {
    const auto ppm = [](double factor) {
        constexpr double million = 1e6;
        return static_cast<std::int32_t>(std::lround(factor * million));
    };
    core::SizedBy by;
    for (const auto& cap : all_caps()) by.caps[by.count++] = cap.lots;
    by.drawdown_ppm = ppm(drawdown_factor);
    by.threat_ppm = ppm(threat_factor);
    by.confidence_ppm = ppm(confidence_factor);
    by.stage_ppm = ppm(stage_factor);
    return by;
}

TargetGate::TargetGate(const core::Catalog& catalog,
                       std::vector<std::vector<std::unique_ptr<Sizer>>> sizers)
    : catalog_{&catalog},
      sizers_{std::move(sizers)},
      learns_{std::ranges::any_of(sizers_,
                                  [](const auto& chain) {
                                      return std::ranges::any_of(chain, [](const auto& sizer) {
                                          return sizer->wants_days();
                                      });
                                  })},
      grants_(sizers_.size() * catalog.instruments().size()) {
    for (const auto& chain : sizers_)
        NJ_CHECK(!chain.empty() && chain.size() <= Sizing::most_caps,
                 "a strategy needs a sizer, and at most {}", Sizing::most_caps);
    for (const auto& instrument : catalog.instruments())
        histories_.emplace_back(instrument.inverse());
    others_.reserve(histories_.size());
}

void TargetGate::learn(core::InstrumentId instrument, const core::Candle& bar) {
    if (!learns_) return;
    now_ = std::max(now_, bar.open_time + bar.timeframe);
    auto& history = histories_[instrument.value];
    if (!history.learn(bar)) return;
    for (const auto& chain : sizers_)
        for (const auto& sizer : chain) sizer->learn(instrument, history);
}

Sizing TargetGate::explain(const core::Target& target, const market::Market& market,
                           const portfolio::Books& books, const Throttles& throttles) {
    const auto& account = books.strategy(target.strategy).account;
    auto& granted = grants_[target.strategy.value * histories_.size() + target.instrument.value];
    Sizing sizing;
    if (target.exposure == 0) {
        granted = {};
        return sizing;
    }
    const auto drawdown = throttle(1 - throttles.drawdown / throttles.drawdown_max);
    const auto threat = throttle(throttles.threat);
    const auto confidence = throttle(throttles.confidence);
    const auto stage = throttle(throttles.stage);
    sizing.drawdown_factor = drawdown.value_or(0);
    sizing.threat_factor = threat.value_or(0);
    sizing.confidence_factor = confidence.value_or(0);
    sizing.stage_factor = stage.value_or(0);
    const bool known = std::isfinite(target.exposure) && drawdown && threat && confidence && stage;
    if (known) {
        sizing.exposure = std::clamp(target.exposure, -1.0, 1.0);
        ask_sizers(sizing, target, market, account);
    }
    const auto held = account.held(target.instrument);
    if (const auto smallest = sizing.smallest()) {
        const auto qty =
            part_of(*smallest, sizing.exposure * *drawdown * *threat * *confidence * *stage);
        sizing.result = throttles.bar ? barred(qty, held, *throttles.bar) : qty;
        if (sizing.result) granted = {*sizing.result, sizing.exposure};
    } else if (const auto less = unsized(target, held)) {
        sizing.result = *less;
        granted = {*less, less->raw == 0 ? 0 : target.exposure};
    } else {
        sizing.result = std::unexpected{unsizable(target.strategy)};
    }
    return sizing;
}

void TargetGate::ask_sizers(Sizing& sizing, const core::Target& target,
                            const market::Market& market, const portfolio::Account& account) {
    const auto price = market.valuation(target.instrument);
    if (!price) return;
    const auto& chain = sizers_[target.strategy.value];
    if (std::ranges::any_of(chain, [](const auto& sizer) { return sizer->weighs_book(); }))
        read_others(target, market, account);
    else
        others_.clear();
    const SizingInput input{&(*catalog_)[target.instrument],
                            &market[target.instrument],
                            account.equity(),
                            *price,
                            target.exposure > 0 ? core::Side::Buy : core::Side::Sell,
                            now_,
                            histories_,
                            others_};
    for (const auto& sizer : chain)
        sizing.caps[sizing.cap_count++] = {sizer->name(), sizer->cap(input)};
}

/// What the strategy has elsewhere: the position or what was granted, whichever is larger.
void TargetGate::read_others(const core::Target& target, const market::Market& market,
                             const portfolio::Account& account) {
    others_.clear();
    for (const auto& instrument : catalog_->instruments()) {
        if (instrument.id == target.instrument || catalog_->home(instrument.id) != instrument.id)
            continue;
        const auto held = account.held(instrument.id);
        const auto granted = grant(target.strategy, instrument.id).qty;
        const auto qty = magnitude(granted) > magnitude(held) ? granted : held;
        if (qty.raw == 0) continue;
        Exposure other{instrument.id, {}};
        if (const auto price = market.valuation(instrument.id))
            other.notional = approximate(instrument.notional(*price, qty));
        others_.push_back(other);
    }
}

/// Less of what is held, or flat; no more, and nothing on the other side.
std::expected<Qty, core::Refusal> TargetGate::barred(Qty wanted, Qty held,
                                                     const core::Refusal& bar) {
    if (held.raw > 0) return std::clamp(wanted, Qty{}, held);
    if (held.raw < 0) return std::clamp(wanted, held, Qty{});
    return std::unexpected{bar};
}

/// What may be said of a target without a size: less than is held, or nothing.
std::optional<Qty> TargetGate::unsized(const core::Target& target, Qty held) const {
    const double wanted = target.exposure;
    if ((held.raw > 0 && wanted < 0) || (held.raw < 0 && wanted > 0)) return Qty{};
    const double before = grant(target.strategy, target.instrument).exposure;
    if (held.raw == 0 || !(before * wanted > 0) || !(std::abs(wanted) < std::abs(before)))
        return std::nullopt;
    return part_of(held, wanted / before);
}

}  // namespace nightjar::risk
