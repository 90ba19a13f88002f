#include "store/ledger_names.hpp"

#include "store/errc.hpp"

namespace nightjar::store {

using core::RecordType;

namespace {

std::string numbered(std::uint64_t id) { return fmt::format("#{}", id); }

std::string at(const std::vector<std::string>& names, std::size_t index) {
    return index < names.size() ? names[index] : numbered(index);
}

}  // namespace

core::Status LedgerNames::learn(const LogRecord& record) {
    switch (static_cast<RecordType>(record.type)) {
        case RecordType::SessionOpened: {
            NJ_TRY(opened, core::decode<core::SessionOpened>(record.body));
            venues_ = std::move(opened.venues);
            assets_ = std::move(opened.assets);
            return {};
        }
        case RecordType::InstrumentDefined: {
            NJ_TRY(defined, core::decode<core::InstrumentDefined>(record.body));
            NJ_TRY(defined.instrument.prepare());
            if (defined.instrument.id.value != instruments_.size())
                return core::fail(Errc::Damaged, "instrument {} is defined in the place of {}",
                                  defined.instrument.id.value, instruments_.size());
            instruments_.push_back(std::move(defined.instrument));
            return {};
        }
        case RecordType::StrategyDefined: {
            NJ_TRY(defined, core::decode<core::StrategyDefined>(record.body));
            if (defined.strategy.value != strategies_.size())
                return core::fail(Errc::Damaged, "strategy {} is defined in the place of {}",
                                  defined.strategy.value, strategies_.size());
            strategies_.push_back(std::move(defined));
            return {};
        }
        case RecordType::EpochStarted: {
            NJ_TRY(started, core::decode<core::EpochStarted>(record.body));
            node_ = started.node;
            return {};
        }
        default: return {};
    }
}

core::Result<const core::Instrument*> LedgerNames::instrument(core::InstrumentId id) const {
    if (id.value >= instruments_.size())
        return core::fail(Errc::Damaged, "instrument {} was never defined", id.value);
    return &instruments_[id.value];
}

std::string LedgerNames::strategy(core::StrategyId id) const {
    if (id == core::house) return "house";
    if (id == core::EquitySampled::total) return "total";
    return id.value < strategies_.size() ? strategies_[id.value].name : numbered(id.value);
}

std::string LedgerNames::venue(core::VenueId id) const { return at(venues_, id.value); }
std::string LedgerNames::asset(core::AssetId id) const { return at(assets_, id.value); }

std::string LedgerNames::signal(core::StrategyId strategy, core::SignalId id) const {
    return strategy.value < strategies_.size() ? at(strategies_[strategy.value].signals, id.value)
                                               : numbered(id.value);
}

std::string LedgerNames::full_name(const core::Instrument& instrument) const {
    return fmt::format("{}:{}", venue(instrument.venue), instrument.symbol);
}

std::string LedgerNames::full_name(core::InstrumentId id) const {
    return id.value < instruments_.size() ? full_name(instruments_[id.value]) : numbered(id.value);
}

std::string LedgerNames::scope(const core::Scope& scope) const {
    const auto small = static_cast<std::uint16_t>(scope.id);
    switch (scope.kind) {
        case core::Scope::Kind::Instrument: return full_name(core::InstrumentId{scope.id});
        case core::Scope::Kind::Asset: return asset({small});
        case core::Scope::Kind::Venue: return venue({small});
        case core::Scope::Kind::Strategy: return strategy({small});
        case core::Scope::Kind::Order:
        case core::Scope::Kind::Account: return std::string{core::name(scope.kind)};
    }
    return numbered(scope.id);
}

std::string LedgerNames::currency() const {
    return instruments_.empty() ? "" : asset(instruments_.front().settle());
}

std::string LedgerNames::qty(core::Qty qty, core::InstrumentId id) const {
    if (id.value >= instruments_.size()) return fmt::format("{} lots", qty.raw);
    const auto& of = instruments_[id.value];
    return fmt::format("{} {}", core::format_qty(qty, of),
                       asset(of.inverse() ? of.quote : of.base));
}

std::string LedgerNames::price(core::Price price, core::InstrumentId id) const {
    if (id.value >= instruments_.size()) return fmt::format("{} ticks", price.raw);
    return core::format_price(price, instruments_[id.value]);
}

}  // namespace nightjar::store
