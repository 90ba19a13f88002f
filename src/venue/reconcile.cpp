#include "venue/reconcile.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

namespace nightjar::venue {

using core::OrderId;
using core::OrderState;
using core::Qty;

namespace {

template <class T>
T at(const std::vector<T>& values, std::size_t index) {
    return index < values.size() ? values[index] : T{};
}

/// Average prices have 8 digits at the least.
constexpr std::int64_t average_parts = 100'000'000;

using Ours = std::map<OrderId, OwnOrder>;

Ours by_id(std::span<const OwnOrder> orders) {
    Ours found;
    for (const auto& order : orders) found.emplace(order.id, order);
    return found;
}

bool same_intent(const OwnOrder& ours, const VenueOrder& theirs) {
    return ours.instrument == theirs.instrument && ours.side == theirs.side;
}

/// What comes of one pair of views. Orders change as missed fills are added to them.
class Sweep {
public:
    Sweep(const OwnView& ours, const VenueView& theirs, std::uint16_t node)
        : node_{node}, theirs_{theirs}, orders_{by_id(ours.orders)}, positions_{ours.positions} {
        for (const auto& trade : ours.trades) trades_.insert(trade);
    }

    Findings run() && {
        add_fills();
        std::set<OrderId> told;
        for (const auto& order : theirs_.open) {
            const auto id = own_order(order.client_id, node_);
            const auto known = id ? orders_.find(*id) : orders_.end();
            if (known == orders_.end() || !same_intent(known->second, order)) {
                found_.strangers.push_back({order, id.has_value()});
                if (known != orders_.end()) told.insert(*id);
                continue;
            }
            told.insert(*id);
            confirm(known->second, order);
        }
        for (const auto& order : theirs_.asked)
            if (const auto id = own_order(order.client_id, node_); id && told.insert(*id).second)
                answer(*id, order);
        for (const auto id : theirs_.absent)
            if (orders_.contains(id) && told.insert(id).second)
                state(orders_.at(id), OrderState::Rejected);
        for (const auto id : theirs_.forgotten) {
            const auto known = orders_.find(id);
            if (known == orders_.end() || !told.insert(id).second) continue;
            if (known->second.filled < known->second.qty)
                state(known->second, OrderState::Cancelled);
        }
        for (const auto& [id, order] : orders_)
            if (!told.contains(id) && order.filled < order.qty) found_.unsettled.push_back(id);
        compare_positions();
        return std::move(found_);
    }

private:
    void add_fills() {
        std::vector<const VenueFill*> fills;
        for (const auto& fill : theirs_.fills) fills.push_back(&fill);
        std::ranges::sort(fills, {},
                          [](const VenueFill* f) { return std::pair{f->at, f->fill.trade.value}; });
        for (const auto* fill : fills) {
            if (!trades_.insert({fill->instrument, fill->fill.trade}).second) continue;
            auto missed = fill->fill;
            missed.order = own_order(fill->client_id, node_).value_or(OrderId{});
            if (const auto known = orders_.find(missed.order); known != orders_.end())
                known->second.filled += missed.qty;
            if (positions_.size() <= fill->instrument.value)
                positions_.resize(fill->instrument.value + 1);
            positions_[fill->instrument.value] += signed_qty(missed.side, missed.qty);
            found_.missed.push_back({fill->instrument, fill->at, missed});
        }
    }
    /// It is open there: so it is here, as it stands there.
    void confirm(const OwnOrder& ours, const VenueOrder& theirs) {
        if (ours.filled < theirs.filled) found_.unsettled.push_back(ours.id);
        const bool clear =
            ours.state == OrderState::Open || ours.state == OrderState::CancelPending;
        if (clear && ours.price == theirs.price && ours.qty == theirs.qty) return;
        update(ours, OrderState::Open, theirs.price, theirs.qty);
    }
    /// It is not open there, and the venue says what became of it.
    void answer(OrderId id, const VenueOrder& theirs) {
        const auto known = orders_.find(id);
        if (known == orders_.end()) return;
        if (!same_intent(known->second, theirs)) {
            found_.strangers.push_back({theirs, true});
            return;
        }
        if (theirs.state == OrderState::Open) return confirm(known->second, theirs);
        if (!is_terminal(theirs.state)) {
            found_.unsettled.push_back(id);
            return;
        }
        // Fills make an order filled. One whose fills are not all there is not done for us: its
        // lots would never be booked.
        if (known->second.filled < theirs.filled) {
            found_.unsettled.push_back(id);
            return;
        }
        if (known->second.filled < known->second.qty) state(known->second, theirs.state);
    }
    void state(const OwnOrder& ours, OrderState state) {
        update(ours, state, ours.price, ours.qty);
    }
    void update(const OwnOrder& ours, OrderState state, core::Price price, Qty qty) {
        found_.missed.push_back(
            {ours.instrument, {}, core::OrderUpdate{ours.id, state, {}, price, qty}});
    }
    void compare_positions() {
        const auto size = std::max(positions_.size(), theirs_.positions.size());
        for (std::uint32_t i = 0; i < size; ++i) {
            const auto more = at(theirs_.positions, i) - at(positions_, i);
            if (more.raw != 0) found_.unexplained.push_back({{i}, more});
        }
    }

