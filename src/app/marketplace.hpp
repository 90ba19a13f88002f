#pragma once
/// Where a session in real time trades.

#include "app/plan.hpp"
#include "app/session_dir.hpp"
#include "engine/engine.hpp"
#include "engine/snapshot.hpp"

#include <memory>
#include <vector>

namespace nightjar::app {

/// That an order of the life before is gone with its exchange.
[[nodiscard]] inline core::Event session_ended(const core::OrderRequest& order) {
    return {{},
            order.instrument,
            order.venue,
            core::OrderUpdate{order.id, core::OrderState::Cancelled,
                              core::OrderReason::SessionEnded, order.price, order.qty}};
}

/// The crowd in this process, or venues over their own protocols. First `enter`, then the engine is
/// built with `venues`; after a restart `resume`; then `open`, and the engine's thread reads the
/// feed until `close`.
class Marketplace {
public:
    virtual ~Marketplace() = default;

    /// Opens the accounts. `records`: that the session's ledger holds already.
    virtual core::Status enter(const engine::Config& config, const SessionDir& session,
                               std::uint64_t records) = 0;
    [[nodiscard]] virtual std::vector<core::Venue*> venues() = 0;
    /// What the ledger knows of accounts and orders is brought back. Gives what the engine must
    /// hear before all else.
    virtual core::Result<std::vector<core::Event>> resume(const engine::Engine& engine,
                                                          const SessionDir& session) = 0;
    /// Gives what the engine must hear next: what it warms up on. Of a new session it has stamps,
    /// from before the session's start.
    virtual core::Result<std::vector<core::Event>> open(bool resumed) = 0;
    [[nodiscard]] virtual core::Feed& feed() = 0;
    /// How the venues stand; any thread, while open.
    [[nodiscard]] virtual std::vector<engine::VenueLine> standing() const { return {}; }
    virtual void close() = 0;
};

}  // namespace nightjar::app
