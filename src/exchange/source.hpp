#pragma once
/// Who makes the market that a hall's clients meet.

#include "exchange/config.hpp"
#include "sim/matching.hpp"

#include <memory>

namespace nightjar::exchange {

/// Agents, or a recording (whose pits are then Matching's Recorded ones). One venue. Events come
/// with exchange time, each instrument's book first.
class MarketSource {
public:
    virtual ~MarketSource() = default;
    /// Everything up to and including `now`, also what clients' orders did since the last call.
    virtual void advance(core::Time now) = 0;
    /// The same without living through it: books begin anew.
    virtual void skip_to(core::Time now) = 0;
    [[nodiscard]] virtual const core::Event* next_event() const = 0;
    virtual void pop_event() = 0;
    [[nodiscard]] virtual sim::Matching& exchange() = 0;
};

/// The catalog must outlive it.
std::unique_ptr<MarketSource> make_agents(const core::Catalog& catalog, core::AssetId currency,
                                          const HallConfig& config);

}  // namespace nightjar::exchange
