/// What a worst case sounds like, and what is missing in it.

#include "app/preflight.hpp"
#include "ops/amount_text.hpp"

#include <nlohmann/json.hpp>

namespace nightjar::app {

using core::Money;
using Json = nlohmann::ordered_json;

namespace {

double percent(std::int64_t bps) { return static_cast<double>(bps) / 100; }

std::string share(Money part, Money whole) {
    if (whole.raw <= 0) return "";
    return fmt::format("{:.1f} %", 100 * approximate(part) / approximate(whole));
}

std::string size_text(const Preflight& report, const Preflight::Size& size) {
    if (!size.most) return fmt::format("  {:<32} {:>16}\n", size.what, "no bound");
    return fmt::format("  {:<32} {:>16}  {:>8}  {}\n", size.what, ops::grouped(*size.most),
                       share(*size.most, report.capital), size.by);
}

/// What comes first when all prices go against the largest book.
std::string order_text(const Preflight& report) {
    std::vector<std::pair<std::int64_t, std::string>> steps;
    for (const auto& limit : report.limits)
        if (limit.move_bps) steps.emplace_back(*limit.move_bps, limit.done);
    for (const auto& end : report.liquidations)
        steps.emplace_back(end.move_bps, "liquidation at " + end.venue);
    std::ranges::sort(steps);
    std::string text;
    for (const auto& [move, what] : steps)
        text += fmt::format("  {:>7.2f} %  {}\n", percent(move), what);
    return text;
}

std::string list(std::string_view title, const std::vector<std::string>& lines) {
    if (lines.empty()) return {};
    auto text = fmt::format("\n{}\n", title);
    for (const auto& line : lines) text += fmt::format("  {}\n", line);
    return text;
}

Json amount(std::optional<Money> money) { return money ? Json(to_string(*money)) : Json(); }

template <class Items, class Make>
Json each(const Items& items, Make make) {
    auto json = Json::array();
    for (const auto& item : items) json.push_back(make(item));
    return json;
}

}  // namespace

std::string to_text(const Preflight& report) {
    auto text = fmt::format("The worst case that the configuration allows, in {}; capital {}{}\n",
                            report.currency, ops::grouped(report.capital),
                            report.real ? "" : " (simulated)");
    text += "\nat most, with every open order filled\n";
    for (const auto& size : report.sizes) text += size_text(report, size);
    text += "\nlosses that are acted on\n";
    for (const auto& limit : report.limits)
        text += fmt::format("  {:<32} {:>16}  {:>8}  {}\n", limit.what, ops::grouped(limit.loss),
                            share(limit.loss, report.capital), limit.done);
    text += "\na leap of all prices, before anything can act\n";
    for (const auto& leap : report.leaps)
        text += fmt::format("  {:<32} {:>16}  {:>8}  of a book of {}\n",
                            fmt::format("{:+.0f} %, against all {}", percent(leap.move_bps),
                                        leap.move_bps < 0 ? "longs" : "shorts"),
                            ops::grouped(leap.loss), share(leap.loss, report.capital),
                            ops::grouped(leap.book));
    text += "\nwhat comes first when prices go against the largest book\n" + order_text(report);
    text += report.real ? "\ncapital at stake\n"
                        : "\ncapital at stake where orders are real (here all trade in full)\n";
    for (const auto& stake : report.stakes)
        text +=
            fmt::format("  {:<16} begins at {:<7}  paper 0  canary {}  full {}\n", stake.strategy,
                        stake.begins, ops::grouped(stake.canary), ops::grouped(stake.full));
    text += list("warnings", report.warnings);
    text += list("unknown", report.unknown);
    return text;
}

std::string to_json(const Preflight& report) {
    const Json json{
        {"currency", report.currency},
        {"real", report.real},
        {"capital", to_string(report.capital)},
        {"sizes", each(report.sizes,
                       [](const auto& size) {
                           return Json{
                               {"what", size.what}, {"most", amount(size.most)}, {"by", size.by}};
                       })},
        {"limits", each(report.limits,
                        [](const auto& limit) {
                            return Json{
                                {"what", limit.what},
                                {"done", limit.done},
                                {"loss", to_string(limit.loss)},
                                {"move_bps", limit.move_bps ? Json(*limit.move_bps) : Json()}};
                        })},
        {"leaps", each(report.leaps,
                       [](const auto& leap) {
                           return Json{{"move_bps", leap.move_bps},
                                       {"book", to_string(leap.book)},
                                       {"loss", to_string(leap.loss)}};
                       })},
        {"liquidations", each(report.liquidations,
                              [](const auto& end) {
                                  return Json{{"venue", end.venue},
                                              {"book", to_string(end.book)},
                                              {"move_bps", end.move_bps}};
                              })},
        {"stakes", each(report.stakes,
                        [](const auto& stake) {
                            return Json{{"strategy", stake.strategy},
                                        {"begins", stake.begins},
                                        {"canary", to_string(stake.canary)},
                                        {"full", to_string(stake.full)}};
                        })},
        {"warnings", report.warnings},
        {"unknown", report.unknown}};
    return json.dump(2);
}

std::string summary(const Preflight& report) {
    std::string text;
    for (const auto& leap : report.leaps)
        if (leap.move_bps < 0)
            text += fmt::format("worst     a leap of {:+.0f} % costs {} {} ({} of the capital)\n",
                                percent(leap.move_bps), ops::grouped(leap.loss), report.currency,
                                share(leap.loss, report.capital));
    if (report.leaps.empty()) text += "worst     nothing bounds what may be held\n";
    if (!report.warnings.empty())
        text += fmt::format("warnings  {}: see nightjar preflight\n", report.warnings.size());
    return text;
}

}  // namespace nightjar::app
