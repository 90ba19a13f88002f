#pragma once
/// What becomes of an order that joins the touch of one instrument: whether it fills in time, and
/// where the price goes once it has.

#include "core/model/event.hpp"
#include "exec/maker_split.hpp"
#include "market/book.hpp"

#include <array>
#include <limits>
#include <optional>

namespace nightjar::exec {

/// Of one order that would join the touch now.
struct Prospect {
    double fills{};        ///< the chance that all of it fills within FillModel::horizon
    double adverse_bps{};  ///< of the mid, from the joining to 5 s after the fill; above 0: against
    double chase_bps{};    ///< of the mid, within the horizon where it does not fill; likewise
};

/// Engine thread; allocates nothing. It learns from what the book and the tape show: every two
/// seconds an order of a lot is thought to join each touch, behind all that stands there. Trades at
/// its price bring it forward, and of what is cancelled there the part that stood in front, for
/// cancels are as likely before it as behind; a trade or a touch beyond its price fills it. An
/// outcome is what was traded at the price within the horizon and the part of the queue in front
/// that was cancelled. The last 256 outcomes are kept for each of three states of the touches: the
/// own one less than half of the other, about as large, more than twice.
///
/// Fills and what the price does after them go together (Albers et al. 2025, arXiv 2502.18625), so
/// that no chance of a fill is given before there is a price for it.
class FillModel {
public:
    static constexpr core::Duration horizon = core::seconds(10);
    static constexpr core::Duration markout = core::seconds(5);
    static constexpr core::Duration join_every = core::seconds(2);
    /// Fewer that have ended say nothing.
    static constexpr std::size_t least_outcomes = 64;
    static constexpr double least_fills = 8;
    /// So many fills of our own count as much as the tape does.
    static constexpr double own_shrinkage = 20;

    /// Any event of the instrument, once the book has it.
    void apply(const core::Event& event, const market::Book& book);
    /// A fill of an order of ours that rested.
    void own(const core::Fill& fill, core::Time now);

    /// Of `lots` more at that side's touch. Absent: too little was seen, or there is no book.
    [[nodiscard]] std::optional<Prospect> prospect(core::Side side, core::Qty lots,
                                                   const market::Book& book) const;
    /// What would leave a queue of `ahead` lots at that touch within the horizon, one outcome each,
    /// the newest last and no more than fit; how many were written. For maker_split.
    std::size_t outflows(core::Side side, double ahead, const market::Book& book,
                         std::span<double> into) const;
    /// How many have ended.
    [[nodiscard]] std::size_t outcomes() const { return seen_; }

private:
    static constexpr double beyond = std::numeric_limits<double>::infinity();
    static constexpr std::size_t states = 3;
    static constexpr std::size_t most_joins = 20;
    static constexpr std::size_t most_own = 32;
    /// An order that is thought to rest.
    struct Join {
        bool active{};
        core::Side side{};
        core::Price price;
        core::Time at;
        std::size_t state{};
        double half_bps{};   // from the mid to the touch, when it joined
        double mid{};        // ticks, likewise
        double ahead{};      // lots in front, likewise
        double front{};      // of them, those still there
        double level{};      // lots there, as the book had them last
        double traded{};     // there since; infinite once the price was passed
        double cancelled{};  // of those in front
        double unseen{};     // traded, and still in the book
        double drained{};    // gone from the book and no trade heard of it yet
        double drained_part{};
        core::Time changed_at;  // of unseen and drained
        std::optional<core::Time> filled;
        bool marked{};  // where the price went after the fill is known
        bool over{};    // the horizon

        void hear(core::Qty qty, core::Time now);
        void see(double lots, core::Time now);
        void forget(core::Time now);
        [[nodiscard]] bool reached() const { return traded + cancelled >= ahead + 1; }
    };
    struct Outcome {
        double traded{};
        double cancelled_part{};
        /// Whether so many lots behind such a queue would have filled.
        [[nodiscard]] bool fills(double ahead, double lots) const {
            return traded + cancelled_part * ahead >= ahead + lots;
        }
    };
    struct State {
        std::array<Outcome, most_outcomes> ring{};
        std::size_t count{};  // ever
        [[nodiscard]] std::span<const Outcome> all() const {
            return {ring.data(), std::min(count, ring.size())};
        }
    };
    /// A mean of the last values, about as many as `memory`.
    struct Mean {
        double value{};
        double weight{};
        void add(double x, double memory) {
            weight += 1 - weight / memory;
            value += (x - value) / weight;
        }
    };
    struct Owned {
        core::Side side{};
        double price{};  // ticks
        core::Time at;
        bool open{};
    };

    void hear(const core::Trade& trade, core::Time now);
    void see(const market::Book& book, core::Time now);
    void see(Join& join, const market::Book& book, double mid, core::Time now);
    void settle_own(double mid, core::Time now);
    void begin(const market::Book& book, double mid, core::Time now);
    void end(Join& join, double mid);
    [[nodiscard]] static std::size_t state_of(core::Side side, const market::Book& book);
    [[nodiscard]] double adverse() const;

    std::array<State, states> states_{};
    std::array<Join, most_joins> joins_{};
    std::array<Owned, most_own> owned_{};
    std::size_t next_owned_{};
    std::size_t seen_{};
    core::Time next_join_;
    Mean half_;  // of joins, in bp
    Mean adverse_;
    Mean chase_;
    Mean own_kept_;  // by our fills: from their price to the mid later, in bp
};

}  // namespace nightjar::exec
