#pragma once
/// M5's count: are orders taken back because the price comes to them?

#include "exec/conduct/builtins.hpp"

namespace nightjar::exec {

/// Of one owner and instrument, one day (UTC). Each move of the touch while an order rests is a
/// trial, which lasts a second: did it lead to a cancel?
struct Trials {
    std::int64_t toward{};            ///< the touch moved toward the order by a tick or more
    std::int64_t cancelled_toward{};  ///< of them, and the order was cancelled within a second
    std::int64_t away{};
    std::int64_t cancelled_away{};
    std::int64_t replaced{};  ///< cancels because another order should stand instead
    std::int64_t fills{};     ///< of orders that rested

    /// The lower end of the 95 % interval of P(cancel | toward) - P(cancel | away), with one
    /// success and one failure added to each (Agresti and Caffo 2000).
    [[nodiscard]] double least_excess() const;
};

/// Engine thread. Follows up to 512 resting orders at once; never allocates once it has seen an
/// event.
class WithdrawalCount {
public:
    void placed(const core::OrderRequest& order, const risk::View& view);
    void observe(const core::Event& event, const risk::View& view);
    void cancelling(const core::OrderRequest& order, risk::CancelReason why,
                    const risk::View& view);
    void filled(const core::OrderRequest& order, const risk::View& view);
    void ended(const core::OrderRequest& order, const risk::View& view);

    [[nodiscard]] const Trials& of(core::StrategyId owner, core::InstrumentId instrument,
                                   core::Time now);

private:
    enum class Move : std::uint8_t { None, Toward, Away };
    struct Resting {
        core::OrderId order;
        core::StrategyId owner;
        core::InstrumentId instrument;
        core::Side side{};
        bool taken_back{};
        Move move{};
        core::Time moved_at;
    };
    struct Touch {
        core::Price bid;
        core::Price ask;
    };
    struct Day {
        std::int64_t number{};
        Trials trials;
    };
    static constexpr std::size_t most = 512;

    Resting* find(core::OrderId id);
    Trials& trials(core::StrategyId owner, core::InstrumentId instrument, core::Time now);
    void settle(Resting& resting, bool cancelled, core::Time now);
    void drop(Resting& resting);

    std::array<Resting, most> resting_{};
    std::size_t count_{};
    Seats<Day> days_;  // of both sides together
    PerInstrument<Touch> touches_;
};

}  // namespace nightjar::exec
