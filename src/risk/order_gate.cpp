#include "risk/order_gate.hpp"

#include "risk/seal.hpp"

#include <algorithm>

namespace nightjar::risk {

OrderGate::OrderGate(std::vector<std::unique_ptr<Check>> checks) : checks_{std::move(checks)} {
    std::ranges::sort(checks_, {}, [](const auto& check) { return check->rule(); });
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
