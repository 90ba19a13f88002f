#pragma once
/// One view on one instrument, kept up to date event by event.

#include "core/base/registry.hpp"
#include "core/model/event.hpp"
#include "market/book.hpp"

#include <memory>
#include <optional>

namespace nightjar::signal {

/// Engine thread; O(1) per event, no allocation after construction. A signal is fed with the closed
/// bars of one timeframe, the trades and the completed books of one instrument, in time order.
class Signal {
public:
    static constexpr std::string_view role = "signal";
    using Maker = core::Result<std::unique_ptr<Signal>>(const core::Params&);

    virtual ~Signal() = default;
    virtual void on_candle(const core::Candle&) {}
    virtual void on_trade(const core::Trade&, core::Time) {}
    virtual void on_book(const market::Book&) {}
    /// What the others have said at a closed bar, after on_candle: how far they agree, [0, 1]. What
    /// is costly to ask is asked when they do not.
    virtual void on_panel(double) {}
    /// An answer to what some signal has asked for, and when it came. True: it was this one's.
    virtual bool on_opinion(const core::OpinionReady&, core::Time) { return false; }

    /// In [-1, 1]; below 0 expects a fall. Absent: the signal abstains - it is not warm yet, or it
    /// has nothing to say.
    [[nodiscard]] virtual std::optional<double> score() const = 0;
    /// Of all weight, where weights are learnt: what is hard to judge gets less.
    [[nodiscard]] virtual double most_weight() const { return 1; }
    /// Bars that must pass before it can speak.
    [[nodiscard]] virtual std::int64_t warmup_bars() const { return 0; }
};

void register_builtins(core::Registries& registries);

}  // namespace nightjar::signal
