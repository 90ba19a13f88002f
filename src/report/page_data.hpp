#pragma once
/// What the page shows, as JSON. The room's own: the page's script is its only reader.
/// Times are milliseconds of Unix time, amounts exact decimal texts, chart points numbers.

#include "report/attribution.hpp"
#include "report/html.hpp"
#include "report/timeline.hpp"

#include <nlohmann/json.hpp>

namespace nightjar::report {

using Json = nlohmann::ordered_json;

/// How much of each a page holds; what is over it is thinned out, and the page says so.
struct PageLimits {
    std::size_t curve_buckets{600};
    std::size_t candles{4'000};
    std::size_t trades{10'000};
    std::size_t parents{500};
    std::size_t parent_fills{400};  ///< of each
};

/// All that is worked out once for a page.
struct Findings {
    const Story& story;
    std::vector<PriceLine> lines;
    std::vector<Trade> trades;
    Timeline rows;
};

Json session_data(const Told& told, const PageLimits& limits = {});
/// The prices of every instrument: candles, or a line.
Json markets_data(const Findings& found, const Told& told, const PageLimits& limits);
/// What parents cost: in all, by algorithm, and the newest one by one.
Json execution_data(const Findings& found, const PageLimits& limits);
/// Trades, newest last, and the decisions that they name.
void put_trades(Json& page, const Findings& found, const PageLimits& limits);

constexpr std::int64_t ms(core::Time t) { return core::count_of(t, core::milliseconds(1)); }
inline Json optional_ms(const std::optional<core::Time>& t) { return t ? Json(ms(*t)) : Json(); }

/// JSON for a script element: no text in it can end the element or begin a comment.
std::string for_script(const Json& json);

}  // namespace nightjar::report
