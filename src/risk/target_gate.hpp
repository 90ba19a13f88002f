#pragma once
/// A target becomes lots: the smallest of the strategy's caps, throttled, times the exposure.

#include "core/model/decision.hpp"
#include "core/model/record.hpp"
#include "core/model/refusal.hpp"
#include "portfolio/books.hpp"
#include "risk/sizer.hpp"

#include <array>
#include <expected>
#include <memory>
#include <vector>

namespace nightjar::risk {

/// What shrinks every position. What is not a number counts as a missing input.
struct Throttles {
    double drawdown{};          ///< below the equity's peak, as a part of it
    double threat{1};           ///< 0 to 1
    double confidence{1};       ///< 0 to 1
    double stage{1};            ///< 0 to 1: what the strategy is trusted with
    double drawdown_max{0.15};  ///< of which nothing of a position is left; above 0
    /// Why nothing may be added to what is held, where that is so.
    std::optional<core::Refusal> bar{};
};

/// All that made a size, for a log.
struct Sizing {
    struct Cap {
        std::string_view sizer;
        std::optional<core::Qty> lots;
    };
    static constexpr auto most_caps = core::SizedBy::most_caps;

    std::array<Cap, most_caps> caps{};  ///< the first `cap_count`, in the order of configuration
    std::size_t cap_count{};
    double drawdown_factor{1};
    double threat_factor{1};
    double confidence_factor{1};
    double stage_factor{1};
    double exposure{};                                            ///< as asked for, within -1 and 1
    std::expected<core::Qty, core::Refusal> result{core::Qty{}};  ///< the position to hold

    [[nodiscard]] std::span<const Cap> all_caps() const { return {caps.data(), cap_count}; }
    /// The smallest; absent when one is, or when there was no price.
    [[nodiscard]] std::optional<core::Qty> smallest() const;
    /// As the ledger has it.
    [[nodiscard]] core::SizedBy record() const;
};

/// Engine thread. Going flat is never refused, and a target that cannot be sized may still close
/// what is held against it, or shrink what is held by as much as its exposure shrank.
///
/// What it grants counts as held until it is granted anew: of two targets of one event, the second
/// has what the first left over.
class TargetGate {
public:
    /// `sizers[i]` are strategy i's; each has at least one and at most `Sizing::most_caps`.
    TargetGate(const core::Catalog& catalog,
               std::vector<std::vector<std::unique_ptr<Sizer>>> sizers);

    /// Each closed bar, after the market has it: what the sizers know of days comes from here.
    /// Nothing is kept where none of them asks for that.
    void learn(core::InstrumentId instrument, const core::Candle& bar);

    /// The position to hold, in lots.
    [[nodiscard]] std::expected<core::Qty, core::Refusal> size(const core::Target& target,
                                                               const market::Market& market,
                                                               const portfolio::Books& books,
                                                               const Throttles& throttles = {}) {
        return explain(target, market, books, throttles).result;
    }
    /// The same, with its reasons.
    [[nodiscard]] Sizing explain(const core::Target& target, const market::Market& market,
                                 const portfolio::Books& books, const Throttles& throttles = {});

private:
    struct Grant {
        core::Qty qty;
        double exposure{};
    };

    void ask_sizers(Sizing& sizing, const core::Target& target, const market::Market& market,
                    const portfolio::Account& account);
    void read_others(const core::Target& target, const market::Market& market,
                     const portfolio::Account& account);
    [[nodiscard]] std::optional<core::Qty> unsized(const core::Target& target,
                                                   core::Qty held) const;
    static std::expected<core::Qty, core::Refusal> barred(core::Qty wanted, core::Qty held,
                                                          const core::Refusal& bar);
    [[nodiscard]] const Grant& grant(core::StrategyId strategy, core::InstrumentId id) const {
        return grants_[strategy.value * histories_.size() + id.value];
    }

    const core::Catalog* catalog_;
    std::vector<std::vector<std::unique_ptr<Sizer>>> sizers_;
    bool learns_;                          ///< a sizer goes by days
    std::vector<DailyHistory> histories_;  // by instrument
    core::Time now_;                       // the end of the newest bar
    std::vector<Grant> grants_;            // by strategy and instrument
    std::vector<Exposure> others_;         // scratch
};

}  // namespace nightjar::risk