    std::uint16_t node_;
    const VenueView& theirs_;
    Ours orders_;
    LotsHeld positions_;
    std::set<TradeKey> trades_;
    Findings found_;
};

}  // namespace

std::optional<OrderId> own_order(std::string_view client_id, std::uint16_t node) {
    constexpr std::string_view digits = "0123456789abcdefghjkmnpqrstvwxyz";  // Crockford's
    constexpr std::string_view prefix = "nj";
    constexpr unsigned of_order = 64;
    if (client_id.size() != core::ClientOrderId{}.text.size() || !client_id.starts_with(prefix))
        return std::nullopt;
    core::Wide number = 0;  // 80 bits: the node's 16, then the order's 64
    for (const char c : client_id.substr(prefix.size())) {
        const auto digit = digits.find(c);
        if (digit == std::string_view::npos) return std::nullopt;
        number = number * static_cast<core::Wide>(digits.size()) + static_cast<core::Wide>(digit);
    }
    if (number >> of_order != node) return std::nullopt;
    return OrderId{static_cast<std::uint64_t>(number)};
}

std::vector<OrderId> questions(std::span<const OwnOrder> ours, std::span<const VenueOrder> open,
                               std::uint16_t node) {
    std::set<OrderId> listed;
    for (const auto& order : open)
        if (const auto id = own_order(order.client_id, node)) listed.insert(*id);
    std::vector<OrderId> missing;
    for (const auto& order : ours)
        if (!listed.contains(order.id)) missing.push_back(order.id);
    return missing;
}

Findings reconcile(const OwnView& ours, const VenueView& theirs, std::uint16_t node) {
    return Sweep{ours, theirs, node}.run();
}

std::vector<BalanceGap> compare(OwnCash ours, const VenueCash& theirs) {
    auto& lately = ours.lately;  // the newest first; those of one moment stay as they are
    for (auto next = lately.begin(); next != lately.end(); ++next)
        std::rotate(std::ranges::upper_bound(lately.begin(), next, next->at, std::ranges::greater{},
                                             &CashChange::at),
                    next, next + 1);
    std::vector<BalanceGap> gaps;
    for (std::uint16_t i = 0; i < std::max(ours.held.size(), theirs.held.size()); ++i) {
        BalanceGap gap{{i}, at(ours.held, i), at(theirs.held, i)};
        const auto doubt = at(ours.doubt, i);
        bool explained = magnitude(gap.more()) <= doubt;
        auto then = gap.ours;
        for (const auto& change : ours.lately) {
            if (change.asset != gap.asset) continue;
            gap.moving = true;
            then -= change.change;
            explained = explained || magnitude(gap.theirs - then) <= doubt;
        }
        const auto basis = at(theirs.basis, i);
        const auto paid_more = gap.more() - (basis - at(ours.basis, i));
        const auto averaging = scaled(magnitude(basis), 1, average_parts);
        const bool same_paid = !gap.moving && magnitude(paid_more) <= doubt + averaging;
        if (!explained && !same_paid) gaps.push_back(gap);
    }
    return gaps;
}

}  // namespace nightjar::venue
