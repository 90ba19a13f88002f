#include "app/manual_order.hpp"

#include "app/errc.hpp"

#include <fmt/format.h>

#include <charconv>
#include <vector>

namespace nightjar::app {

using core::fail;
using core::Result;

namespace {

constexpr std::string_view order_word = "order";
constexpr std::string_view withdraw_word = "withdraw";
constexpr char between = '\t';

std::vector<std::string_view> parts_of(std::string_view line) {
    std::vector<std::string_view> parts;
    for (auto at = line.find(between); at != std::string_view::npos; at = line.find(between)) {
        parts.push_back(line.substr(0, at));
        line.remove_prefix(at + 1);
    }
    parts.push_back(line);
    return parts;
}

template <class Number>
Result<Number> number(std::string_view what, std::string_view text) {
    Number value{};
    const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error == std::errc{} && stop == text.data() + text.size()) return value;
    return fail(Errc::BadCall, "{}: \"{}\" is no number", what, text);
}

Result<core::StrategyId> find_strategy(std::string_view name, const engine::Engine& engine) {
    std::optional<core::StrategyId> found;
    const auto& all = engine.config().strategies;
    for (std::size_t i = 0; i < all.size(); ++i) {
        const core::StrategyId id{static_cast<std::uint16_t>(i)};
        if (!engine.by_hand(id) || (!name.empty() && all[i].name != name)) continue;
        if (found)
            return fail(Errc::BadCall, "several strategies take orders: name one with --strategy");
        found = id;
    }
    if (found) return *found;
    if (!name.empty()) return fail(Errc::BadCall, "no strategy \"{}\" takes orders", name);
    return fail(Errc::BadCall,
                "no strategy of this session takes orders: give it one with kind = \"hand\"");
}

Result<core::Event::Body> read_order(const std::vector<std::string_view>& parts,
                                     const engine::Engine& engine, std::uint16_t ticket) {
    constexpr std::size_t words = 8;
    if (parts.size() != words) return fail(Errc::BadCall, "an order has {} words", words);
    core::ManualOrder order;
    order.ticket = ticket;
    NJ_TRY(strategy, find_strategy(parts[1], engine));
    NJ_TRY(id, engine.catalog().find(parts[2]));
    const auto& instrument = engine.catalog()[id];
    const auto side = parts[3] == core::name(core::Side::Buy) ? core::Side::Buy : core::Side::Sell;
    NJ_TRY(qty, number<double>("the quantity", parts[4]));
    NJ_TRY(limit, number<double>("the limit", parts[5]));
    if (!(qty > 0)) return fail(Errc::BadCall, "the quantity is above 0");
    NJ_TRY(lots, core::lots_floor(qty, instrument));
    order.strategy = strategy;
    order.instrument = id;
    order.qty = core::signed_qty(side, lots);
    if (limit > 0) {
        NJ_TRY(ticks, core::ticks_toward_passive(limit, side, instrument));
        order.limit = ticks;
    }
    order.by = core::Person{parts[6]};
    if (parts[7].size() > core::AlgoTerms::room)
        return fail(Errc::BadCall,
                    "\"{}\" is {} letters long, {} are the most: settings that stay may stand in "
                    "[strategies.execution]",
                    parts[7], parts[7].size(), core::AlgoTerms::room);
    order.terms = core::AlgoTerms{parts[7]};
    NJ_TRY(engine.check(order));
    return core::Event::Body{order};
}

Result<core::Event::Body> read_withdrawal(const std::vector<std::string_view>& parts) {
    if (parts.size() != 3) return fail(Errc::BadCall, "which parent?");
    NJ_TRY(parent, number<std::uint64_t>("the parent", parts[1]));
    return core::Event::Body{core::ManualCancel{{parent}, core::Person{parts[2]}}};
}

}  // namespace

Result<std::string> to_question(const ManualWish& wish) {
    for (const auto* text : {&wish.strategy, &wish.instrument, &wish.terms, &wish.by})
        for (const char c : *text)
            if (c < ' ' || c > '~')
                return fail(Errc::BadCall, "{}: letters, digits and signs only", *text);
    return fmt::format("{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}", order_word, wish.strategy, wish.instrument,
                       core::name(wish.side), wish.qty, wish.limit, wish.by, wish.terms);
}

std::string to_question(const core::ManualCancel& wish) {
    return fmt::format("{}\t{}\t{}", withdraw_word, wish.parent.value, wish.by.view());
}

std::optional<Result<core::Event::Body>> read_manual(std::string_view question,
                                                     const engine::Engine& engine,
                                                     std::uint16_t ticket) {
    const auto parts = parts_of(question);
    if (parts.size() < 2) return std::nullopt;
    if (parts.front() == order_word) return read_order(parts, engine, ticket);
    if (parts.front() == withdraw_word) return read_withdrawal(parts);
    return std::nullopt;
}

}  // namespace nightjar::app
