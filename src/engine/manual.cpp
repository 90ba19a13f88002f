/// Parents that a person orders.

#include "engine/engine.hpp"

#include <algorithm>
#include <ranges>

namespace nightjar::engine {

using core::fail;
using core::Result;

Result<ExecutionChoice> execution_of(const core::AlgoTerms& terms, const ExecutionChoice& usual) {
    ExecutionChoice choice = usual;
    const auto algo = terms.algorithm();
    if (!algo.empty() && algo != usual.algo) choice = {std::string{algo}, {}};
    for (const auto part : terms.view().substr(algo.size()) | std::views::split(' ')) {
        const std::string_view word{part};
        if (word.empty()) continue;
        const auto at = word.find('=');
        if (at == std::string_view::npos || at == 0)
            return fail(core::Errc::OutOfRange, "{}: KEY=VALUE is wanted", word);
        choice.params[std::string{word.substr(0, at)}] = word.substr(at + 1);
    }
    return choice;
}

Result<std::unique_ptr<exec::Algorithm>> Engine::algorithm_of(core::StrategyId strategy,
                                                              const core::AlgoTerms& terms) const {
    NJ_TRY(choice, execution_of(terms, config_.strategies[strategy.value].execution));
    // By itself "pov" carries its rest on.
    if (choice.algo != ExecutionChoice{}.algo) choice.params.try_emplace("end", "cross");
    NJ_TRY(made, algorithms_.make(choice.algo, choice.params));
    if (made != nullptr && made->terms().end == exec::End::Carry)
        return fail(core::Errc::OutOfRange, "end=carry: nothing follows a person's order");
    return made;
}

core::Status Engine::check(const core::ManualOrder& order) const {
    if (!known(order.strategy) || !by_hand(order.strategy))
        return fail(core::Errc::OutOfRange, "the strategy takes no orders of persons");
    const auto& own = config_.strategies[order.strategy.value].instruments;
    if (std::ranges::find(own, order.instrument) == own.end())
        return fail(core::Errc::OutOfRange, "{} does not trade this instrument",
                    config_.strategies[order.strategy.value].name);
    if (const auto home = config_.catalog.home(order.instrument); home != order.instrument)
        return fail(core::Errc::OutOfRange, "it stands on the route of {}: order that",
                    config_.catalog.name(home));
    if (order.qty.raw == 0) return fail(core::Errc::OutOfRange, "the quantity is less than a lot");
    if (order.limit.raw < 0) return fail(core::Errc::OutOfRange, "the limit is below 0");
    if (auto made = algorithm_of(order.strategy, order.terms); !made)
        return std::unexpected{made.error()};
    return {};
}

void Engine::on_manual(const core::ManualOrder& order) {
    record(order);
    const core::ParentId id{next_parent_};
    const auto refused = open_manual(order);
    answers_[answered_++ % answers_.size()] = {order.ticket, refused ? core::ParentId{} : id,
                                               refused};
    if (refused) ++counters_.refusals;
}

void Engine::on_manual(const core::ManualCancel& wish) {
    record(wish);
    executor_.stop(wish.parent, core::EndReason::Withdrawn);
    if (executor_.working(wish.parent) != nullptr) work(wish.parent);
}

/// Why it was not opened.
std::optional<core::Refusal> Engine::open_manual(const core::ManualOrder& order) {
    const core::Scope scope{core::Scope::Kind::Strategy, order.strategy.value};
    core::Target target;
    target.strategy = order.strategy;
    target.instrument = order.instrument;
    const auto refuse = [&](const core::Refusal& why) {
        record(core::TargetRefused{target, why});
        return why;
    };
    if (!check(order) || !executor_.may_give())
        return refuse({core::Rule::Flags, core::Unit::None, 0, 0, scope});
    if (mute() || now_ < config_.trade_from)
        return refuse({core::Rule::KillLevel, core::Unit::None, 0, 0, scope});
    if (reconciling_) return refuse({core::Rule::Reconciling, core::Unit::None, 0, 0, scope});
    const auto after = after_manual(order);
    const auto held = books_.strategy(order.strategy).account.held(order.instrument);
    const bool closes = magnitude(after) <= magnitude(held) &&
                        (after.raw == 0 || (after.raw > 0) == (held.raw > 0));
    core::SizedBy sized;
    if (!closes) {
        (void)permitted(target);  // a person's word is a new wish
        target.exposure = after.raw > 0 ? 1 : -1;
        const auto most = targets_gate_.explain(target, market_, books_, throttles(order.strategy));
        if (!most.result) return refuse(most.result.error());
        const auto bound = permitted(target) ? *most.result : core::Qty{};
        if (magnitude(after) > magnitude(bound))
            return refuse({core::Rule::Sizing, core::Unit::Lots, magnitude(bound).raw,
                           magnitude(after).raw, scope});
        target.exposure *=
            static_cast<double>(magnitude(after).raw) / static_cast<double>(magnitude(bound).raw);
        sized = targets_gate_.explain(target, market_, books_, throttles(order.strategy)).record();
    }
    ++counters_.targets;
    record(core::TargetSet{target, after, sized});
    const std::optional<core::Price> limit =
        order.limit.raw > 0 ? std::optional{order.limit} : std::nullopt;
    open_parent(netting_.plan_alone({order.strategy, order.qty}, order.instrument, limit, books_,
                                    {next_parent_++}, now_),
                order.terms);
    return std::nullopt;
}

/// What the strategy holds once its open parents and this one have filled.
core::Qty Engine::after_manual(const core::ManualOrder& order) const {
    auto after = books_.strategy(order.strategy).account.held(order.instrument) + order.qty;
    for (const auto& parent : executor_.working()) {
        if (parent.order.instrument != order.instrument) continue;
        for (const auto& share : netting_.shares(order.instrument, parent.order.id))
            if (share.strategy == order.strategy) after += share.qty;
    }
    return after;
}

}  // namespace nightjar::engine
