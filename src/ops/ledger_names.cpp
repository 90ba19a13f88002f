#include "ops/ledger_names.hpp"

namespace nightjar::ops {

using core::RecordType;

namespace {

constexpr auto unknown = "?";

}  // namespace

void LedgerNames::learn(RecordType type, std::span<const std::byte> body) {
    if (type == RecordType::SessionOpened) {
        if (auto opened = core::decode<core::SessionOpened>(body)) {
            venues_ = std::move(opened->venues);
            assets_ = std::move(opened->assets);
        }
    } else if (type == RecordType::InstrumentDefined) {
        if (auto defined = core::decode<core::InstrumentDefined>(body))
            instruments_.push_back(std::move(defined->instrument));
    } else if (type == RecordType::StrategyDefined) {
        if (auto defined = core::decode<core::StrategyDefined>(body))
            strategies_.push_back(std::move(*defined));
    }
}

const core::Instrument* LedgerNames::find(core::InstrumentId id) const {
    return id.value < instruments_.size() ? &instruments_[id.value] : nullptr;
}

std::string LedgerNames::instrument(core::InstrumentId id) const {
    const auto* found = find(id);
    if (found == nullptr || found->venue.value >= venues_.size()) return unknown;
    return fmt::format("{}:{}", venues_[found->venue.value], found->symbol);
}

std::string LedgerNames::strategy(core::StrategyId id) const {
    if (id == core::house) return "house";
    return id.value < strategies_.size() ? strategies_[id.value].name : unknown;
}

std::string LedgerNames::asset(core::AssetId id) const {
    return id.value < assets_.size() ? assets_[id.value] : unknown;
}

std::string LedgerNames::signal(core::StrategyId strategy, core::SignalId id) const {
    if (strategy.value >= strategies_.size()) return unknown;
    const auto& signals = strategies_[strategy.value].signals;
    return id.value < signals.size() ? signals[id.value] : unknown;
}

std::string LedgerNames::scope(core::Scope scope) const {
    switch (scope.kind) {
        case core::Scope::Kind::Instrument: return instrument({scope.id});
        case core::Scope::Kind::Strategy: return strategy({static_cast<std::uint16_t>(scope.id)});
        case core::Scope::Kind::Asset: return asset({static_cast<std::uint16_t>(scope.id)});
        case core::Scope::Kind::Venue:
            return scope.id < venues_.size() ? venues_[scope.id] : unknown;
        case core::Scope::Kind::Order:
        case core::Scope::Kind::Account: return std::string{core::name(scope.kind)};
    }
    return unknown;
}

std::string LedgerNames::currency() const {
    return instruments_.empty() ? "" : asset(instruments_.front().settle());
}

std::string LedgerNames::qty(core::Qty qty, core::InstrumentId id) const {
    const auto* found = find(id);
    if (found == nullptr) return unknown;
    return fmt::format("{} {}", core::format_qty(qty, *found),
                       asset(found->inverse() ? found->quote : found->base));
}

std::string LedgerNames::price(core::Price price, core::InstrumentId id) const {
    const auto* found = find(id);
    return found == nullptr ? unknown : core::format_price(price, *found);
}

std::string grouped(core::Money amount) {
    constexpr std::size_t group = 3;
    constexpr std::size_t least_decimals = 2;
    constexpr std::size_t most_decimals = 8;
    const bool large = core::magnitude(amount) >= core::whole(100);
    auto text = to_string(core::magnitude(amount));
    const auto point = std::min(text.find('.'), text.size());
    auto whole = text.substr(0, point);
    auto decimals = point < text.size() ? text.substr(point + 1) : "";
    decimals.resize(large ? least_decimals : most_decimals, '0');
    while (decimals.size() > least_decimals && decimals.ends_with('0')) decimals.pop_back();
    for (auto at = whole.size(); at > group; at -= group) whole.insert(at - group, ",");
    return fmt::format("{}{}.{}", amount < core::Money{} ? "-" : "", whole, decimals);
}

}  // namespace nightjar::ops
