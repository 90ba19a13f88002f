#include "sim/recordings/scale.hpp"

#include "sim/errc.hpp"

#include <limits>

namespace nightjar::sim {

std::optional<std::int64_t> steps_in(core::Money whole, int decimals, core::Money step) {
    constexpr core::Wide most = std::numeric_limits<std::int64_t>::max();
    const auto steps = step.raw * core::power_of_ten(decimals);
    const auto quotient = whole.raw >= steps ? whole.raw / steps : -(steps / whole.raw);
    const auto rest = whole.raw >= steps ? whole.raw % steps : steps % whole.raw;
    if (rest != 0 || quotient > most || quotient < -most) return std::nullopt;
    return static_cast<std::int64_t>(quotient);
}

core::Result<Scale> scale_to(const core::Instrument& instrument, int price_decimals,
                             int qty_decimals) {
    const auto ticks = steps_in(core::whole(1), price_decimals, instrument.tick);
    if (!ticks)
        return core::fail(Errc::OffTick,
                          "{}: prices of {} decimals do not fit the tick {}; set a tick that "
                          "they fit",
                          instrument.symbol, price_decimals, core::to_string(instrument.tick));
    // The data counts in the venue's contracts.
    const auto lots = steps_in(instrument.contract, qty_decimals, instrument.lot);
    if (!lots)
        return core::fail(Errc::OffTick,
                          "{}: the data counts in {} decimals of a contract of {}, which do not "
                          "fit the lot {}; set a lot that they fit",
                          instrument.symbol, qty_decimals, core::to_string(instrument.contract),
                          core::to_string(instrument.lot));
    return Scale{*ticks, *lots};
}

}  // namespace nightjar::sim
