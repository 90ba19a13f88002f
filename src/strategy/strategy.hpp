#pragma once
/// Opinions and positions become targets.

#include "core/base/registry.hpp"
#include "core/model/decision.hpp"
#include "core/model/event.hpp"
#include "core/model/quoting.hpp"
#include "market/market.hpp"
#include "portfolio/books.hpp"
#include "signal/signal.hpp"

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

namespace nightjar::strategy {

/// What strategies have said during one event.
struct Said {
    std::vector<core::Target> targets;
    std::vector<core::QuoteWish> quotes;
};

/// What a strategy can see and say while it handles one event. It lives as long as the call.
class Context {
public:
    Context(core::StrategyId self, core::Time now, const market::Market& market,
            const portfolio::Books& books, Said& said, core::Time& alarm)
        : self_{self}, now_{now}, market_{&market}, books_{&books}, said_{&said}, alarm_{&alarm} {}

    [[nodiscard]] core::Time now() const { return now_; }
    /// Closed bars and books as of now; nothing newer is there.
    [[nodiscard]] const market::Market& market() const { return *market_; }
    /// Of this strategy's own account, in lots.
    [[nodiscard]] core::Qty position(core::InstrumentId id) const {
        return books_->strategy(self_).account.position(id).qty;
    }
    [[nodiscard]] core::Money equity() const { return books_->strategy(self_).account.equity(); }

    /// Says what to hold from now on. Saying the same again changes nothing and costs little.
    void target(const core::Target& target) {
        said_->targets.push_back(target);
        said_->targets.back().strategy = self_;
    }
    /// Says what shall stand in the book from now on. For one instrument a strategy says targets or
    /// quotes, not both. Sizes are cut to what its sizers let it hold.
    void quote(const core::QuoteWish& wish) {
        said_->quotes.push_back(wish);
        said_->quotes.back().strategy = self_;
    }
    /// Asks for on_timer once, at that time or soon after, a millisecond from now at the earliest;
    /// takes the place of what was asked before.
    void wake_at(core::Time at) { *alarm_ = std::max(at, now_ + core::milliseconds(1)); }

private:
    core::StrategyId self_;
    core::Time now_;
    const market::Market* market_;
    const portfolio::Books* books_;
    Said* said_;
    core::Time* alarm_;
};

/// One signal of a composed strategy, as configured.
struct SignalChoice {
    std::string kind;
    core::ParamTexts params;
    double weight{1};
};

/// What a strategy is made with, besides its own settings.
struct Setup {
    std::vector<core::InstrumentId> instruments;
    std::vector<SignalChoice> signals;
    core::Registries* registries{};  ///< to make the signals from
    const core::Catalog* catalog{};  ///< while it is made
    core::Duration timeframe{};      ///< of the bars that will come
};

/// Engine thread. Called in time order; must not allocate once warm. Only bars of the strategy's
/// timeframe and events of its instruments come.
class Strategy {
public:
    static constexpr std::string_view role = "strategy";
    using Maker = core::Result<std::unique_ptr<Strategy>>(const core::Params&, const Setup&);

    virtual ~Strategy() = default;
    virtual void on_candle(core::InstrumentId, const core::Candle&, Context&) {}
    virtual void on_trade(core::InstrumentId, const core::Trade&, Context&) {}
    /// After a message that left the book readable, or invalid.
    virtual void on_book(core::InstrumentId, const market::Book&, Context&) {}
    /// An answer to what a signal of some strategy has asked for.
    virtual void on_opinion(const core::OpinionReady&, Context&) {}
    /// The time asked for by Context::wake_at has come. What was asked is forgotten by a restart.
    virtual void on_timer(Context&) {}

    /// Decides nothing itself: its parents are ordered by a person.
    [[nodiscard]] virtual bool by_hand() const { return false; }
    /// Bars to see before the first decision.
    [[nodiscard]] virtual std::int64_t warmup_bars() const { return 0; }
    /// Names of the signals by SignalId, for the records.
    [[nodiscard]] virtual std::vector<std::string> signals() const { return {}; }
};

void register_builtins(core::Registries& registries);

}  // namespace nightjar::strategy
