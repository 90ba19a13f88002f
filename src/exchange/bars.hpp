#pragma once
/// Bars of one minute made of trades, and longer ones made of those.

#include "core/base/time.hpp"
#include "core/model/types.hpp"

#include <deque>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace nightjar::exchange {

struct Bar {
    core::Time open_time;
    core::Price open;
    core::Price high;
    core::Price low;
    core::Price close;
    core::Qty volume;
    core::Money quote;       ///< value of the volume
    core::Qty taker_volume;  ///< the part that takers bought
    core::Money taker_quote;
    std::uint64_t trades{};
    core::TradeId first_trade;
    core::TradeId last_trade;
};

/// Stands for a calendar month where an interval is asked for.
constexpr core::Duration calendar_month = core::days(30);

/// An interval in a venue's words.
struct NamedSpan {
    std::string_view name;
    core::Duration span;
};
[[nodiscard]] std::optional<core::Duration> find_span(std::string_view name,
                                                      std::span<const NamedSpan> known);

/// When the bar of that interval in which `at` lies begins: weeks on Mondays, months on the first.
core::Time bar_open(core::Time at, core::Duration interval);
/// When the bar that begins then ends.
core::Time bar_end(core::Time open, core::Duration interval);

/// Without trades a minute's bar stands flat at the last price. Two days are kept.
class Bars {
public:
    static constexpr core::Duration unit = core::minutes(1);
    static constexpr std::size_t most = 2 * 24 * 60;

    struct Trade {
        core::TradeId id;
        core::Price price;
        core::Qty qty;
        core::Money quote;
        core::Side taker{};
    };
    void on_trade(const Trade& trade, core::Time at);
    void pass_time(core::Time now);

    /// The oldest first; the last one is still growing.
    [[nodiscard]] const std::deque<Bar>& minutes() const { return minutes_; }
    /// Those that open within the span, both ends included; `unit` divides the interval. At most
    /// `limit`: the last of them, or from `from` on where it is given the first.
    struct Range {
        std::optional<core::Time> from;
        std::optional<core::Time> to;
        std::size_t limit{500};
    };
    [[nodiscard]] std::vector<Bar> of(core::Duration interval, const Range& range) const;
    /// The bar of that interval that grows now.
    [[nodiscard]] std::optional<Bar> current(core::Duration interval) const;
    /// All of the last day as one bar.
    [[nodiscard]] std::optional<Bar> day(core::Time now) const;

private:
    std::deque<Bar> minutes_;
};

}  // namespace nightjar::exchange
