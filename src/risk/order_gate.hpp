#pragma once
/// The only maker of Approved<OrderRequest>; venues take nothing else.

#include "core/model/approved.hpp"
#include "core/model/event.hpp"
#include "risk/check.hpp"

#include <expected>
#include <vector>

namespace nightjar::risk {

/// Engine thread. Checks run in the order of their rules, conduct last; the first refusal wins.
/// What is approved must be reserved in the OrderTable before the next review, so that it counts as
/// open in it.
class OrderGate {
public:
    /// A check with its settings as they are now.
    struct Seat {
        std::unique_ptr<Check> check;
        std::string name;
        std::vector<core::ParamSpec> specs;
        std::uint8_t first{};    ///< of the numbers that name them in a LimitChange
        core::ParamTexts texts;  ///< of those that are not the defaults
    };
    explicit OrderGate(std::vector<Seat> seats);

    [[nodiscard]] std::expected<core::Approved<core::OrderRequest>, core::Refusal> review(
        const core::OrderRequest& order, const View& view);

    // What became of an order that passed.
    void heard(const core::OrderRequest& order, const core::OrderUpdate& update, const View& view);
    void filled(const core::OrderRequest& order, const core::Fill& fill, const View& view);
    void cancelling(const core::OrderRequest& order, CancelReason why, const View& view);
    /// An event of the market, once the market has taken it in.
    void observe(const core::Event& event, const View& view) {
        for (auto* check : watching_) check->observe(event, view);
    }

    /// One limit is another from now on; may allocate. Error: no check in force has such a setting,
    /// or the number does not fit it; then nothing has changed.
    core::Status set(const core::LimitChange& change);
    [[nodiscard]] const std::vector<Seat>& seats() const { return seats_; }

    [[nodiscard]] std::uint64_t refusals() const { return refusals_; }

private:
    std::vector<Seat> seats_;
    std::vector<Check*> watching_;  // of them
    std::uint64_t refusals_{};
};

/// Which rules are in force and with which settings; the keys are the checks' names. A check that
/// is not named runs with its defaults; one that is named in `off` does not run.
struct GateConfig {
    std::map<std::string, core::ParamTexts, std::less<>> settings;
    std::vector<std::string> off;
};
core::Result<OrderGate> make_order_gate(core::Registries& registries, const GateConfig& config);

/// Whether a setting is a limit that can be moved while it is in force: one that is no number waits
/// for a restart.
inline bool is_limit(const core::ParamSpec& setting) {
    return core::parse_money(setting.initial).has_value();
}

/// A limit that a check may have, in force or not, and what a LimitChange calls it: the limits of
/// all checks of one rule are counted together, in the order of the checks' names.
struct LimitInfo {
    std::string check;
    core::ParamSpec spec;
    core::Rule rule{};
    std::uint8_t number{};

    [[nodiscard]] std::string name() const { return check + "." + spec.name; }
};
core::Result<std::vector<LimitInfo>> all_limits(core::Registries& registries);

}  // namespace nightjar::risk
