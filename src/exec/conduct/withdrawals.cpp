/// M4, M5 and E8 on ourselves: what is shown is not taken back too soon, nor because somebody comes
/// to trade with it. A cancel is never refused: who breaks these rules shows nothing for a while.

#include "exec/conduct/withdrawals.hpp"

#include "threat/spoof_pressure.hpp"

#include <algorithm>

namespace nightjar::exec {

namespace {

using core::Loosens;
using core::OrderRequest;
using core::ParamType;
using core::Refusal;
using core::Unit;
using risk::CancelReason;

/// M4: a parent that takes an order back sooner, and not for a limit, its own end or a risk, shows
/// nothing any more. Remembers the last 256 such parents.
class LeastRest final : public ConductCheck {
public:
    core::Status adjust(const core::Params& p) override {
        rest_ = core::milliseconds(p.integer("ms"));
        return {};
    }
    void approved(const OrderRequest& order, const risk::View& view) override {
        if (!passive(order, view)) return;
        placed_.at(order.id.value % placed_.size()) = {order.id, view.now};
    }
    void cancelling(const OrderRequest& order, CancelReason why, const risk::View& view) override {
        const auto& placed = placed_.at(order.id.value % placed_.size());
        if (why != CancelReason::Moved || placed.order != order.id) return;
        const auto rested = view.now - placed.at;
        if (rested < rest_) hasty_.at(next_++ % hasty_.size()) = {order.parent, rested};
    }

private:
    struct Placed {
        core::OrderId order;
        core::Time at;
    };
    struct Hasty {
        core::ParentId parent;
        core::Duration rested;
    };
    std::optional<Refusal> object(const OrderRequest& order, const risk::View& view) override {
        if (!passive(order, view) || order.parent.value == 0) return std::nullopt;
        const auto found = std::ranges::find(hasty_, order.parent, &Hasty::parent);
        if (found == hasty_.end()) return std::nullopt;
        return Refusal{rule(), Unit::Nanoseconds, rest_.ns, found->rested.ns, of_order(order)};
    }

    core::Duration rest_;
    std::array<Placed, 4'096> placed_{};
    std::array<Hasty, 256> hasty_{};
    std::size_t next_{};
};

/// M5: an owner whose cancels follow the price that comes to his orders, or who takes back far more
/// than is filled, shows nothing in that market until the day (UTC) ends.
class Withdrawals final : public ConductCheck {
public:
    core::Status adjust(const core::Params& p) override {
        excess_ = p.real("excess");
        per_fill_ = p.integer("per_fill");
        return {};
    }
    [[nodiscard]] bool watches_market() const override { return true; }
    void observe(const core::Event& event, const risk::View& view) override {
        count_.observe(event, view);
    }
    void approved(const OrderRequest& order, const risk::View& view) override {
        count_.placed(order, view);
    }
    void cancelling(const OrderRequest& order, CancelReason why, const risk::View& view) override {
        count_.cancelling(order, why, view);
    }
    void filled(const OrderRequest& order, const core::Fill&, const risk::View& view) override {
        count_.filled(order, view);
    }
    void heard(const OrderRequest& order, const core::OrderUpdate& update,
               const risk::View& view) override {
        if (core::is_terminal(update.state)) count_.ended(order, view);
    }

private:
    std::optional<Refusal> object(const OrderRequest& order, const risk::View& view) override {
        if (!passive(order, view)) return std::nullopt;
        const auto owner = owner_of(view);
        const auto& trials = count_.of(owner, order.instrument, view.now);
        const double excess = trials.least_excess();
        if (excess > excess_)
            return Refusal{rule(), Unit::BasisPoints, bps(excess_), bps(excess),
                           of_strategy(owner)};
        const auto each = trials.replaced / std::max<std::int64_t>(trials.fills, 1);
        if (trials.replaced > per_fill_ * std::max<std::int64_t>(trials.fills, 1))
            return Refusal{rule(), Unit::Count, per_fill_, each, of_strategy(owner)};
        return std::nullopt;
    }

    double excess_{};
    std::int64_t per_fill_{};
    WithdrawalCount count_;
};

/// E8 on our own orders, which are known one by one: where they look like spoofing, nothing of ours
/// is shown in that market for a while.
class OwnPressure final : public ConductCheck {
public:
    core::Status adjust(const core::Params& p) override {
        score_ = p.real("score");
        off_ = core::seconds(p.integer("off_s"));
        return {};
    }
    [[nodiscard]] bool watches_market() const override { return true; }
    void observe(const core::Event& event, const risk::View& view) override {
        if (std::holds_alternative<core::Candle>(event.body)) return;
        auto& line = lines_.of(event.instrument, view);
        line.pressure.learn(event, (*view.market)[event.instrument].book);
        look(line, view);
    }
    void approved(const OrderRequest& order, const risk::View& view) override {
        if (passive(order, view))
            lines_.of(order.instrument, view)
                .pressure.placed(seen(order), (*view.market)[order.instrument].book, view.now);
    }
    void cancelling(const OrderRequest& order, CancelReason why, const risk::View& view) override {
        const bool ours = why == CancelReason::Moved || why == CancelReason::Limit;
        if (ours && order.tif == core::TimeInForce::Gtc)
            lines_.of(order.instrument, view).pressure.pulled(seen(order), view.now);
    }
    void filled(const OrderRequest& order, const core::Fill& fill,
                const risk::View& view) override {
        lines_.of(order.instrument, view)
            .pressure.traded(order.side, fill.price, fill.qty, view.now);
    }

private:
    struct Line {
        threat::SpoofPressure pressure;
        core::Time until;
        double worst{};
    };
    static core::BookDelta seen(const OrderRequest& order) {
        return {core::BookDelta::Action::Set, order.side, order.price,
                core::visible(order, order.qty), true};
    }
    void look(Line& line, const risk::View& view) const {
        line.pressure.advance(view.now);
        if (line.pressure.score() < score_) return;
        line.until = view.now + off_;
        line.worst = line.pressure.score();
    }
    std::optional<Refusal> object(const OrderRequest& order, const risk::View& view) override {
        if (!passive(order, view)) return std::nullopt;
        auto& line = lines_.of(order.instrument, view);
        look(line, view);
        if (view.now >= line.until) return std::nullopt;
        return Refusal{rule(), Unit::BasisPoints, bps(score_), bps(line.worst),
                       of_instrument(order)};
    }

    double score_{};
    core::Duration off_;
    PerInstrument<Line> lines_;
};

}  // namespace

void register_withdrawals(core::Registry<risk::Check>& registry) {
    add<LeastRest>(registry, "conduct_rest", "R26 M4: what is shown stands for a while",
                   {{"ms", ParamType::Integer, "500", 0, 60'000, "ms",
                     "before another takes its place", Loosens::Downward}});
    add<Withdrawals>(registry, "conduct_withdrawals",
                     "R26 M5: nothing is taken back because it may be filled",
                     {{"excess", ParamType::Real, "0.05", 0, 1, "",
                       "chance of a cancel when the touch comes near, above that when it goes away",
                       Loosens::Upward},
                      {"per_fill", ParamType::Integer, "30", 1, 1'000'000, "cancels",
                       "for each fill, in a day", Loosens::Upward}});
    add<OwnPressure>(
        registry, "conduct_pressure", "R26: our own orders do not look like spoofing",
        {{"score", ParamType::Real, "0.5", 0, 1, "", "of the statistic E8", Loosens::Upward},
         {"off_s", ParamType::Integer, "300", 1, 86'400, "s", "in which nothing is shown",
          Loosens::Downward}});
}

}  // namespace nightjar::exec
