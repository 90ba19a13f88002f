#include "risk/checks/builtins.hpp"

#include "risk/sizer.hpp"

namespace nightjar::risk {

void register_builtins(core::Registries& registries) {
    auto& checks = registries.of<Check>();
    register_instrument_rules(checks);
    register_price_checks(checks);
    register_pace_checks(checks);
    register_exposure_checks(checks);
    register_margin_checks(checks);
    register_book_risk(checks);
    register_loss_checks(checks);
    register_execution_checks(checks);
    register_self_trade(checks);
    register_breakers(checks);
    register_parent_checks(checks);
    register_funding(checks);
    register_state_checks(checks);
    register_sizers(registries.of<Sizer>());
}

}  // namespace nightjar::risk
