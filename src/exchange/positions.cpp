#include "exchange/positions.hpp"

#include "exchange/decimal_text.hpp"

#include <algorithm>

namespace nightjar::exchange {

using core::Money;

PositionView position_of(const Hall& hall, const Client& client, core::InstrumentId id) {
    constexpr std::int64_t all_bps = 10'000;
    const auto& instrument = hall.catalog()[id];
    const auto& position = client.books.position(id);
    PositionView view;
    view.leverage = hall.leverage(client, id);
    view.qty = position.qty;
    const auto mark = hall.view(id).mark();
    if (position.qty.raw == 0 || !mark) return view;
    view.entry = average(position.basis, instrument.units(position.qty));
    view.notional = instrument.value(*mark, position.qty);
    view.unrealized = view.notional - position.basis;
    view.initial = scaled(magnitude(view.notional), 1, view.leverage);
    view.maintenance = scaled(magnitude(view.notional), instrument.maintenance_margin_bps, all_bps);
    // Where wallet + units x price - basis = maintenance rate x |units| x price.
    const auto wallet = hall.holding(client, hall.currency()).total;
    const auto kept = all_bps - core::sign(side_of(position.qty)) *
                                    std::int64_t{instrument.maintenance_margin_bps};
    const auto units = scaled(instrument.units(position.qty), kept, all_bps);
    view.liquidation = std::max(average(position.basis - wallet, units), Money{});
    return view;
}

Money maintenance_of(const Hall& hall, const Client& client) {
    Money total;
    for (const auto& view : hall.views())
        total += position_of(hall, client, view.instrument().id).maintenance;
    return total;
}

Money worth(const Hall& hall, core::AssetId asset, Money amount) {
    if (asset == hall.currency()) return amount;
    for (const auto& view : hall.views())
        if (const auto mark = view.mark(); mark && view.instrument().base == asset)
            return view.instrument().value_of_base(amount, *mark);
    return {};
}

}  // namespace nightjar::exchange
