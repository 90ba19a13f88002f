#pragma once
/// The only maker of Approved<OrderRequest>; venues take nothing else.

#include "core/model/approved.hpp"
#include "risk/check.hpp"

#include <expected>
#include <vector>

namespace nightjar::risk {

/// Engine thread. Checks run in the order of their rules; the first refusal wins. What is approved
/// must be reserved in the OrderTable before the next review, so that it counts as open in it.
class OrderGate {
public:
    explicit OrderGate(std::vector<std::unique_ptr<Check>> checks);

    [[nodiscard]] std::expected<core::Approved<core::OrderRequest>, core::Refusal> review(
        const core::OrderRequest& order, const View& view);

    // What became of an order that passed.
    void heard(const core::OrderRequest& order, const core::OrderUpdate& update, const View& view);
    void filled(const core::OrderRequest& order, const core::Fill& fill, const View& view);
    void cancelling(const core::OrderRequest& order, const View& view);

    [[nodiscard]] std::uint64_t refusals() const { return refusals_; }

private:
    std::vector<std::unique_ptr<Check>> checks_;
    std::uint64_t refusals_{};
};

/// Which rules are in force and with which settings; the keys are the checks' names. A check that
/// is not named runs with its defaults; one that is named in `off` does not run.
struct GateConfig {
    std::map<std::string, core::ParamTexts, std::less<>> settings;
    std::vector<std::string> off;
};
core::Result<OrderGate> make_order_gate(core::Registries& registries, const GateConfig& config);

}  // namespace nightjar::risk
