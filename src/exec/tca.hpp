#pragma once
/// What parents cost: the transaction cost analysis of each, out of events alone.

#include "core/model/execution.hpp"
#include "core/model/parent_measured.hpp"
#include "exec/flow.hpp"
#include "exec/parent.hpp"
#include "market/market.hpp"

#include <optional>
#include <vector>

namespace nightjar::exec {

/// Engine thread; allocates at construction only. A parent that finds no place among those that are
/// measured is counted in `missed`. The formulas are those of core::ParentMeasured; a fill's mid is
/// that of when its order left if it took, else the last before the fill was heard.
class Tca {
public:
    explicit Tca(const core::Catalog& catalog);

    /// Before the event changes the market: fills whose time has come are held against the mid.
    void advance(core::Time now, const market::Market& market);
    void opened(const core::ParentOrder& parent, const market::Market& market, const Flow& flow);
    void sent(const core::OrderRequest& order, const market::Market& market);
    void cancelling(core::ParentId parent);
    void filled(const core::OrderRequest& order, const core::Fill& fill,
                const market::Market& market, core::Time now);
    /// What the schedule asks for by now, of a window that begins with the parent.
    void scheduled(core::ParentId parent, double part, core::Duration window, core::Time now);
    void ended(const core::ParentEnded& parent, const market::Market& market, const Flow& flow,
               core::Time now);

    /// Each whose markouts are in, in the order of their ends; `all`: what is known of every ended
    /// one.
    template <class Use>
    void take(core::Time now, bool all, Use use) {
        while (!ended_.empty()) {
            auto& entry = entries_[ended_.front()];
            if (!all && now < entry.ready) return;
            use(close(entry));
            ids_[ended_.front()] = {};
            ended_.erase(ended_.begin());
        }
    }

    /// Ticks; absent: it is not measured.
    [[nodiscard]] std::optional<double> decided(core::ParentId parent) const {
        const auto at = place(parent, parent);
        return at ? std::optional{entries_[*at].measured.decided} : std::nullopt;
    }
    [[nodiscard]] std::uint64_t missed() const { return missed_; }
    /// Of all that were taken.
    [[nodiscard]] const core::CostTotals& totals() const { return totals_; }

private:
    static constexpr std::size_t most_parents = 2'048;
    static constexpr std::size_t most_marks = 8'192;
    static constexpr std::size_t tries = 16;

    struct Left {  // when a child left
        core::OrderId order;
        double mid{};
        double touch{};
    };
    struct Entry {
        bool over{};
        core::Time ready;
        core::ParentMeasured measured;
        double worth{};  // of what filled: ticks times lots
        double fees_due{};
        double rebates_due{};
        double timing_due{};
        double spread_due{};
        double impact_due{};
        core::Wide others_from{};
        double others_worth_from{};
        double leak_due{};
        double behind_sum{};  // part times seconds
        double behind_seconds{};
        core::Time asked_at;
        double part{};
        bool has_schedule{};
        std::array<Left, Parent::most_children> left{};
        std::size_t next_left{};
    };
    struct Mark {
        std::size_t entry{};
        core::ParentId parent;
        core::Time at;
        double price{};
        double mid{};
        core::Qty qty;
        core::Qty remaining;
        core::Liquidity liquidity{};
    };

    /// Where a parent of that number has its place, of those that it may have; absent: nowhere.
    [[nodiscard]] std::optional<std::size_t> place(core::ParentId id, core::ParentId holds) const;
    [[nodiscard]] Entry* find(core::ParentId id) {
        const auto at = place(id, id);
        return at ? &entries_[*at] : nullptr;
    }
    void settle(const Mark& mark, std::size_t horizon, double mid);
    void pay(Entry& entry, const core::Fill& fill) const;
    core::ParentMeasured close(Entry& entry);
    void count(const core::ParentMeasured& measured);

    const core::Catalog* catalog_;
    std::vector<core::ParentId> ids_;  // 0: free
    std::vector<Entry> entries_;       // likewise
    std::vector<Mark> marks_;
    std::uint64_t marked_{};  // in all
    std::array<std::uint64_t, core::ParentMeasured::horizons.size()> next_{};
    std::vector<std::size_t> ended_;  // in their order
    std::uint64_t missed_{};
    core::CostTotals totals_;
};

}  // namespace nightjar::exec
