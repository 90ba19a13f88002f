#include "venue/binance/brackets.hpp"

#include "venue/margin_tiers.hpp"

#include <algorithm>

namespace nightjar::venue::binance {

namespace {

/// The last bracket has no end, and says so by the largest number of 63 bits.
Result<core::Decimal> read_cap(const object& bracket) {
    constexpr std::size_t most_digits = 18;
    constexpr core::Decimal no_end{999'999'999'999'999'999, 0};
    const auto text = text_or_empty(bracket, "notionalCap");
    const bool whole =
        std::ranges::all_of(text, [](char digit) { return digit >= '0' && digit <= '9'; });
    if (whole && text.size() > most_digits) return no_end;
    return read_price(bracket, "notionalCap");
}

core::Status read_symbol(const object& item, AccountEvents& to) {
    NJ_TRY(symbol, read_text(item, "symbol"));
    NJ_TRY(brackets, read_array(item, "brackets"));
    return for_each("brackets", brackets, [&](const object& bracket) -> core::Status {
        MarginTierSaid said;
        NJ_TRY(cap, read_cap(bracket));
        NJ_TRY(leverage, read_price(bracket, "initialLeverage"));
        NJ_TRY(initial, rate_of_leverage("initialLeverage", leverage));
        NJ_TRY(maintenance, read_price(bracket, "maintMarginRatio"));
        NJ_TRY(deduction, read_amount_if_filled(bracket, "cum"));
        said.symbol = symbol;
        said.up_to = cap;
        said.initial = initial;
        said.maintenance = maintenance;
        said.deduction = deduction;
        to.emplace_back(said);
        return {};
    });
}

}  // namespace

core::Status read_brackets(element root, AccountEvents& to) {
    if (object one; root.get(one) == simdjson::SUCCESS) return read_symbol(one, to);
    NJ_TRY(items, as_array("reply", root));
    return for_each("reply", items, [&](const object& item) { return read_symbol(item, to); });
}

}  // namespace nightjar::venue::binance
