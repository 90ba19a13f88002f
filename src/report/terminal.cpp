#include "report/report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <ranges>

namespace nightjar::report {

namespace {

std::string shown(const std::optional<double>& value, std::string_view unit = "") {
    return value ? fmt::format("{:.2f}{}", *value, unit) : "-";
}

void line(std::string& out, std::string_view label, std::string_view value) {
    out += fmt::format("  {:<22} {:>18}\n", label, value);
}

/// The equity as a row of eighth blocks: a look, not a measure.
std::string sparkline(const std::vector<EquityPoint>& points) {
    static constexpr std::array<std::string_view, 8> blocks{"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
    constexpr std::size_t width = 60;
    if (points.size() < 2) return {};
    const auto [low, high] = std::ranges::minmax_element(points, {}, &EquityPoint::equity);
    const double range = high->equity - low->equity;
    std::string out;
    for (std::size_t i = 0; i < width; ++i) {
        const auto& point = points[i * (points.size() - 1) / (width - 1)];
        const double part = range > 0 ? (point.equity - low->equity) / range : 0;
        out += blocks[static_cast<std::size_t>(
            std::lround(part * static_cast<double>(blocks.size() - 1)))];
    }
    return out;
}

}  // namespace

std::string to_text(const Story& story, const Extras& extras) {
    const auto s = summarise(story);
    std::string out = fmt::format("session {}\n", extras.session);
    if (!story.total().points.empty())
        out += fmt::format("  {} to {}\n  {}\n", core::format_time(story.total().points.front().at),
                           core::format_time(story.total().points.back().at),
                           sparkline(story.total().points));
    line(out, "net profit", fmt::format("{:.2f}", s.net_pnl));
    line(out, "return", fmt::format("{:.2f} %", s.return_pct));
    line(out, "buy and hold", shown(s.buy_and_hold_pct, " %"));
    line(out, "yearly (CAGR)", shown(s.cagr_pct, " %"));
    line(out, "largest drawdown", fmt::format("{:.2f} %", s.max_drawdown_pct));
    line(out, "Sharpe / Sortino", shown(s.sharpe) + " / " + shown(s.sortino));
    line(out, "Calmar", shown(s.calmar));
    line(out, "fees", fmt::format("{:.2f}", s.fees));
    line(out, "funding", fmt::format("{:.2f}", s.funding));
    line(out, "turnover", fmt::format("{:.1f} x", s.turnover));
    line(out, "final equity", fmt::format("{:.2f}", s.final_equity));
    line(out, "bars / events", fmt::format("{} / {}", s.bars, s.events));
    line(out, "orders / fills", fmt::format("{} / {}", s.orders, s.fills));
    line(out, "refusals", fmt::format("{}", s.refusals));
    if (story.kill_level != core::KillLevel::None)
        line(out, "kill level", core::name(story.kill_level));
    constexpr std::size_t most_lines = 10;
    const auto hidden = story.risk.size() - std::min(story.risk.size(), most_lines);
    if (!story.risk.empty())
        out += fmt::format("risk{}\n", hidden > 0 ? fmt::format(" ({} earlier)", hidden) : "");
    for (const auto& told : story.risk | std::views::drop(hidden))
        out += fmt::format("  - {} {}\n", core::format_time(told.at), told.text);
    if (story.strategies.size() > 1)
        for (const auto& strategy : story.strategies)
            if (const auto curve = story.curves.find(strategy.strategy.value);
                curve != story.curves.end())
                line(out, "  " + strategy.name,
                     fmt::format("{:+.2f}", core::approximate(curve->second.last - strategy.cash)));
    if (extras.timing)
        line(out, "bars per CPU second",
             fmt::format("{:.0f}", extras.timing->engine_s > 0
                                       ? static_cast<double>(s.bars) / extras.timing->engine_s
                                       : 0.0));
    out += "assumptions\n";
    for (const auto& text : story.opening.assumptions) out += fmt::format("  - {}\n", text);
    out += what_if_text(extras.what_if);
    if (!extras.data_problems.empty()) out += "data problems\n";
    for (const auto& text : extras.data_problems) out += fmt::format("  - {}\n", text);
    if (!extras.journal_sha256.empty())
        out += fmt::format("journal sha256 {}\n", extras.journal_sha256);
    return out;
}

}  // namespace nightjar::report
