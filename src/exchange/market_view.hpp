#pragma once
/// One instrument as everybody sees it: book, trades, bars, the day's figures.

#include "core/model/event.hpp"
#include "core/model/instrument.hpp"
#include "exchange/bars.hpp"

#include <array>
#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <utility>
#include <vector>

namespace nightjar::exchange {

using Bids = std::map<core::Price, core::Qty, std::greater<>>;
using Asks = std::map<core::Price, core::Qty>;

/// What has changed between two updates of a book; quantity 0: the level is gone.
struct DepthDiff {
    std::uint64_t previous{};  ///< last update of the diff before
    std::uint64_t first{};
    std::uint64_t last{};
    Bids bids;
    Asks asks;

    [[nodiscard]] bool empty() const { return bids.empty() && asks.empty(); }
};

struct Print {
    core::TradeId id;
    core::Price price;
    core::Qty qty;
    core::Money quote;
    core::Side taker{};
    core::Time at;
};

/// One thread. Updates of the book are numbered in steps of two: between any two there is a number
/// that a snapshot can have, for venues whose clients expect it within a diff.
class MarketView {
public:
    static constexpr std::size_t most_prints = 2'000;

    MarketView(const core::Instrument& instrument, std::size_t depth_periods);

    void on_trade(const core::Trade& trade, core::Time at);
    /// True when a message ends here and the best price of a side, or what there is of it, is
    /// another one than at the end of the one before.
    bool on_delta(const core::BookDelta& delta, core::Time at);
    /// The book is empty for everybody, whatever goes on behind it, until it is opened again.
    void close();
    void reopen();
    [[nodiscard]] bool closed() const { return closed_.has_value(); }
    /// What has changed since it was asked for that period.
    [[nodiscard]] DepthDiff take_diff(std::size_t period);
    /// Bars end also where nothing trades.
    void pass_time(core::Time now) { bars_.pass_time(now); }

    [[nodiscard]] const core::Instrument& instrument() const { return *instrument_; }
    [[nodiscard]] const Bids& bids() const { return bids_; }
    [[nodiscard]] const Asks& asks() const { return asks_; }
    [[nodiscard]] std::uint64_t update_id() const { return update_id_; }
    [[nodiscard]] core::Time changed() const { return changed_; }
    [[nodiscard]] const std::deque<Print>& prints() const { return prints_; }
    [[nodiscard]] const Bars& bars() const { return bars_; }
    [[nodiscard]] std::optional<core::Price> best(core::Side side) const;
    /// The mid of the book, else the last trade: what perpetuals are valued at.
    [[nodiscard]] std::optional<core::Price> mark() const;
    [[nodiscard]] std::optional<core::Price> last() const;
    /// How much of the other side a market order for so much, within the limit, would take, and
    /// what that is worth.
    struct Reach {
        core::Qty qty;
        core::Money quote;
    };
    [[nodiscard]] Reach reach(core::Side taker, core::Qty qty) const;
    /// The largest quantity worth no more than `quote`.
    [[nodiscard]] core::Qty worth(core::Side taker, core::Money quote) const;

private:
    /// Best price of each side and what there is of it.
    using Touch = std::array<std::pair<core::Price, core::Qty>, 2>;

    struct Sides {
        Bids bids;
        Asks asks;
    };
    void set(core::Side side, core::Price price, core::Qty qty);
    void clear();

    const core::Instrument* instrument_;
    Bids bids_;
    Asks asks_;
    std::optional<Sides> closed_;  // the book behind the closed one
    std::uint64_t update_id_{1'000'000};
    core::Time changed_;
    Touch touch_{};                   // at the end of the last message
    std::vector<DepthDiff> pending_;  // by period
    std::deque<Print> prints_;
    Bars bars_;
};

}  // namespace nightjar::exchange
