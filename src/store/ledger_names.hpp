#pragma once
/// What the ids of a ledger mean, as its first records say.

#include "core/model/record.hpp"
#include "store/log_reader.hpp"

#include <string>
#include <vector>

namespace nightjar::store {

/// One thread. What has no name is its number: "#7".
class LedgerNames {
public:
    /// Takes from a record what it names; nothing from most.
    core::Status learn(const LogRecord& record);

    /// Of client order ids.
    [[nodiscard]] std::uint16_t node() const { return node_; }
    /// Error: Damaged, for one that was never defined.
    [[nodiscard]] core::Result<const core::Instrument*> instrument(core::InstrumentId id) const;
    /// Also "house" and "total".
    [[nodiscard]] std::string strategy(core::StrategyId id) const;
    [[nodiscard]] std::string venue(core::VenueId id) const;
    [[nodiscard]] std::string asset(core::AssetId id) const;
    [[nodiscard]] std::string signal(core::StrategyId strategy, core::SignalId id) const;
    /// "venue:SYMBOL".
    [[nodiscard]] std::string full_name(const core::Instrument& instrument) const;
    [[nodiscard]] std::string full_name(core::InstrumentId id) const;
    [[nodiscard]] std::string scope(const core::Scope& scope) const;
    /// In which all instruments are settled; empty while there are none.
    [[nodiscard]] std::string currency() const;
    /// "0.5 BTC", and "63500.1".
    [[nodiscard]] std::string qty(core::Qty qty, core::InstrumentId id) const;
    [[nodiscard]] std::string price(core::Price price, core::InstrumentId id) const;

private:
    std::vector<std::string> venues_;
    std::vector<std::string> assets_;
    std::vector<core::Instrument> instruments_;
    std::vector<core::StrategyDefined> strategies_;
    std::uint16_t node_{};
};

}  // namespace nightjar::store
