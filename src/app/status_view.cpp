#include "app/status_view.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>

namespace nightjar::app {

namespace {

constexpr std::chrono::milliseconds tick{100};
constexpr int ticks_between_draws = 5;
constexpr int ticks_between_lines = 100;

}  // namespace

std::string parent_text(const engine::ParentLine& parent) {
    constexpr double percent = 100;
    constexpr double bps = 1e4;
    constexpr std::size_t width = 24;
    const auto full = static_cast<std::size_t>(std::clamp(parent.filled_part, 0.0, 1.0) *
                                               static_cast<double>(width));
    auto out =
        fmt::format("  {} {} {} {}  [{:#>{}}{:.>{}}] {:.0f} % filled, {:.0f} % of its time",
                    parent.algorithm, parent.side, parent.qty, parent.instrument, "", full, "",
                    width - full, percent * parent.filled_part, percent * parent.time_part);
    if (parent.average) out += fmt::format("  at {:.2f} on average", *parent.average);
    if (parent.average && parent.decided && *parent.decided > 0) {
        const double worse = *parent.average / *parent.decided - 1;
        out += fmt::format(" ({:+.2f} bps)", bps * (parent.side == "buy" ? worse : -worse));
    }
    return out + fmt::format("  {} orders\n", parent.orders);
}

std::string protection_text(const engine::ProtectionLine& line) {
    return fmt::format(
        "  {:<10} {} of {}{}{}{}\n", line.strategy, line.state, line.instrument,
        line.leg.empty() ? "" : "  " + line.leg,
        line.stop ? fmt::format(" {:.2f} ({})", *line.stop, line.where) : "",
        line.take_profit ? fmt::format("  take profit {:.2f}", *line.take_profit) : "");
}

std::string status_text(const engine::Snapshot& s) {
    std::string out = fmt::format("{}  {:.0f} events/s  {} bars  {} orders  {} fills  {} refusals",
                                  core::format_time({s.at.ns / 1'000'000'000 * 1'000'000'000}),
                                  s.events_per_second, s.bars, s.orders, s.fills, s.refusals);
    if (s.kill_level != core::KillLevel::None)
        out += fmt::format("  {} ({})", core::name(s.kill_level), s.kill_cause);
    out += '\n';
    for (const auto& instrument : s.instruments)
        out += fmt::format("  {:<18} bid {:>12} ask {:>12}{}\n", instrument.name,
                           instrument.bid ? fmt::format("{:.2f}", *instrument.bid) : "-",
                           instrument.ask ? fmt::format("{:.2f}", *instrument.ask) : "-",
                           instrument.book_valid ? "" : "  book not valid");
    for (const auto& venue : s.venues)
        out += fmt::format(
            "  {:<18} {:<7}  {} of {} books in step, {} gaps  {} unknown, {} found late{}\n",
            venue.name, venue.state, venue.books, venue.instruments, venue.gaps, venue.unknown,
            venue.missed,
            venue.quarantined > 0 ? fmt::format("  {} quarantined", venue.quarantined) : "");
    for (const auto& breaker : s.breakers)
        out += fmt::format("  {:<18} breaker {}{}\n", breaker.scope, breaker.state,
                           breaker.cause.empty() ? "" : ": " + breaker.cause);
    for (const auto& line : s.protections) out += protection_text(line);
    for (const auto& stage : s.stages)
        out += fmt::format("  {:<18} {:<6}  {} samples, evidence {:+.2f}{}\n", stage.strategy,
                           stage.stage, stage.samples, stage.evidence,
                           stage.missing.empty() ? "" : "; wants " + stage.missing);
    for (const auto& account : s.accounts)
        out += fmt::format("  {:<18} equity {:>14.2f}  profit {:>+12.2f}  drawdown {:>5.2f} %\n",
                           account.name, account.equity, account.pnl, account.drawdown_pct);
    for (const auto& position : s.positions)
        out += fmt::format("  {:<10} holds {:>10} of {:<16} worth {:>12.2f}, {:>+10.2f}\n",
                           position.owner, position.qty, position.instrument, position.value,
                           position.unrealised);
    for (const auto& parent : s.parents) out += parent_text(parent);
    for (const auto& order : s.open_orders)
        out += fmt::format("  order {} {} {} {} {}\n", order.id, order.side, order.qty,
                           order.instrument, order.state);
    return out;
}

StatusView::StatusView(const engine::SnapshotBox& box, Text text)
    : box_{&box}, text_{text}, thread_{[this] { run(); }} {}

StatusView::~StatusView() {
    stopping_.store(true);
    thread_.join();
}

void StatusView::run() {
    const bool terminal = ::isatty(STDOUT_FILENO) == 1;
    const int between = terminal ? ticks_between_draws : ticks_between_lines;
    std::ptrdiff_t drawn = 0;
    for (int ticks = 0; !stopping_.load(); ++ticks) {
        std::this_thread::sleep_for(tick);
        if (ticks % between != between - 1) continue;
        const auto text = text_(*box_->get());
        if (!terminal) {
            fmt::print("{}\n", text.substr(0, text.find('\n')));
        } else {
            // Back to the first line of the last drawing, which is cleared down to the end.
            if (drawn > 0) fmt::print("\033[{}A\033[J", drawn);
            fmt::print("{}", text);
            drawn = std::ranges::count(text, '\n');
        }
        std::fflush(stdout);
    }
}

}  // namespace nightjar::app
