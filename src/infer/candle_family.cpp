#include "infer/candle_family.hpp"

#include "core/base/result.hpp"

#include <algorithm>

namespace nightjar::infer {

namespace {

constexpr std::array<std::string_view, candle_families> names{
    "soldiers", "star",    "continuation", "piercing", "hammer",   "shooting", "engulfing",
    "inside",   "hikkake", "doji",         "long",     "spinning", "none"};

struct Row {
    CandleFamily family;
    std::string_view pattern;  ///< without "CDL"
};

using enum CandleFamily;

constexpr std::array<Row, signal::pattern_count> table{{
    {Soldiers, "3WHITESOLDIERS"},
    {Soldiers, "3BLACKCROWS"},
    {Soldiers, "IDENTICAL3CROWS"},
    {Soldiers, "ADVANCEBLOCK"},
    {Soldiers, "STALLEDPATTERN"},
    {Soldiers, "3STARSINSOUTH"},
    {Soldiers, "CONCEALBABYSWALL"},
    {Star, "MORNINGSTAR"},
    {Star, "EVENINGSTAR"},
    {Star, "MORNINGDOJISTAR"},
    {Star, "EVENINGDOJISTAR"},
    {Star, "ABANDONEDBABY"},
    {Star, "TRISTAR"},
    {Star, "2CROWS"},
    {Star, "UPSIDEGAP2CROWS"},
    {Star, "UNIQUE3RIVER"},
    {Continuation, "TASUKIGAP"},
    {Continuation, "XSIDEGAP3METHODS"},
    {Continuation, "GAPSIDESIDEWHITE"},
    {Continuation, "KICKING"},
    {Continuation, "KICKINGBYLENGTH"},
    {Continuation, "BREAKAWAY"},
    {Continuation, "RISEFALL3METHODS"},
    {Continuation, "MATHOLD"},
    {Continuation, "3LINESTRIKE"},
    {Continuation, "LADDERBOTTOM"},
    {Continuation, "STICKSANDWICH"},
    {Piercing, "PIERCING"},
    {Piercing, "DARKCLOUDCOVER"},
    {Piercing, "THRUSTING"},
    {Piercing, "INNECK"},
    {Piercing, "ONNECK"},
    {Piercing, "COUNTERATTACK"},
    {Piercing, "SEPARATINGLINES"},
    {Piercing, "MATCHINGLOW"},
    {Hammer, "HAMMER"},
    {Hammer, "HANGINGMAN"},
    {Hammer, "TAKURI"},
    {Hammer, "DRAGONFLYDOJI"},
    {Shooting, "SHOOTINGSTAR"},
    {Shooting, "INVERTEDHAMMER"},
    {Shooting, "GRAVESTONEDOJI"},
    {Engulfing, "ENGULFING"},
    {Engulfing, "3OUTSIDE"},
    {Inside, "3INSIDE"},
    {Inside, "HARAMI"},
    {Inside, "HARAMICROSS"},
    {Inside, "HOMINGPIGEON"},
    {Hikkake, "HIKKAKE"},
    {Hikkake, "HIKKAKEMOD"},
    {Doji, "DOJI"},
    {Doji, "DOJISTAR"},
    {Doji, "LONGLEGGEDDOJI"},
    {Doji, "RICKSHAWMAN"},
    {Long, "MARUBOZU"},
    {Long, "CLOSINGMARUBOZU"},
    {Long, "BELTHOLD"},
    {Long, "LONGLINE"},
    {Spinning, "SPINNINGTOP"},
    {Spinning, "HIGHWAVE"},
    {Spinning, "SHORTLINE"},
}};

std::array<CandleFamily, signal::pattern_count> by_number() {
    std::array<CandleFamily, signal::pattern_count> families{};
    for (std::size_t i = 0; i < families.size(); ++i) {
        const auto pattern = signal::patterns()[i].name.substr(std::string_view{"CDL"}.size());
        const auto row = std::ranges::find(table, pattern, &Row::pattern);
        NJ_CHECK(row != table.end(), "{} has no family", pattern);
        families.at(i) = row->family;
    }
    return families;
}

}  // namespace

std::string_view name(CandleFamily family) { return names.at(static_cast<std::size_t>(family)); }

std::optional<CandleFamily> find_family(std::string_view name) {
    const auto at = std::ranges::find(names, name);
    if (at == names.end()) return std::nullopt;
    return static_cast<CandleFamily>(at - names.begin());
}

CandleFamily family_of(std::size_t pattern) {
    static const auto families = by_number();
    return families.at(pattern);
}

std::vector<CandleFamily> families_of(const signal::PriceColumns& prices) {
    std::vector<CandleFamily> families(prices.open.size(), None);
    for (const auto& hit : signal::fired_patterns(prices))
        families[hit.bar] = std::min(families[hit.bar], family_of(hit.pattern));
    return families;
}

}  // namespace nightjar::infer
