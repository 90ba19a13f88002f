#include "exchange/bybit/office.hpp"

#include "exchange/decimal_text.hpp"

namespace nightjar::exchange::bybit {

std::string symbol_of(const core::Instrument& instrument) {
    return instrument.symbol.substr(0, instrument.symbol.find('.'));
}

std::string ms_text(core::Time at) { return std::to_string(ms_of(at)); }

const MarketView* find_view(const Hall& hall, bool linear, std::string_view symbol) {
    for (const auto& view : hall.views())
        if (is_linear(view.instrument()) == linear && symbol_of(view.instrument()) == symbol)
            return &view;
    return nullptr;
}

core::Result<bool> need_linear(const Args& args) {
    const auto category = args.get("category");
    if (category == "linear") return true;
    if (category == "spot") return false;
    return core::fail(Errc::BadRequest, "params error: Category is invalid");
}

core::Result<const MarketView*> need_view(const Hall& hall, const Args& args) {
    NJ_TRY(linear, need_linear(args));
    NJ_TRY(symbol, args.need("symbol"));
    if (const auto* view = find_view(hall, linear, symbol)) return view;
    return core::fail(Errc::UnknownInstrument, "not listed");
}

bool fits(const Hall& hall, const core::Instrument& instrument, const Args& args) {
    const auto is = [&args](std::string_view name, std::string_view own) {
        const auto wanted = args.find(name);
        return !wanted || *wanted == own;
    };
    return is("category", category_of(instrument)) && is("symbol", symbol_of(instrument)) &&
           is("baseCoin", hall.catalog().name(instrument.base)) &&
           is("settleCoin", hall.catalog().name(instrument.settle()));
}

}  // namespace nightjar::exchange::bybit
