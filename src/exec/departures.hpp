#pragma once
/// Approved orders that wait for the moment to leave.

#include "core/model/approved.hpp"
#include "core/model/order.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <vector>

namespace nightjar::exec {

/// The fast legs of a sweep, which wait so that all of it arrives at once. Engine thread; never
/// allocates after construction.
class Departures {
public:
    static constexpr std::size_t most = 32;

    Departures() { waiting_.reserve(most); }

    [[nodiscard]] bool empty() const { return waiting_.empty(); }
    [[nodiscard]] bool full() const { return waiting_.size() == most; }
    void hold(core::Approved<core::OrderRequest>&& order, core::Time now, core::Time leaves) {
        held_.at(next_++ % most) = {order->id, leaves - now};
        waiting_.push_back({std::move(order), leaves});
    }
    struct Waiting {
        core::Approved<core::OrderRequest> order;
        core::Time leaves;
        bool withdrawn{};  ///< it is not to leave
    };
    /// One whose moment has come, the longest waiting first.
    [[nodiscard]] std::optional<Waiting> take_due(core::Time now) {
        const auto at =
            std::ranges::find_if(waiting_, [now](const Waiting& one) { return one.leaves <= now; });
        if (at == waiting_.end()) return std::nullopt;
        std::optional one{std::move(*at)};
        waiting_.erase(at);
        return one;
    }
    /// That order, if it waits, is due now and does not leave.
    [[nodiscard]] bool withdraw(core::OrderId order, core::Time now) {
        const auto at =
            std::ranges::find(waiting_, order, [](const Waiting& one) { return one.order->id; });
        if (at == waiting_.end()) return false;
        at->withdrawn = true;
        at->leaves = now;
        return true;
    }
    /// When the next is to leave; one at least waits.
    [[nodiscard]] core::Time next() const {
        return std::ranges::min_element(waiting_, {}, &Waiting::leaves)->leaves;
    }
    /// How long the order was held; of the last of them.
    [[nodiscard]] core::Duration held(core::OrderId order) const {
        const auto at = std::ranges::find(held_, order, &Held::order);
        return at == held_.end() ? core::Duration{} : at->time;
    }

private:
    struct Held {
        core::OrderId order;
        core::Duration time;
    };

    std::vector<Waiting> waiting_;
    std::array<Held, most> held_{};
    std::size_t next_{};
};

}  // namespace nightjar::exec
