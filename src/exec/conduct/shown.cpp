/// M3 and M9: what is shown can be traded with, and is not replaced again and again.

#include "exec/conduct/builtins.hpp"
#include "risk/flatten.hpp"

#include <algorithm>
#include <cmath>

namespace nightjar::exec {

namespace {

using core::Loosens;
using core::OrderRequest;
using core::ParamType;
using core::Qty;
using core::Refusal;
using core::Unit;

/// M3, of what is to stand in the book: near the touch, or near the limit that its parent is known
/// to have; at few prices; and no large part of its level, unless nobody else is there. A declared
/// quote may be large: it is held by its two sides.
class Fillable final : public ConductCheck {
public:
    core::Status adjust(const core::Params& p) override {
        near_bps_ = p.real("near_bps");
        levels_ = p.integer("levels");
        depth_pct_ = p.integer("depth_pct");
        return {};
    }
    void approved(const OrderRequest& order, const risk::View& view) override {
        owners_.remember(order, view);
    }

private:
    std::optional<Refusal> object(const OrderRequest& order, const risk::View& view) override {
        if (!passive(order, view)) return std::nullopt;
        const auto behind = bps_behind(order, view);
        if (!behind) return std::nullopt;
        if (*behind > near_bps_ && !near_limit(order, view))
            return Refusal{rule(), Unit::BasisPoints, static_cast<core::Wide>(near_bps_),
                           static_cast<core::Wide>(std::ceil(*behind)), of_order(order)};
        if (const auto levels = levels_with(order, view); levels > levels_)
            return Refusal{rule(), Unit::Count, levels_, levels, of_instrument(order)};
        if (view.quoting) return std::nullopt;
        return too_much_of_level(order, view);
    }
    [[nodiscard]] bool near_limit(const OrderRequest& order, const risk::View& view) const {
        if (view.parent == nullptr || !view.parent->limit) return false;
        constexpr double all = 10'000;
        const auto limit = *view.parent->limit;
        return all * static_cast<double>(std::abs((limit - order.price).raw)) <=
               near_bps_ * static_cast<double>(limit.raw);
    }
    /// The owner's prices on that side, this one among them.
    [[nodiscard]] std::int64_t levels_with(const OrderRequest& order,
                                           const risk::View& view) const {
        constexpr std::size_t most = 64;
        std::array<core::Price, most> prices{order.price};
        std::size_t count = 1;
        const auto owner = owner_of(view);
        for (const auto& open : view.orders->open()) {
            const auto& other = open.request;
            const auto* known = owners_.find(other.id);
            if (other.instrument != order.instrument || other.side != order.side ||
                other.type != core::OrderType::Limit || other.tif != core::TimeInForce::Gtc ||
                known == nullptr || known->owner != owner || count == most)
                continue;
            const auto end = prices.begin() + static_cast<std::ptrdiff_t>(count);
            if (std::find(prices.begin(), end, other.price) == end)
                prices.at(count++) = other.price;
        }
        return static_cast<std::int64_t>(count);
    }
    /// A book may show our orders or, of the past, not: they are counted in it once.
    std::optional<Refusal> too_much_of_level(const OrderRequest& order,
                                             const risk::View& view) const {
        Qty ours;
        for (const auto& open : view.orders->open())
            if (open.request.instrument == order.instrument && open.request.side == order.side &&
                open.request.price == order.price)
                ours += core::visible(open.request, open.open());
        const auto& state = (*view.market)[order.instrument];
        const auto there = state.book.side(order.side).at(order.price);
        if (there <= ours) return std::nullopt;  // nobody else
        // What the venue would not take in two parts cannot be shown in two.
        const auto least =
            risk::least_lots((*view.catalog)[order.instrument], order.qty, order.price);
        if (order.qty < least + least) return std::nullopt;
        const auto seen = core::visible(order, order.qty);
        const auto shown = core::Wide{(ours + seen).raw};
        const auto depth = core::Wide{(there + seen).raw};
        if (shown * 100 <= depth * depth_pct_) return std::nullopt;
        const auto pass = (core::Wide{there.raw} * depth_pct_ - core::Wide{ours.raw} * 100) /
                          std::max<std::int64_t>(1, 100 - depth_pct_);
        Refusal refusal{rule(), Unit::Lots, depth * depth_pct_ / 100, shown, of_order(order)};
        if (pass >= least.raw) refusal.would_pass = Qty{static_cast<std::int64_t>(pass)};
        return refusal;
    }

    double near_bps_{};
    std::int64_t levels_{};
    std::int64_t depth_pct_{};
    Owners owners_;
};

/// M9: how often an owner's order on one side of a market is replaced: what stands within a second
/// of a cancel there has taken its place.
class Replacing final : public ConductCheck {
public:
    core::Status adjust(const core::Params& p) override {
        most_ = p.integer("per_second");
        return {};
    }
    void approved(const OrderRequest& order, const risk::View& view) override {
        owners_.remember(order, view);
        if (!passive(order, view)) return;
        auto& seat = seats_.of(owner_of(view), order.instrument, order.side);
        if (view.now - seat.cancelled > second || seat.cancelled.ns == 0) return;
        seat.replaced.at(seat.next++ % seat.replaced.size()) = view.now;
        seat.cancelled = {};
    }
    void cancelling(const OrderRequest& order, risk::CancelReason why,
                    const risk::View& view) override {
        const auto* known = owners_.find(order.id);
        const bool ours = why == risk::CancelReason::Moved || why == risk::CancelReason::Limit;
        if (known != nullptr && ours && order.tif == core::TimeInForce::Gtc)
            seats_.of(known->owner, order.instrument, order.side).cancelled = view.now;
    }

private:
    static constexpr core::Duration second = core::seconds(1);
    static constexpr std::size_t most_per_second = 64;
    struct Seat {
        core::Time cancelled;
        std::array<core::Time, most_per_second> replaced{};
        std::size_t next{};
    };

    std::optional<Refusal> object(const OrderRequest& order, const risk::View& view) override {
        if (!passive(order, view)) return std::nullopt;
        const auto owner = owner_of(view);
        const auto& seat = seats_.of(owner, order.instrument, order.side);
        const auto done = std::ranges::count_if(
            seat.replaced, [&](core::Time at) { return at.ns != 0 && view.now - at < second; });
        if (done < most_) return std::nullopt;
        return Refusal{rule(), Unit::Count, most_, done + 1, of_strategy(owner)};
    }
    std::int64_t most_{};
    Owners owners_;
    Seats<Seat> seats_;
};

}  // namespace

void register_shown(core::Registry<risk::Check>& registry) {
    add<Fillable>(registry, "conduct_fillable", "R26 M3: what is shown can be traded with",
                  {{"near_bps", ParamType::Real, "25", 0, 10'000, "bp",
                    "from the touch, or from the parent's limit", Loosens::Upward},
                   {"levels", ParamType::Integer, "3", 1, 64, "prices", "of a strategy on one side",
                    Loosens::Upward},
                   {"depth_pct", ParamType::Integer, "20", 1, 99, "%",
                    "of its level, unless nobody else is there", Loosens::Upward}});
    add<Replacing>(
        registry, "conduct_replacing", "R26 M9: no order is replaced again and again",
        {{"per_second", ParamType::Integer, "5", 1, 64, "orders",
          "that take the place of another, of a strategy on one side", Loosens::Upward}});
}

}  // namespace nightjar::exec
