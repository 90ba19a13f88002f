#include "exchange/okx/office.hpp"

#include "exchange/decimal_text.hpp"

namespace nightjar::exchange::okx {

std::string family_of(const Hall& hall, const core::Instrument& instrument) {
    return fmt::format("{}-{}", hall.catalog().name(instrument.base),
                       hall.catalog().name(instrument.quote));
}

std::string ms_text(core::Time at) { return std::to_string(ms_of(at)); }

core::Result<const MarketView*> need_view(const Hall& hall, const Args& args) {
    const MarketView* found = nullptr;
    if (const auto symbol = args.find("instId")) {
        found = hall.find(*symbol);
    } else {
        NJ_TRY(code, args.number("instIdCode"));
        if (!code) return core::fail(Errc::BadRequest, "Parameter instId can not be empty.");
        for (const auto& view : hall.views())
            if (code_of(view.instrument()) == *code) found = &view;
    }
    if (found == nullptr) return core::fail(Errc::UnknownInstrument, "not listed");
    return found;
}

bool fits(const Hall& hall, const core::Instrument& instrument, const Args& args) {
    const auto is = [&args](std::string_view name, std::string_view own) {
        const auto wanted = args.find(name);
        return !wanted || *wanted == own;
    };
    const auto family = family_of(hall, instrument);
    return (is("instType", type_of(instrument)) || is("instType", "ANY")) &&
           is("instFamily", family) && is("uly", family) && is("instId", instrument.symbol);
}

}  // namespace nightjar::exchange::okx
