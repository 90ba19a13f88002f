#pragma once
/// What working a parent has cost, and against what.

#include "core/model/order.hpp"
#include "core/model/record_type.hpp"

#include <array>
#include <string_view>

namespace nightjar::core {

/// The parts of an implementation shortfall, in basis points of quantity times decided price; above
/// 0 is a cost (Perold 1988). They add up to it exactly.
struct CostParts {
    double delay{};        ///< the mid moved before the first child left
    double timing{};       ///< it moved while the parent was worked; without a book all but fees
    double spread{};       ///< from the mid to the touch; below 0 where makers earned it
    double impact{};       ///< beyond the touch that was seen when the child left
    double fees{};         ///< paid
    double rebates{};      ///< received; never above 0
    double opportunity{};  ///< of what did not fill, at the mid of the end

    struct Part {
        std::string_view name;
        double CostParts::* value;
    };
    static constexpr std::array<Part, 7> parts{{{"delay", &CostParts::delay},
                                                {"timing", &CostParts::timing},
                                                {"spread", &CostParts::spread},
                                                {"impact", &CostParts::impact},
                                                {"fees", &CostParts::fees},
                                                {"rebates", &CostParts::rebates},
                                                {"opportunity", &CostParts::opportunity}}};

    [[nodiscard]] double total() const {
        double sum = 0;
        for (const auto& part : parts) sum += this->*part.value;
        return sum;
    }
    void add(const CostParts& other, double weight) {
        for (const auto& part : parts) this->*part.value += weight * other.*part.value;
    }

    template <class Archive, class Self>
    static void fields(Archive& a, Self& s) {
        for (const auto& part : parts) a(s.*part.value);
    }
};

/// Of many parents, in amounts of the settlement asset, not basis points.
struct CostTotals {
    std::uint64_t parents{};
    double worth{};  ///< of their quantities at the decided prices
    CostParts costs;
};

/// Where the mid was some time after fills, against their prices: basis points, above 0 is good for
/// us. Of the lots whose time had come, with a valid book, when the record was written.
struct Markout {
    double maker{};
    double taker{};
    Qty maker_qty;
    Qty taker_qty;

    template <class Archive, class Self>
    static void fields(Archive& a, Self& s) {
        a(s.maker, s.taker, s.maker_qty, s.taker_qty);
    }
};

/// Written up to five minutes after the parent's end, when its markouts are known, or when the
/// session closes. Not of a parent that was open over a restart: its prices are not on record.
struct ParentMeasured {
    static constexpr auto type = RecordType::ParentMeasured;
    static constexpr std::array horizons{milliseconds(100), seconds(1), seconds(5), seconds(30),
                                         seconds(300)};
    static constexpr std::size_t points = 33;  ///< of the schedule: equally far apart
    static constexpr std::uint16_t whole = 10'000;
    static constexpr std::uint16_t no_point = 0xFFFF;

    ParentId parent;
    InstrumentId instrument;
    Side side{};
    Qty qty;
    Qty filled;
    Qty maker;  ///< of what filled
    Time from;  ///< decided
    Time to;    ///< ended
    // Ticks.
    double decided{};  ///< the mid, or without a book the last price, at the decision
    double arrival{};  ///< when the first child left
    double end{};
    double average{};      ///< of the fills; 0: none
    double market_vwap{};  ///< of what others traded meanwhile; 0: nothing
    Qty others;            ///< lots that they traded
    CostParts costs;
    std::array<Markout, horizons.size()> markouts{};
    double
        leaked{};  ///< bps: what the mid went against us within 5 s after fills, on what was left
    double behind_mean{};      ///< part of qty that was ahead of or behind the schedule, over time
    double behind_worst{};     ///< likewise
    std::uint32_t messages{};  ///< orders and cancels
    bool fees_unknown{};       ///< some were paid in an asset without a price
    std::array<std::uint16_t, points> schedule = unscheduled();
    Duration window;  ///< that the schedule's points span, since `from`; 0: none

    /// Part of all that was traded meanwhile, in [0, 1].
    [[nodiscard]] double participation() const {
        const auto all = filled + others;
        return all.raw <= 0 ? 0 : static_cast<double>(filled.raw) / static_cast<double>(all.raw);
    }
    /// Against the others' average price, bps of it; above 0 is a cost. 0 where either is missing.
    [[nodiscard]] double vwap_slip() const;

    template <class Archive, class Self>
    static void fields(Archive& a, Self& s) {
        a(s.parent, s.instrument, s.side, s.qty, s.filled, s.maker, s.from, s.to, s.decided,
          s.arrival, s.end, s.average, s.market_vwap, s.others, s.costs);
        for (auto& markout : s.markouts) a(markout);
        a(s.leaked, s.behind_mean, s.behind_worst, s.messages, s.fees_unknown);
        for (auto& point : s.schedule) a(point);
        a(s.window);
    }

private:
    static constexpr std::array<std::uint16_t, points> unscheduled() {
        std::array<std::uint16_t, points> none{};
        none.fill(no_point);
        return none;
    }
};

}  // namespace nightjar::core
