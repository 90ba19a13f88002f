/// The one table of the patterns.

#include "signal/pattern_calls.hpp"

#include <ta-lib/ta_libc.h>

#include <algorithm>

namespace nightjar::signal {

namespace {

template <auto Function>
int call(int first, int last, const double* open, const double* high, const double* low,
         const double* close, int* values) {
    int begin = 0;
    int count = 0;
    TA_RetCode code{};
    if constexpr (std::is_invocable_v<decltype(Function), int, int, const double*, const double*,
                                      const double*, const double*, int*, int*, int*>)
        code = Function(first, last, open, high, low, close, &begin, &count, values);
    else  // with a penetration
        code =
            Function(first, last, open, high, low, close, TA_REAL_DEFAULT, &begin, &count, values);
    NJ_CHECK(code == TA_SUCCESS, "TA-Lib answers {}", static_cast<int>(code));
    return count;
}

template <auto Function>
int lookback_of() {
    if constexpr (std::is_invocable_v<decltype(Function)>)
        return Function();
    else
        return Function(TA_REAL_DEFAULT);
}

struct Row {
    Pattern pattern;
    PatternCall call{};
    int (*lookback)(){};
};

using enum PatternFamily;

constexpr std::array<Row, pattern_count> table{{
    {{"CDL2CROWS", "a gap up, then two falling candles: bearish", Reversal, 3},
     call<TA_CDL2CROWS>,
     lookback_of<TA_CDL2CROWS_Lookback>},
    {{"CDL3BLACKCROWS", "three long falling candles after a rise: bearish", Reversal, 3},
     call<TA_CDL3BLACKCROWS>,
     lookback_of<TA_CDL3BLACKCROWS_Lookback>},
    {{"CDL3INSIDE", "a candle inside the one before, then a close beyond both", Reversal, 3},
     call<TA_CDL3INSIDE>,
     lookback_of<TA_CDL3INSIDE_Lookback>},
    {{"CDL3LINESTRIKE", "three candles one way, then one that takes all of them back", Continuation,
      4},
     call<TA_CDL3LINESTRIKE>,
     lookback_of<TA_CDL3LINESTRIKE_Lookback>},
    {{"CDL3OUTSIDE", "an engulfing, then a close further the same way", Reversal, 3},
     call<TA_CDL3OUTSIDE>,
     lookback_of<TA_CDL3OUTSIDE_Lookback>},
    {{"CDL3STARSINSOUTH", "three falling candles, each weaker than the last: bullish", Reversal, 3},
     call<TA_CDL3STARSINSOUTH>,
     lookback_of<TA_CDL3STARSINSOUTH_Lookback>},
    {{"CDL3WHITESOLDIERS", "three rising candles, each closing near its high: bullish", Reversal,
      3},
     call<TA_CDL3WHITESOLDIERS>,
     lookback_of<TA_CDL3WHITESOLDIERS_Lookback>},
    {{"CDLABANDONEDBABY", "a doji with gaps on both sides", Reversal, 3},
     call<TA_CDLABANDONEDBABY>,
     lookback_of<TA_CDLABANDONEDBABY_Lookback>},
    {{"CDLADVANCEBLOCK", "three rising candles that lose strength: bearish", Reversal, 3},
     call<TA_CDLADVANCEBLOCK>,
     lookback_of<TA_CDLADVANCEBLOCK_Lookback>},
    {{"CDLBELTHOLD", "a long candle that opens at its low or high", Reversal, 1},
     call<TA_CDLBELTHOLD>,
     lookback_of<TA_CDLBELTHOLD_Lookback>},
    {{"CDLBREAKAWAY", "a gap and three candles on, then a candle back into the gap", Reversal, 5},
     call<TA_CDLBREAKAWAY>,
     lookback_of<TA_CDLBREAKAWAY_Lookback>},
    {{"CDLCLOSINGMARUBOZU", "a long candle that closes at its high or low", Continuation, 1},
     call<TA_CDLCLOSINGMARUBOZU>,
     lookback_of<TA_CDLCLOSINGMARUBOZU_Lookback>},
    {{"CDLCONCEALBABYSWALL",
      "four falling candles without shadows, the last over the third: bullish", Reversal, 4},
     call<TA_CDLCONCEALBABYSWALL>,
     lookback_of<TA_CDLCONCEALBABYSWALL_Lookback>},
    {{"CDLCOUNTERATTACK", "two long opposite candles that close at the same price", Reversal, 2},
     call<TA_CDLCOUNTERATTACK>,
     lookback_of<TA_CDLCOUNTERATTACK_Lookback>},
    {{"CDLDARKCLOUDCOVER", "an open above the last high, a close deep in its body: bearish",
      Reversal, 2},
     call<TA_CDLDARKCLOUDCOVER>,
     lookback_of<TA_CDLDARKCLOUDCOVER_Lookback>},
    {{"CDLDOJI", "open and close are the same", Neutral, 1},
     call<TA_CDLDOJI>,
     lookback_of<TA_CDLDOJI_Lookback>},
    {{"CDLDOJISTAR", "a long candle, then a doji with a gap", Reversal, 2},
     call<TA_CDLDOJISTAR>,
     lookback_of<TA_CDLDOJISTAR_Lookback>},
    {{"CDLDRAGONFLYDOJI", "a doji with a long lower shadow only", Neutral, 1},
     call<TA_CDLDRAGONFLYDOJI>,
     lookback_of<TA_CDLDRAGONFLYDOJI_Lookback>},
    {{"CDLENGULFING", "a body that covers the opposite one before", Reversal, 2},
     call<TA_CDLENGULFING>,
     lookback_of<TA_CDLENGULFING_Lookback>},
    {{"CDLEVENINGDOJISTAR", "a long rise, a doji above it, a fall deep into it: bearish", Reversal,
      3},
     call<TA_CDLEVENINGDOJISTAR>,
     lookback_of<TA_CDLEVENINGDOJISTAR_Lookback>},
    {{"CDLEVENINGSTAR", "a long rise, a small body above it, a fall deep into it: bearish",
      Reversal, 3},
     call<TA_CDLEVENINGSTAR>,
     lookback_of<TA_CDLEVENINGSTAR_Lookback>},
    {{"CDLGAPSIDESIDEWHITE", "a gap, then two rising candles side by side", Continuation, 3},
     call<TA_CDLGAPSIDESIDEWHITE>,
     lookback_of<TA_CDLGAPSIDESIDEWHITE_Lookback>},
    {{"CDLGRAVESTONEDOJI", "a doji with a long upper shadow only", Neutral, 1},
     call<TA_CDLGRAVESTONEDOJI>,
     lookback_of<TA_CDLGRAVESTONEDOJI_Lookback>},
    {{"CDLHAMMER", "a small body with a long lower shadow, near the last low: bullish", Reversal,
      1},
     call<TA_CDLHAMMER>,
     lookback_of<TA_CDLHAMMER_Lookback>},
    {{"CDLHANGINGMAN", "a small body with a long lower shadow, near the last high: bearish",
      Reversal, 1},
     call<TA_CDLHANGINGMAN>,
     lookback_of<TA_CDLHANGINGMAN_Lookback>},
    {{"CDLHARAMI", "a small body inside the long one before", Reversal, 2},
     call<TA_CDLHARAMI>,
     lookback_of<TA_CDLHARAMI_Lookback>},
    {{"CDLHARAMICROSS", "a doji inside the long body before", Reversal, 2},
     call<TA_CDLHARAMICROSS>,
     lookback_of<TA_CDLHARAMICROSS_Lookback>},
    {{"CDLHIGHWAVE", "a small body with very long shadows on both sides", Neutral, 1},
     call<TA_CDLHIGHWAVE>,
     lookback_of<TA_CDLHIGHWAVE_Lookback>},
    {{"CDLHIKKAKE", "an inside bar broken the wrong way; 200 once it turns", Reversal, 3},
     call<TA_CDLHIKKAKE>,
     lookback_of<TA_CDLHIKKAKE_Lookback>},
    {{"CDLHIKKAKEMOD", "a hikkake after a close at the end of the range; 200 once it turns",
      Reversal, 4},
     call<TA_CDLHIKKAKEMOD>,
     lookback_of<TA_CDLHIKKAKEMOD_Lookback>},
    {{"CDLHOMINGPIGEON", "a small falling body inside a long falling one: bullish", Reversal, 2},
     call<TA_CDLHOMINGPIGEON>,
     lookback_of<TA_CDLHOMINGPIGEON_Lookback>},
    {{"CDLIDENTICAL3CROWS", "three falling candles, each opening at the last close: bearish",
      Reversal, 3},
     call<TA_CDLIDENTICAL3CROWS>,
     lookback_of<TA_CDLIDENTICAL3CROWS_Lookback>},
    {{"CDLINNECK", "after a long fall, a gap down and a close just inside its body: bearish",
      Continuation, 2},
     call<TA_CDLINNECK>,
     lookback_of<TA_CDLINNECK_Lookback>},
    {{"CDLINVERTEDHAMMER", "a small body with a long upper shadow, below the last: bullish",
      Reversal, 1},
     call<TA_CDLINVERTEDHAMMER>,
     lookback_of<TA_CDLINVERTEDHAMMER_Lookback>},
    {{"CDLKICKING", "two opposite candles without shadows, with a gap between them", Reversal, 2},
     call<TA_CDLKICKING>,
     lookback_of<TA_CDLKICKING_Lookback>},
    {{"CDLKICKINGBYLENGTH", "a kicking, its direction that of the longer candle", Reversal, 2},
     call<TA_CDLKICKINGBYLENGTH>,
     lookback_of<TA_CDLKICKINGBYLENGTH_Lookback>},
    {{"CDLLADDERBOTTOM", "three falls, a fall with an upper shadow, a rise above it: bullish",
      Reversal, 5},
     call<TA_CDLLADDERBOTTOM>,
     lookback_of<TA_CDLLADDERBOTTOM_Lookback>},
    {{"CDLLONGLEGGEDDOJI", "a doji with a long shadow", Neutral, 1},
     call<TA_CDLLONGLEGGEDDOJI>,
     lookback_of<TA_CDLLONGLEGGEDDOJI_Lookback>},
    {{"CDLLONGLINE", "a long body with short shadows", Continuation, 1},
     call<TA_CDLLONGLINE>,
     lookback_of<TA_CDLLONGLINE_Lookback>},
    {{"CDLMARUBOZU", "a long body without shadows", Continuation, 1},
     call<TA_CDLMARUBOZU>,
     lookback_of<TA_CDLMARUBOZU_Lookback>},
    {{"CDLMATCHINGLOW", "two falling candles that close at the same price: bullish", Reversal, 2},
     call<TA_CDLMATCHINGLOW>,
     lookback_of<TA_CDLMATCHINGLOW_Lookback>},
    {{"CDLMATHOLD", "a long rise, three small candles held above its low, a new high: bullish",
      Continuation, 5},
     call<TA_CDLMATHOLD>,
     lookback_of<TA_CDLMATHOLD_Lookback>},
    {{"CDLMORNINGDOJISTAR", "a long fall, a doji below it, a rise deep into it: bullish", Reversal,
      3},
     call<TA_CDLMORNINGDOJISTAR>,
     lookback_of<TA_CDLMORNINGDOJISTAR_Lookback>},
    {{"CDLMORNINGSTAR", "a long fall, a small body below it, a rise deep into it: bullish",
      Reversal, 3},
     call<TA_CDLMORNINGSTAR>,
     lookback_of<TA_CDLMORNINGSTAR_Lookback>},
    {{"CDLONNECK", "after a long fall, a gap down and a close at its low: bearish", Continuation,
      2},
     call<TA_CDLONNECK>,
     lookback_of<TA_CDLONNECK_Lookback>},
    {{"CDLPIERCING", "an open below the last low, a close above the middle of its body: bullish",
      Reversal, 2},
     call<TA_CDLPIERCING>,
     lookback_of<TA_CDLPIERCING_Lookback>},
    {{"CDLRICKSHAWMAN", "a doji with long shadows, its body in the middle", Neutral, 1},
     call<TA_CDLRICKSHAWMAN>,
     lookback_of<TA_CDLRICKSHAWMAN_Lookback>},
    {{"CDLRISEFALL3METHODS", "a long candle, three small ones within it against it, a long one on",
      Continuation, 5},
     call<TA_CDLRISEFALL3METHODS>,
     lookback_of<TA_CDLRISEFALL3METHODS_Lookback>},
    {{"CDLSEPARATINGLINES", "two opposite candles that open at the same price", Continuation, 2},
     call<TA_CDLSEPARATINGLINES>,
     lookback_of<TA_CDLSEPARATINGLINES_Lookback>},
    {{"CDLSHOOTINGSTAR", "a small body with a long upper shadow, above the last: bearish", Reversal,
      1},
     call<TA_CDLSHOOTINGSTAR>,
     lookback_of<TA_CDLSHOOTINGSTAR_Lookback>},
    {{"CDLSHORTLINE", "a short body with short shadows", Neutral, 1},
     call<TA_CDLSHORTLINE>,
     lookback_of<TA_CDLSHORTLINE_Lookback>},
    {{"CDLSPINNINGTOP", "a small body with longer shadows", Neutral, 1},
     call<TA_CDLSPINNINGTOP>,
     lookback_of<TA_CDLSPINNINGTOP_Lookback>},
    {{"CDLSTALLEDPATTERN", "two long rises, then a small one at their end: bearish", Reversal, 3},
     call<TA_CDLSTALLEDPATTERN>,
     lookback_of<TA_CDLSTALLEDPATTERN_Lookback>},
    {{"CDLSTICKSANDWICH", "a rise between two falls that close at the same price: bullish",
      Reversal, 3},
     call<TA_CDLSTICKSANDWICH>,
     lookback_of<TA_CDLSTICKSANDWICH_Lookback>},
    {{"CDLTAKURI", "a doji with a very long lower shadow", Neutral, 1},
     call<TA_CDLTAKURI>,
     lookback_of<TA_CDLTAKURI_Lookback>},
    {{"CDLTASUKIGAP", "a gap, then an opposite candle that does not close it", Continuation, 3},
     call<TA_CDLTASUKIGAP>,
     lookback_of<TA_CDLTASUKIGAP_Lookback>},
    {{"CDLTHRUSTING", "after a long fall, a close inside its body but below the middle: bearish",
      Continuation, 2},
     call<TA_CDLTHRUSTING>,
     lookback_of<TA_CDLTHRUSTING_Lookback>},
    {{"CDLTRISTAR", "three dojis, the middle one with a gap", Reversal, 3},
     call<TA_CDLTRISTAR>,
     lookback_of<TA_CDLTRISTAR_Lookback>},
    {{"CDLUNIQUE3RIVER", "a long fall, a new low within its body, a small rise below: bullish",
      Reversal, 3},
     call<TA_CDLUNIQUE3RIVER>,
     lookback_of<TA_CDLUNIQUE3RIVER_Lookback>},
    {{"CDLUPSIDEGAP2CROWS", "a gap up, two falling candles above the first body: bearish", Reversal,
      3},
     call<TA_CDLUPSIDEGAP2CROWS>,
     lookback_of<TA_CDLUPSIDEGAP2CROWS_Lookback>},
    {{"CDLXSIDEGAP3METHODS", "a gap, then an opposite candle that closes it", Continuation, 3},
     call<TA_CDLXSIDEGAP3METHODS>,
     lookback_of<TA_CDLXSIDEGAP3METHODS_Lookback>},
}};

constexpr auto described = [] {
    std::array<Pattern, pattern_count> found{};
    std::ranges::transform(table, found.begin(), &Row::pattern);
    return found;
}();
static_assert(std::ranges::is_sorted(described, {}, &Pattern::name));

}  // namespace

std::span<const Pattern, pattern_count> patterns() { return described; }

const PatternCalls& pattern_calls() {
    static const PatternCalls calls = [] {
        // TA-Lib keeps its settings in globals: written here, once, and only read from then on.
        const auto code = TA_Initialize();
        NJ_CHECK(code == TA_SUCCESS, "TA_Initialize answers {}", static_cast<int>(code));
        PatternCalls made;
        for (std::size_t i = 0; i < pattern_count; ++i) {
            made.call[i] = table[i].call;
            made.lookback[i] = table[i].lookback();
        }
        made.longest_lookback = std::ranges::max(made.lookback);
        return made;
    }();
    return calls;
}

}  // namespace nightjar::signal
