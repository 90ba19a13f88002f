#pragma once
/// How a parent order stands, and how it ended.

#include "core/model/order.hpp"
#include "core/model/record_type.hpp"

namespace nightjar::core {

enum class ParentState : std::uint8_t {
    New,
    Working,
    Paused,  ///< nothing may leave now; children that are out stay out
    Done,    ///< all of it has filled
    Cancelled,
    Failed,
};
std::string_view name(ParentState state);
constexpr bool is_terminal(ParentState state) { return state >= ParentState::Done; }

/// Why a parent ended.
enum class EndReason : std::uint8_t {
    None,
    Filled,
    Superseded,  ///< the strategies want something else by now
    Deadline,    ///< its time was over, and what was left is off
    Carried,     ///< its time was over, and what was left goes into the next parent
    Late,        ///< its time and grace were over before all had filled
    Refused,     ///< no child was let through, again and again
    Risk,        ///< the kill level
    Dust,        ///< what was left is less than the venue takes
    Unfilled,    ///< its only child ended with lots left
    Withdrawn,   ///< by a person
};
std::string_view name(EndReason reason);

struct ParentEnded {
    static constexpr auto type = RecordType::ParentEnded;
    ParentId parent;
    InstrumentId instrument;
    ParentState state{};
    EndReason reason{};
    Qty qty;
    Qty filled;
    Wide worth{};  ///< of what filled: ticks times lots
    std::uint32_t children{};

    /// Ticks; 0 where nothing filled.
    [[nodiscard]] double average_price() const {
        return filled.raw == 0 ? 0 : static_cast<double>(worth) / static_cast<double>(filled.raw);
    }

    template <class Archive, class Self>
    static void fields(Archive& a, Self& s) {
        a(s.parent, s.instrument, s.state, s.reason, s.qty, s.filled, s.worth, s.children);
        if (!is_terminal(s.state) || s.state > ParentState::Failed ||
            s.reason > EndReason::Withdrawn)
            a.refuse();
    }
};

/// A venue has charged a fill otherwise than its table of fees says. Rates are parts per 1e9 of
/// what was traded; below 0 a rebate.
struct FeeDiffered {
    static constexpr auto type = RecordType::FeeDiffered;
    VenueId venue;
    InstrumentId instrument;
    Liquidity liquidity{};
    std::int64_t expected_ppb{};
    std::int64_t charged_ppb{};

    template <class Archive, class Self>
    static void fields(Archive& a, Self& s) {
        a(s.venue, s.instrument, s.liquidity, s.expected_ppb, s.charged_ppb);
        if (s.liquidity > Liquidity::Taker) a.refuse();
    }
};

}  // namespace nightjar::core
