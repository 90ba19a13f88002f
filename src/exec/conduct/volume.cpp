/// M7 and M8: no price is pushed, and nothing is traded for the sake of trading.

#include "exec/conduct/builtins.hpp"
#include "exec/flow.hpp"

#include <algorithm>

namespace nightjar::exec {

namespace {

using core::Loosens;
using core::OrderRequest;
using core::ParamType;
using core::Refusal;
using core::Side;
using core::Unit;

constexpr core::Wide whole = 10'000;  // basis points

/// M7: several orders of one side that take, and that are more than a part of all that trades in
/// ten seconds, are a burst. It ends with the order that would make it one, and nothing is sent
/// against it for a minute. One or two orders are none, whatever the market is: without this a
/// quiet market could not be traded at all. Where no trades are told it says nothing.
class Burst final : public ConductCheck {
public:
    core::Status adjust(const core::Params& p) override {
        share_ = p.integer("share_pct") * (whole / 100);
        orders_ = p.integer("orders");
        reversal_ = core::seconds(p.integer("reversal_s"));
        return {};
    }
    [[nodiscard]] bool watches_market() const override { return true; }
    void observe(const core::Event& event, const risk::View& view) override {
        const bool trade = std::holds_alternative<core::Trade>(event.body);
        if (!trade) return;
        auto& line = lines_.of(event.instrument, view);
        line.trades_come = true;
        line.flow.apply(event);
    }
    void approved(const OrderRequest& order, const risk::View& view) override {
        if (passive(order, view)) return;
        auto& line = lines_.of(order.instrument, view);
        line.taking.at(line.next++ % line.taking.size()) = {order.side, order.qty, view.now};
    }
    void filled(const OrderRequest& order, const core::Fill& fill,
                const risk::View& view) override {
        lines_.of(order.instrument, view).flow.own(fill, view.now);
    }

private:
    static constexpr std::size_t window_s = 10;
    struct Taking {
        Side side{};
        core::Qty qty;
        core::Time at;
    };
    struct Line {
        Flow flow{false};
        bool trades_come{};
        std::array<Taking, 64> taking{};
        std::size_t next{};
        Side burst{};
        core::Time burst_at;
    };

    std::optional<Refusal> object(const OrderRequest& order, const risk::View& view) override {
        auto& line = lines_.of(order.instrument, view);
        if (line.burst_at.ns != 0 && order.side != line.burst &&
            view.now - line.burst_at < reversal_)
            return Refusal{rule(), Unit::Nanoseconds, reversal_.ns, (view.now - line.burst_at).ns,
                           of_instrument(order)};
        if (!line.trades_come || passive(order, view)) return std::nullopt;
        core::Wide ours = order.qty.raw;
        std::int64_t orders = 1;
        for (const auto& taking : line.taking) {
            if (taking.qty.raw == 0 || taking.side != order.side ||
                view.now - taking.at >= core::seconds(static_cast<std::int64_t>(window_s)))
                continue;
            ours += taking.qty.raw;
            ++orders;
        }
        const auto all = ours + line.flow.recent(view.now, window_s).raw;
        if (orders < orders_ || ours * whole <= all * share_) return std::nullopt;
        line.burst = order.side;
        line.burst_at = view.now;
        return Refusal{rule(), Unit::BasisPoints, share_, ours * whole / all, of_instrument(order)};
    }

    core::Wide share_{};
    std::int64_t orders_{};
    core::Duration reversal_;
    PerInstrument<Line> lines_;
};

/// M8: what was bought is not sold again at once, nor the other way round, while the price has
/// moved by less than the spread: there was no risk, so it would be volume for its own sake. The
/// two sides of a declared quote are what it is there for. Where there is no book it says nothing.
class RoundTrip final : public ConductCheck {
public:
    core::Status adjust(const core::Params& p) override {
        within_ = core::seconds(p.integer("within_s"));
        return {};
    }
    void filled(const OrderRequest& order, const core::Fill&, const risk::View& view) override {
        const auto mid = (*view.market)[order.instrument].book.double_mid();
        auto& last = lines_.of(order.instrument, view);
        (order.side == Side::Buy ? last.bought : last.sold) = {view.now, mid.value_or(0)};
    }

private:
    struct Done {
        core::Time at;
        std::int64_t double_mid{};  ///< 0: without a book
    };
    struct Line {
        Done bought;
        Done sold;
    };

    std::optional<Refusal> object(const OrderRequest& order, const risk::View& view) override {
        if (view.quoting) return std::nullopt;
        const auto& line = lines_.of(order.instrument, view);
        const auto& done = order.side == Side::Buy ? line.sold : line.bought;
        const auto age = view.now - done.at;
        const auto& book = (*view.market)[order.instrument].book;
        const auto mid = book.double_mid();
        if (done.double_mid == 0 || !mid || !book.valid() || age >= within_) return std::nullopt;
        const auto spread = (book.best_ask()->price - book.best_bid()->price).raw;
        if (std::abs(*mid - done.double_mid) >= 2 * spread) return std::nullopt;
        return Refusal{rule(), Unit::Nanoseconds, within_.ns, age.ns, of_instrument(order)};
    }

    core::Duration within_;
    PerInstrument<Line> lines_;
};

}  // namespace

void register_volume(core::Registry<risk::Check>& registry) {
    add<Burst>(registry, "conduct_burst", "R26 M7: no price is pushed",
               {{"share_pct", ParamType::Integer, "25", 1, 100, "%",
                 "of what trades in ten seconds, by orders that take", Loosens::Upward},
                {"orders", ParamType::Integer, "3", 1, 64, "orders", "of one side: a burst",
                 Loosens::Upward},
                {"reversal_s", ParamType::Integer, "60", 0, 3'600, "s",
                 "in which nothing is sent against it", Loosens::Downward}});
    add<RoundTrip>(registry, "conduct_round_trip", "R26 M8: no volume for its own sake",
                   {{"within_s", ParamType::Integer, "5", 0, 3'600, "s",
                     "in which the price must have moved by the spread", Loosens::Downward}});
}

}  // namespace nightjar::exec
