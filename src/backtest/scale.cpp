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
    const auto qty_unit = unit(qty_decimals);
    const auto lots = qty_unit >= instrument.lot.raw
                          ? static_cast<std::int64_t>(qty_unit / instrument.lot.raw)
                          : -static_cast<std::int64_t>(instrument.lot.raw / qty_unit);
    return Scale{static_cast<std::int64_t>(price_unit / instrument.tick.raw), lots};
}

}  // namespace nightjar::backtest
