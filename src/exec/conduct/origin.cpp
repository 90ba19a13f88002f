/// M1, M2 and M12: where an order comes from, and whether it may be there at all.

#include "exec/conduct/builtins.hpp"
#include "risk/netting.hpp"

#include <algorithm>

namespace nightjar::exec {

namespace {

using core::OrderRequest;
using core::ParamType;
using core::Refusal;
using core::Unit;

/// M1: an order is a child of a parent that it fits, which is some strategy's. What that parent is
/// for is in the ledger, under its number.
class Origin final : public ConductCheck {
    std::optional<Refusal> object(const OrderRequest& order, const risk::View& view) override {
        const auto* parent = view.parent;
        const bool its_own = parent != nullptr && parent->id == order.parent &&
                             parent->id.value != 0 &&
                             parent->instrument == view.catalog->home(order.instrument) &&
                             parent->side == order.side;
        if (its_own && !view.shares.empty()) return std::nullopt;
        return Refusal{rule(), Unit::Count, 1, 0, of_order(order)};
    }
};

/// M2: a strategy does not trade against itself: while it has an order or a netted parent on one
/// side, it has none on the other. A declared quote of two sides may stand where both can be
/// traded with: near the touch, or about as far from it.
class OneSide final : public ConductCheck {
public:
    core::Status adjust(const core::Params& p) override {
        near_bps_ = p.real("near_bps");
        return {};
    }
    void approved(const OrderRequest& order, const risk::View& view) override {
        owners_.remember(order, view);
    }

private:
    std::optional<Refusal> object(const OrderRequest& order, const risk::View& view) override {
        const auto has_part = [&](core::StrategyId id) {
            return std::ranges::find(view.shares, id, &core::Allocation::strategy) !=
                   view.shares.end();
        };
        const auto home = view.catalog->home(order.instrument);
        for (const auto& other : view.orders->open()) {
            const auto& request = other.request;
            if (view.catalog->home(request.instrument) != home || request.side == order.side ||
                protective(request))
                continue;
            const auto* known = owners_.find(request.id);
            if (known == nullptr || !has_part(known->owner)) continue;
            if (view.quoting && known->quoting && fillable(order, request, view)) continue;
            return Refusal{rule(), Unit::Count, 0, 1, of_strategy(known->owner)};
        }
        return against_parent(order, view);
    }
    /// One that waits for its next child has no order open.
    std::optional<Refusal> against_parent(const OrderRequest& order, const risk::View& view) const {
        if (view.netting == nullptr) return std::nullopt;
        const auto home = view.catalog->home(order.instrument);
        const auto parent = view.netting->working(home);
        if (!parent || *parent == order.parent) return std::nullopt;
        for (const auto& share : view.netting->shares(home, *parent)) {
            const bool against = share.qty.raw != 0 && core::side_of(share.qty) != order.side;
            if (against && std::ranges::find(view.shares, share.strategy,
                                             &core::Allocation::strategy) != view.shares.end())
                return Refusal{rule(), Unit::Count, 0, 1, of_strategy(share.strategy)};
        }
        return std::nullopt;
    }
    /// Both are near, or none is much further away than the other. Without a book nobody knows.
    [[nodiscard]] bool fillable(const OrderRequest& one, const OrderRequest& other,
                                const risk::View& view) const {
        const auto here = bps_behind(one, view).value_or(0);
        const auto there = bps_behind(other, view).value_or(0);
        return std::max(here, there) <= std::max(near_bps_, 2 * std::min(here, there));
    }

    double near_bps_{};
    Owners owners_;
};

/// M12: what somebody pumps is only left.
class Pumped final : public ConductCheck {
public:
    core::Status adjust(const core::Params& p) override {
        exits_only_ = p.integer("exits_only") != 0;
        symbol_ = p.text("symbol");
        return {};
    }

private:
    std::optional<Refusal> object(const OrderRequest& order, const risk::View& view) override {
        const bool its = symbol_.empty() || (*view.catalog)[order.instrument].symbol == symbol_;
        if (!exits_only_ || !its || risk::reduces(order, view)) return std::nullopt;
        return Refusal{rule(), Unit::Lots, risk::reducing_part(order, view).raw, order.qty.raw,
                       of_instrument(order)};
    }

    bool exits_only_{};
    std::string symbol_;
};

}  // namespace

void register_origin(core::Registry<risk::Check>& registry) {
    add<Origin>(registry, "conduct_origin", "R26 M1: an order has a parent, and that an owner");
    add<OneSide>(registry, "conduct_one_side", "R26 M2: a strategy is on one side of a market",
                 {{"near_bps", ParamType::Real, "25", 0, 10'000, "bp",
                   "from its touch: a side of a declared quote, or twice as far as its other side",
                   core::Loosens::Upward}});
    add<Pumped>(registry, "conduct_pumped", "R26 M12: what is pumped is only left",
                {{"exits_only", ParamType::Integer, "0", 0, 1, "", "1: somebody says that it is",
                  core::Loosens::Downward},
                 {"symbol", ParamType::Text, "", 0, 0, "", "which; without it all"}});
}

}  // namespace nightjar::exec
