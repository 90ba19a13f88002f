#include "infer/windows.hpp"

#include "infer/candle_text.hpp"

namespace nightjar::infer {

namespace {

/// Of the window that ends with the bar `last`.
struct Answer {
    std::string_view text;
    std::size_t until{};
};

template <class Ask>
std::vector<Window> windows(const core::BarView& bars, std::size_t candles, std::size_t behind,
                            const Ask& ask) {
    const auto families = families_of(signal::in_ticks(bars));
    const auto needed = candles + candle_text_lookback;
    std::vector<Ohlc> all;
    all.reserve(bars.size());
    for (std::size_t i = 0; i < bars.size(); ++i)
        all.push_back({bars.open[i], bars.high[i], bars.low[i], bars.close[i]});
    std::vector<Window> out;
    for (std::size_t end = needed; end + behind <= all.size(); ++end) {
        auto text = candle_text(std::span{all}.subspan(end - needed, needed), candles);
        if (!text) continue;
        const auto of = std::span{families}.subspan(end - candles, candles);
        const Answer answer = ask(std::span<const Ohlc>{all}, families, end - 1);
        out.push_back({bars.open_time_ns[end - 1],
                       bars.open_time_ns[answer.until],
                       std::move(*text),
                       answer.text,
                       {of.begin(), of.end()}});
    }
    return out;
}

Answer direction(std::span<const Ohlc> bars, std::size_t last, const Barriers& barriers) {
    constexpr std::size_t ten = 10;
    constexpr double bps = 1e-4;
    double ranges = 0;
    for (const auto& bar : bars.subspan(last + 1 - ten, ten))
        ranges += static_cast<double>(bar.high - bar.low);
    const auto close = static_cast<double>(bars[last].close);
    const double away = barriers.width * ranges / ten + barriers.cost_bps * bps * close;
    for (std::size_t at = last + 1; at <= last + barriers.horizon; ++at) {
        const bool up = static_cast<double>(bars[at].high) >= close + away;
        const bool down = static_cast<double>(bars[at].low) <= close - away;
        if (up || down) return {up && down ? "flat" : up ? "up" : "down", at};
    }
    return {"flat", last + barriers.horizon};
}

}  // namespace

std::vector<Window> pattern_windows(const core::BarView& bars, std::size_t candles) {
    return windows(bars, candles, 0, [](auto, const auto& families, std::size_t last) {
        return Answer{name(families[last]), last};
    });
}

std::vector<Window> direction_windows(const core::BarView& bars, std::size_t candles,
                                      const Barriers& barriers) {
    return windows(bars, candles, barriers.horizon, [&](auto all, const auto&, std::size_t last) {
        return direction(all, last, barriers);
    });
}

}  // namespace nightjar::infer
