#pragma once
/// Who makes the market that a hall's clients meet.

#include "exchange/config.hpp"
#include "sim/matching.hpp"

#include <memory>

namespace nightjar::exchange {

/// Agents, or recordings. One venue. Events come with exchange time, each instrument's book first.
class MarketSource {
public:
    virtual ~MarketSource() = default;
    /// Recordings begin: what happened there at a time happens here `later`. Agents need no call.
    virtual void play(core::Duration later) = 0;
    /// Everything up to and including `now`, also what clients' orders did since the last call.
    virtual void advance(core::Time now) = 0;
    /// The same without living through it: books begin anew.
    virtual void skip_to(core::Time now) = 0;
    [[nodiscard]] virtual const core::Event* next_event() const = 0;
    virtual void pop_event() = 0;
    [[nodiscard]] virtual sim::Matching& exchange() = 0;
};

/// The recordings of the listings, if there are any, else agents. The catalog must outlive it.
std::unique_ptr<MarketSource> make_source(const core::Catalog& catalog, core::AssetId currency,
                                          const HallConfig& config);

}  // namespace nightjar::exchange
