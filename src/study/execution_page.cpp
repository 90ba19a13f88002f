/// The study of execution as a page: means with their intervals, drawn as SVG.

#include "study/execution.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace nightjar::study {

namespace {

constexpr double width = 460;
constexpr double margin = 90;
constexpr double row = 22;
constexpr double percent = 100;

constexpr std::string_view head = R"(<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Nightjar: study of execution</title>
<style>
body{font:15px/1.45 system-ui,sans-serif;margin:2rem auto;max-width:70rem;padding:0 1rem;color:#1b1f24;background:#fff}
section{display:flex;flex-wrap:wrap;gap:1.5rem;align-items:flex-start;border-top:1px solid #ccd;padding:1rem 0}
h2{flex-basis:100%;margin:0;font-size:1.1rem}
table{border-collapse:collapse;font-variant-numeric:tabular-nums}
th,td{padding:.15rem .6rem;text-align:right}th:first-child,td:first-child{text-align:left}
thead th{border-bottom:1px solid #889}
svg text{font:12px system-ui,sans-serif;fill:currentColor}
.axis{stroke:#99a}.better{stroke:#0a6e4f;fill:#0a6e4f}.worse{stroke:#a33;fill:#a33}.open{stroke:#667;fill:#667}
@media(prefers-color-scheme:dark){body{color:#e6e8eb;background:#14171a}}
</style></head><body>
<h1>Study of execution</h1>
)";

/// Which way the interval of a difference points.
std::string_view verdict(const Interval& interval) {
    if (interval.high < 0) return "better";
    return interval.low > 0 ? "worse" : "open";
}

double reach(const Setting& setting) {
    double most = 0.1;
    for (const auto& arm : setting.arms)
        if (arm.against)
            most = std::max({most, std::abs(arm.against->low), std::abs(arm.against->high)});
    return most;
}

std::string plot(const ExecutionPlan& plan, const Setting& setting) {
    const double most = reach(setting);
    const double middle = margin + (width - margin) / 2;
    const auto x = [&](double bps) { return middle + bps / most * (width - margin) / 2 * 0.92; };
    std::string rows;
    double y = row;
    for (std::size_t i = 0; i < setting.arms.size(); ++i) {
        const auto& against = setting.arms[i].against;
        if (!against) continue;
        const auto kind = verdict(*against);
        rows += fmt::format(
            R"(<text x="0" y="{:.0f}">{}</text><line class="{}" stroke-width="2" x1="{:.1f}" x2="{:.1f}" y1="{:.0f}" y2="{:.0f}"/><circle class="{}" r="4" cx="{:.1f}" cy="{:.0f}"/>)",
            y + 4, plan.arms[i].name, kind, x(against->low), x(against->high), y, y, kind,
            x(against->mean), y);
        y += row;
    }
    return fmt::format(
        R"(<svg role="img" aria-label="differences to passive with their intervals" width="{:.0f}" height="{:.0f}"><line class="axis" x1="{:.1f}" x2="{:.1f}" y1="4" y2="{:.0f}"/>{}<text x="{:.1f}" y="{:.0f}">{:.1f}</text><text x="{:.1f}" y="{:.0f}">0</text><text x="{:.1f}" y="{:.0f}">{:.1f} bp</text></svg>)",
        width + 40, y + row, middle, middle, y - 8, rows, x(-most), y + 8, -most, middle - 4, y + 8,
        x(most) - 16, y + 8, most);
}

std::string table(const ExecutionPlan& plan, const Setting& setting) {
    std::string out =
        "<table><thead><tr><th>arm</th><th>mean bp</th><th>sd</th><th>CVaR95</th><th>fee</th>"
        "<th>made</th><th>unfilled</th><th>against</th><th>p</th></tr></thead><tbody>";
    for (std::size_t i = 0; i < setting.arms.size(); ++i) {
        const auto& arm = setting.arms[i];
        out += fmt::format(
            "<tr><td>{}</td><td>{:.2f}</td><td>{:.2f}</td><td>{:.2f}</td>"
            "<td>{:.2f}</td><td>{:.0f} %</td><td>{:.2f} %</td>",
            plan.arms[i].name, arm.mean, arm.deviation, arm.cvar95, arm.fee, percent * arm.made,
            percent * arm.missed);
        out += arm.against
                   ? fmt::format("<td>{} {:+.2f} [{:+.2f}, {:+.2f}]</td><td>{:.3f}</td></tr>",
                                 arm.rival, arm.against->mean, arm.against->low, arm.against->high,
                                 arm.p)
                   : "<td></td><td></td></tr>";
    }
    return out + "</tbody></table>";
}

}  // namespace

std::string to_html(const ExecutionStudy& study) {
    std::string out{head};
    out += fmt::format(
        "<p>{} seeds, {} venues. All-in cost in bp of the mid at arrival: price, fees, and what "
        "did not fill at the mid at the end. Plots: the mean difference to <b>passive</b>, paired "
        "by seed, with its 95 % interval; left is cheaper. p is adjusted by Holm.</p><ul>",
        study.seeds, study.plan.venues);
    for (const auto& arm : study.plan.arms)
        out += fmt::format("<li><b>{}</b>: {}</li>", arm.name, arm.what);
    out += "</ul>\n";
    for (const auto& setting : study.settings)
        out += fmt::format("<section><h2>{}, {:g} % of a day's volume in {}</h2>{}{}</section>\n",
                           sim::name(setting.regime), percent * setting.part_of_day,
                           core::format_duration(setting.over), plot(study.plan, setting),
                           table(study.plan, setting));
    return out + "</body></html>\n";
}

}  // namespace nightjar::study
