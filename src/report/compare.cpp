#include "report/compare.hpp"

#include <fmt/format.h>

namespace nightjar::report {

namespace {

std::string shown(const std::optional<double>& value) {
    return value ? fmt::format("{:.2f}", *value) : "-";
}

void line(std::string& out, std::string_view label, std::string_view a, std::string_view b,
          std::string_view difference) {
    out += fmt::format("  {:<22} {:>18} {:>18} {:>16}\n", label, a, b, difference);
}

void line(std::string& out, std::string_view label, const std::optional<double>& a,
          const std::optional<double>& b) {
    line(out, label, shown(a), shown(b), a && b ? fmt::format("{:+.2f}", *b - *a) : "-");
}

void counts(std::string& out, std::string_view label, std::uint64_t a, std::uint64_t b) {
    const auto difference = static_cast<std::int64_t>(b) - static_cast<std::int64_t>(a);
    line(out, label, fmt::format("{}", a), fmt::format("{}", b), fmt::format("{:+}", difference));
}

std::string span_of(const Story& story) {
    const auto& points = story.total().points;
    if (points.empty()) return "no sample";
    return core::format_time(points.front().at) + " to " + core::format_time(points.back().at);
}

}  // namespace

std::string to_text(const Compared& a, const Compared& b) {
    const auto x = summarise(a.story);
    const auto y = summarise(b.story);
    auto out = fmt::format("A {}, {}\nB {}, {}\n", a.extras.session, span_of(a.story),
                           b.extras.session, span_of(b.story));
    if (span_of(a.story) != span_of(b.story) || a.story.currency() != b.story.currency())
        out += "They do not cover the same time in the same currency.\n";
    line(out, "", "A", "B", "B - A");
    line(out, "net profit", x.net_pnl, y.net_pnl);
    line(out, "return %", x.return_pct, y.return_pct);
    line(out, "buy and hold %", x.buy_and_hold_pct, y.buy_and_hold_pct);
    line(out, "yearly (CAGR) %", x.cagr_pct, y.cagr_pct);
    line(out, "largest drawdown %", x.max_drawdown_pct, y.max_drawdown_pct);
    line(out, "Sharpe", x.sharpe, y.sharpe);
    line(out, "Sortino", x.sortino, y.sortino);
    line(out, "Calmar", x.calmar, y.calmar);
    line(out, "fees", x.fees, y.fees);
    line(out, "funding", x.funding, y.funding);
    line(out, "turnover", x.turnover, y.turnover);
    counts(out, "orders", x.orders, y.orders);
    counts(out, "fills", x.fills, y.fills);
    counts(out, "refusals", x.refusals, y.refusals);
    return out;
}

}  // namespace nightjar::report
