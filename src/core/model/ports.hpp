#pragma once
/// The four seams between the engine and everything outside it. Backtest, paper and live differ in
/// what is plugged in here, and in nothing else.

#include "core/model/approved.hpp"
#include "core/model/event.hpp"
#include "core/model/record.hpp"

#include <span>

namespace nightjar::core {

/// Wall time. Only feeds and loops ask it: the engine knows the stamps of its events alone.
class Clock {
public:
    virtual ~Clock() = default;
    [[nodiscard]] virtual Time now() const = 0;
};

/// Events in the order in which we know them. One reading thread.
class Feed {
public:
    enum class Next : std::uint8_t { Ready, Idle, End };

    virtual ~Feed() = default;
    /// Ready: `event` is set. Idle: nothing came within the feed's own wait. End: nothing will.
    [[nodiscard]] virtual Next next(Event& event) = 0;
};

/// A place that takes orders. Nothing is answered here: what becomes of a request comes back as
/// OrderUpdate and Fill events, a request that could not be sent included.
class Venue {
public:
    virtual ~Venue() = default;
    virtual void submit(Approved<OrderRequest>&& order) = 0;
    virtual void amend(Approved<AmendRequest>&& amend) = 0;
    virtual void cancel(const CancelRequest& cancel) = 0;  ///< needs no approval, is never blocked
};

/// The ledger's writing side. One writing thread. An append has happened when it returns: a crash
/// does not undo it.
class Journal {
public:
    virtual ~Journal() = default;
    virtual void append(RecordType type, Time at, std::span<const std::byte> body) = 0;
    /// False once a record could not be kept; nothing that needs a record may be done from then on.
    [[nodiscard]] virtual bool healthy() const = 0;
};

}  // namespace nightjar::core
