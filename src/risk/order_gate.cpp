#include "risk/order_gate.hpp"

#include "risk/seal.hpp"

#include <algorithm>

namespace nightjar::risk {

OrderGate::OrderGate(std::vector<std::unique_ptr<Check>> checks) {
    const auto rule = [](const auto& check) { return check->rule(); };
    for (auto& check : checks)  // those of one rule stay in their order
        checks_.insert(std::ranges::upper_bound(checks_, check->rule(), {}, rule),
                       std::move(check));
}

std::expected<core::Approved<core::OrderRequest>, core::Refusal> OrderGate::review(
    const core::OrderRequest& order, const View& view) {
    for (const auto& check : checks_) {
        if (const auto refusal = check->review(order, view)) {
            ++refusals_;
            return std::unexpected{*refusal};
        }
    }
    for (const auto& check : checks_) check->approved(order, view);
    return Seal::approve(order, view.now);
}

void OrderGate::heard(const core::OrderRequest& order, const core::OrderUpdate& update,
                      const View& view) {
    for (const auto& check : checks_) check->heard(order, update, view);
}

void OrderGate::filled(const core::OrderRequest& order, const core::Fill& fill, const View& view) {
    for (const auto& check : checks_) check->filled(order, fill, view);
}

void OrderGate::cancelling(const core::OrderRequest& order, const View& view) {
    for (const auto& check : checks_) check->cancelling(order, view);
}

core::Result<OrderGate> make_order_gate(core::Registries& registries, const GateConfig& config) {
    auto& registry = registries.of<Check>();
    for (const auto& [name, params] : config.settings)
        if (auto known = registry.find(name); !known) return std::unexpected{known.error()};
    for (const auto& name : config.off)
        if (auto known = registry.find(name); !known) return std::unexpected{known.error()};
    std::vector<std::unique_ptr<Check>> checks;
    for (const auto& [name, entry] : registry.entries()) {
        if (std::ranges::find(config.off, name) != config.off.end()) continue;
        const auto given = config.settings.find(name);
        NJ_TRY(check, registry.make(name, given == config.settings.end() ? core::ParamTexts{}
                                                                         : given->second));
        checks.push_back(std::move(check));
    }
    return OrderGate{std::move(checks)};
}

}  // namespace nightjar::risk
