#include "infer/windows.hpp"

#include "infer/candle_text.hpp"

namespace nightjar::infer {

std::vector<Window> pattern_windows(const core::BarView& bars, std::size_t candles) {
    const auto families = families_of(signal::in_ticks(bars));
    const auto needed = candles + candle_text_lookback;
    std::vector<Ohlc> all;
    all.reserve(bars.size());
    for (std::size_t i = 0; i < bars.size(); ++i)
        all.push_back({bars.open[i], bars.high[i], bars.low[i], bars.close[i]});
    std::vector<Window> windows;
    for (std::size_t end = needed; end <= all.size(); ++end) {
        const auto text = candle_text(std::span{all}.subspan(end - needed, needed), candles);
        if (!text) continue;
        windows.push_back({bars.open_time_ns[end - 1], *text, families[end - 1]});
    }
    return windows;
}

}  // namespace nightjar::infer
