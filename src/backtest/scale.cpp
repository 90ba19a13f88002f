#include "backtest/scale.hpp"

#include "backtest/errc.hpp"

namespace nightjar::backtest {

core::Result<Scale> scale_to(const core::Instrument& instrument, int price_decimals,
                             int qty_decimals) {
    const auto unit = [](int decimals) {
        return core::Wide{core::Money::one / core::power_of_ten(decimals)};
    };
    const auto price_unit = unit(price_decimals);
    if (price_unit % instrument.tick.raw != 0)
        return core::fail(Errc::OffTick,
                          "{}: the data has {} decimals, finer than the tick {}; set a tick that "
                          "fits it",
                          instrument.symbol, price_decimals, core::to_string(instrument.tick));
    // The data counts in the venue's contracts.
    const auto counted = unit(qty_decimals) * instrument.contract.raw;
    const auto lot = instrument.lot.raw * core::Money::one;
    if (counted % lot != 0 && lot % counted != 0)
        return core::fail(Errc::OffTick,
                          "{}: the data counts in steps of {}, which do not fit the lot {}; set a "
                          "lot that they fit",
                          instrument.symbol,
                          core::to_string(core::Money{counted / core::Money::one}),
                          core::to_string(instrument.lot));
    const auto lots = counted >= lot ? static_cast<std::int64_t>(counted / lot)
                                     : -static_cast<std::int64_t>(lot / counted);
    return Scale{static_cast<std::int64_t>(price_unit / instrument.tick.raw), lots};
}

}  // namespace nightjar::backtest
