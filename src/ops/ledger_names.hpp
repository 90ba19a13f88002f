#pragma once
/// What the numbers in a ledger's records are called.

#include "core/model/record.hpp"

#include <span>
#include <string>
#include <vector>

namespace nightjar::ops {

/// One thread. Learns from the records that define; asked for what was not defined it says "?".
class LedgerNames {
public:
    void learn(core::RecordType type, std::span<const std::byte> body);

    [[nodiscard]] std::string instrument(core::InstrumentId id) const;  ///< "venue:SYMBOL"
    [[nodiscard]] std::string strategy(core::StrategyId id) const;
    [[nodiscard]] std::string asset(core::AssetId id) const;
    [[nodiscard]] std::string signal(core::StrategyId strategy, core::SignalId id) const;
    /// "okx", "okx:BTC-USDT-SWAP", "trend", "account".
    [[nodiscard]] std::string scope(core::Scope scope) const;
    /// In which all instruments are settled; empty while there are none.
    [[nodiscard]] std::string currency() const;
    /// In units, with the asset that they are of.
    [[nodiscard]] std::string qty(core::Qty qty, core::InstrumentId id) const;
    [[nodiscard]] std::string price(core::Price price, core::InstrumentId id) const;

private:
    [[nodiscard]] const core::Instrument* find(core::InstrumentId id) const;

    std::vector<std::string> venues_;
    std::vector<std::string> assets_;
    std::vector<core::Instrument> instruments_;
    std::vector<core::StrategyDefined> strategies_;
};

/// "3,012.20", for people: two decimals of what is large, up to eight of what is small.
std::string grouped(core::Money amount);

}  // namespace nightjar::ops
