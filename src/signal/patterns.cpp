#include "signal/patterns.hpp"

#include "core/base/decimal.hpp"
#include "signal/pattern_calls.hpp"

#include <algorithm>
#include <numeric>

namespace nightjar::signal {

namespace {

template <class Convert>
PriceColumns columns(const core::BarView& bars, Convert convert) {
    const auto column = [&](std::span<const std::int64_t> prices) {
        std::vector<double> made(prices.size());
        std::ranges::transform(prices, made.begin(), convert);
        return made;
    };
    return {column(bars.open), column(bars.high), column(bars.low), column(bars.close)};
}

/// Calls `each(index)` for each value that is not 0. Most are: eight are passed over at once.
template <class Each>
void each_value(std::span<const int> values, Each each) {
    constexpr std::size_t group = 8;
    std::size_t i = 0;
    for (; i + group <= values.size(); i += group) {
        int any = 0;
        for (std::size_t j = 0; j < group; ++j) any |= values[i + j];
        if (any == 0) continue;
        for (std::size_t j = 0; j < group; ++j)
            if (values[i + j] != 0) each(i + j);
    }
    for (; i < values.size(); ++i)
        if (values[i] != 0) each(i);
}

std::vector<std::size_t> all_patterns() {
    std::vector<std::size_t> all(pattern_count);
    std::iota(all.begin(), all.end(), std::size_t{});
    return all;
}

}  // namespace

std::string_view name(PatternFamily family) {
    switch (family) {
        case PatternFamily::Reversal: return "reversal";
        case PatternFamily::Continuation: return "continuation";
        case PatternFamily::Neutral: return "neutral";
    }
    return "";
}

std::optional<std::size_t> find_pattern(std::string_view name) {
    const auto all = patterns();
    const auto at = std::ranges::lower_bound(all, name, {}, &Pattern::name);
    if (at == all.end() || at->name != name) return std::nullopt;
    return static_cast<std::size_t>(at - all.begin());
}

int lookback(std::size_t pattern) { return pattern_calls().lookback.at(pattern); }

PriceColumns in_ticks(const core::BarView& bars) {
    return columns(bars, [](std::int64_t price) { return static_cast<double>(price); });
}

PriceColumns in_decimals(const core::BarView& bars) {
    // One division of two exact numbers rounds once, as reading the text does.
    const auto scale = static_cast<double>(core::power_of_ten(bars.price_decimals));
    return columns(bars,
                   [scale](std::int64_t price) { return static_cast<double>(price) / scale; });
}

void pattern_values(std::size_t pattern, const PriceColumns& prices, std::span<int> values) {
    NJ_CHECK(values.size() == prices.close.size(), "{} values for {} bars", values.size(),
             prices.close.size());
    const auto& calls = pattern_calls();
    const auto before =
        std::min(static_cast<std::size_t>(calls.lookback.at(pattern)), values.size());
    std::ranges::fill(values.first(before), 0);
    if (before == values.size()) return;
    calls.call.at(pattern)(0, static_cast<int>(values.size()) - 1, prices.open.data(),
                           prices.high.data(), prices.low.data(), prices.close.data(),
                           values.data() + before);
}

std::vector<PatternHit> fired_patterns(
    const PriceColumns& prices, const std::function<void(std::uint64_t, std::uint64_t)>& told) {
    const auto bars = prices.close.size();
    std::vector<int> values(bars);
    std::vector<PatternHit> hits;
    std::vector<std::uint32_t> place(bars + 1);  // how many hits the bars before it have
    for (std::size_t pattern = 0; pattern < pattern_count; ++pattern) {
        pattern_values(pattern, prices, values);
        each_value(values, [&](std::size_t bar) {
            hits.push_back({static_cast<std::uint32_t>(bar), static_cast<std::uint8_t>(pattern),
                            static_cast<std::int16_t>(values[bar])});
            ++place[bar + 1];
        });
        if (told) told(pattern + 1, pattern_count);
    }
    std::partial_sum(place.begin(), place.end(), place.begin());
    std::vector<PatternHit> sorted(hits.size());
    for (const auto& hit : hits) sorted[place[hit.bar]++] = hit;
    return sorted;
}

PatternWindow::PatternWindow() : PatternWindow{all_patterns()} {}

PatternWindow::PatternWindow(std::vector<std::size_t> patterns) : chosen_{std::move(patterns)} {
    NJ_CHECK(std::ranges::all_of(chosen_, [](auto pattern) { return pattern < pattern_count; }),
             "a pattern that is not in the table");
    NJ_CHECK(pattern_calls().longest_lookback < static_cast<int>(room) / 2, "a lookback of {} bars",
             pattern_calls().longest_lookback);
}

const PatternWindow::Values& PatternWindow::push(const core::Candle& candle) {
    const auto& calls = pattern_calls();
    const auto kept = static_cast<std::size_t>(calls.longest_lookback);
    if (size_ == room) {
        for (auto* column : {&open_, &high_, &low_, &close_})
            std::copy_n(column->end() - calls.longest_lookback, kept, column->begin());
        size_ = kept;
    }
    open_[size_] = static_cast<double>(candle.open.raw);
    high_[size_] = static_cast<double>(candle.high.raw);
    low_[size_] = static_cast<double>(candle.low.raw);
    close_[size_] = static_cast<double>(candle.close.raw);
    const auto last = static_cast<int>(size_++);
    for (const auto pattern : chosen_)
        if (last >= calls.lookback[pattern])
            calls.call[pattern](last, last, open_.data(), high_.data(), low_.data(), close_.data(),
                                &values_[pattern]);
    return values_;
}

}  // namespace nightjar::signal
