#pragma once
/// What may be shown of a running engine: a copy, made by the engine's thread, read by any other.

#include "core/model/event.hpp"
#include "core/model/parent_measured.hpp"
#include "core/model/record.hpp"

#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace nightjar::engine {

class Engine;

struct InstrumentLine {
    std::string name;
    std::optional<double> price;  ///< at which positions are valued
    std::optional<double> bid;
    std::optional<double> ask;
    bool book_valid{};
    bool tradable{};
};

/// A venue reached over its protocol. Counts are since the process began.
struct VenueLine {
    std::string name;
    std::string state;            ///< of the account: "down", "syncing" or "live"
    std::uint64_t books{};        ///< in step, now
    std::uint64_t instruments{};  ///< that should be
    std::uint64_t messages{};     ///< of the market
    std::uint64_t bad{};          ///< of them, that were not understood
    std::uint64_t gaps{};
    std::uint64_t connections{};  ///< of market and account, made
    std::uint64_t unknown{};      ///< orders of which the answer did not come
    std::uint64_t missed{};       ///< updates and fills that reconciling found
    std::uint64_t quarantined{};  ///< assets and instruments that differ from the venue's
    double ahead_ms{};            ///< its clock against ours
};

struct PositionLine {
    std::string owner;  ///< strategy or "house"
    std::string instrument;
    std::string qty;  ///< decimal, signed
    double value{};   ///< in the session's currency, signed
    double unrealised{};
};

struct AccountLine {
    std::string name;  ///< strategy, "house", one of several venues as "venue okx", or "total"
    double equity{};
    double pnl{};           ///< since the session began
    double drawdown_pct{};  ///< from the highest equity, now
};

struct OrderLine {
    std::string id;
    std::string instrument;
    std::string side;
    std::string type;
    std::string qty;
    std::string filled;
    std::string price;  ///< empty for market orders
    std::string state;
};

/// A parent that an algorithm works.
struct ParentLine {
    std::uint64_t id{};
    std::string instrument;
    std::string side;
    std::string algorithm;
    std::string qty;
    std::string filled;
    double filled_part{};
    double time_part{};             ///< of the time that it may take
    std::optional<double> average;  ///< of what filled
    std::optional<double> decided;  ///< the mid at the decision
    std::uint64_t orders{};         ///< that have left
};

/// What became of an order of a person.
struct ManualLine {
    std::uint16_t ticket{};
    std::uint64_t parent{};  ///< 0: none was opened
    std::string refused;     ///< why
    std::string ended;       ///< why; empty: it works
    std::string filled;
    std::optional<double> average;  ///< of what filled, once it has ended
    std::uint64_t orders{};
};

/// What protects a strategy's position, or keeps it from being opened again.
struct ProtectionLine {
    std::string strategy;
    std::string instrument;
    std::string state;  ///< "armed", "closing" or "waiting"
    std::string where;  ///< "venue": a stop rests there; else "here": it is watched
    std::string leg;    ///< what the stop is, or what was reached
    std::optional<double> stop;
    std::optional<double> take_profit;
    std::optional<double> resting;  ///< the venue's stop
    std::optional<double> best;
};

/// A circuit breaker that is not closed, or a strategy that has lost what a day may cost it.
struct BreakerLine {
    std::string scope;  ///< "venue okx", "strategy trend", ... or "account"
    std::string state;  ///< "open" or "half open"
    std::string cause;
    core::Time until;  ///< of an open one
};

/// A limit of the checks in force.
struct LimitLine {
    std::string name;   ///< "position.pct"
    std::string value;  ///< as in a configuration
};

/// How a strategy stands with the capital it is trusted with.
struct StageLine {
    std::string strategy;
    std::string stage;  ///< "paper", "canary" or "full"
    int number{};       ///< 0, 1 or 2
    double share{};     ///< of its size, 0 to 1
    std::int64_t samples{};
    double evidence{};            ///< nats
    double lower{};               ///< at which it goes one stage down
    std::optional<double> upper;  ///< at which it goes one stage up
    std::optional<double> expected_bps;
    std::optional<double> deviation_bps;
    std::int64_t failures{};  ///< of trials, since it last went up
    std::string missing;      ///< until the next stage
};

struct Snapshot {
    core::Time at;         ///< of the last event
    core::Time published;  ///< by the loop's clock: while the engine lives it goes on
    std::uint64_t events{};
    double events_per_second{};
    std::uint64_t bars{};
    std::uint64_t orders{};
    std::uint64_t fills{};
    std::uint64_t refusals{};
    std::uint64_t unexplained{};
    core::KillLevel kill_level{};
    std::string kill_cause;  ///< empty at level None
    std::string currency;
    std::vector<InstrumentLine> instruments;
    std::vector<VenueLine> venues;
    std::vector<PositionLine> positions;
    std::vector<AccountLine> accounts;
    std::vector<OrderLine> open_orders;
    std::vector<ParentLine> parents;
    std::vector<ManualLine> manual;
    std::uint64_t parents_ended{};  ///< of all kinds, since the process started
    std::vector<ProtectionLine> protections;
    std::vector<BreakerLine> breakers;
    std::vector<LimitLine> limits;
    std::vector<StageLine> stages;     ///< empty: all have their full size
    core::CostTotals execution;        ///< since the process started
    std::vector<double> equity_curve;  ///< of the last half hour, one point a second
};

/// Engine thread, between events; allocates. `events_per_second`, `venues` and `equity_curve` are
/// left to the caller.
Snapshot take_snapshot(const Engine& engine);

/// The latest snapshot, for many readers. The writer never waits: while a reader holds the lock,
/// the older one stays.
class SnapshotBox {
public:
    void put(Snapshot snapshot) {
        auto fresh = std::make_shared<const Snapshot>(std::move(snapshot));
        if (const std::unique_lock lock{mutex_, std::try_to_lock}; lock) latest_ = std::move(fresh);
    }
    /// Never null.
    [[nodiscard]] std::shared_ptr<const Snapshot> get() const {
        const std::lock_guard lock{mutex_};
        return latest_;
    }

private:
    mutable std::mutex mutex_;
    std::shared_ptr<const Snapshot> latest_ = std::make_shared<const Snapshot>();
};

}  // namespace nightjar::engine
