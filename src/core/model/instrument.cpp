#include "core/model/instrument.hpp"

#include "core/base/nearest.hpp"
#include "core/errc.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

namespace nightjar::core {

namespace {

constexpr double largest = 9.0e18;
constexpr std::int64_t all_bps = 10'000;

std::uint32_t index_or_add(std::vector<std::string>& names, std::string name) {
    const auto found = std::ranges::find(names, name);
    const auto index = static_cast<std::uint32_t>(found - names.begin());
    if (found == names.end()) names.push_back(std::move(name));
    return index;
}

Result<std::int64_t> parse_steps(std::string_view text, Money step) {
    NJ_TRY(amount, parse_money(text));
    if (amount.raw % step.raw != 0)
        return fail(Errc::OutOfRange, "{} is not a multiple of {}", text, to_string(step));
    const Wide steps = amount.raw / step.raw;
    if (steps > static_cast<Wide>(largest) || steps < -static_cast<Wide>(largest))
        return fail(Errc::OutOfRange, "{} is too large", text);
    return static_cast<std::int64_t>(steps);
}

Wide greatest_common_divisor(Wide a, Wide b) {
    while (b != 0) a = std::exchange(b, a % b);
    return a;
}

}  // namespace

std::string_view name(InstrumentKind kind) {
    constexpr std::array<std::string_view, 3> names{"spot", "linear_perpetual",
                                                    "inverse_perpetual"};
    return names[static_cast<std::size_t>(kind)];
}

Status Instrument::prepare() {
    constexpr Wide largest_step = Wide{1'000'000} * Money::one;
    const auto fits = [](Money step) { return step.raw > 0 && step.raw <= largest_step; };
    if (!fits(tick) || !fits(lot) || !fits(contract))
        return fail(Errc::OutOfRange,
                    "{}: tick {}, lot {} and contract {} must be above 0 and at most 1000000",
                    symbol, to_string(tick), to_string(lot), to_string(contract));
    const Wide numerator = inverse() ? lot.raw * Money::one : tick.raw * lot.raw;
    const Wide denominator = inverse() ? tick.raw : Money::one;
    const Wide divisor = greatest_common_divisor(numerator, denominator);
    if (numerator / divisor > 9'000'000'000'000'000'000 || denominator / divisor > Money::one)
        return fail(Errc::OutOfRange, "{}: tick {} and lot {} are too far apart to count in",
                    symbol, to_string(tick), to_string(lot));
    value_numerator_ = static_cast<std::int64_t>(numerator / divisor);
    value_denominator_ = static_cast<std::int64_t>(denominator / divisor);
    return {};
}

Money Instrument::initial_margin(Money notional, Qty qty) const {
    if (kind == InstrumentKind::Spot) return {};
    const auto worth = magnitude(notional);
    const auto chosen = scaled_up(worth, initial_margin_bps, all_bps);
    if (margin_tiers.empty()) return chosen;
    return std::max(chosen, margin_tiers.initial(worth, units(magnitude(qty))));
}

Money Instrument::maintenance_margin(Money notional, Qty qty) const {
    if (kind == InstrumentKind::Spot) return {};
    const auto worth = magnitude(notional);
    if (margin_tiers.empty()) return scaled_up(worth, maintenance_margin_bps, all_bps);
    return margin_tiers.maintenance(worth, units(magnitude(qty)));
}

Money Instrument::inverse_notional(Price price, Qty qty) const {
    NJ_CHECK(price.raw > 0, "{}: an inverse perpetual at a price of {}", symbol, price.raw);
    return {Wide{qty.raw} * value_numerator_ / (Wide{price.raw} * value_denominator_)};
}

Money Instrument::value_of_base(Money amount, Price price) const {
    const Wide unit_price = tick.raw * price.raw;
    const Wide whole_part = amount.raw / Money::one * unit_price;
    return {whole_part + amount.raw % Money::one * unit_price / Money::one};
}

Result<Qty> lots_floor(double units, const Instrument& instrument) {
    const double lots = units / approximate(instrument.lot);
    if (!std::isfinite(lots) || std::abs(lots) > largest)
        return fail(Errc::NotANumber, "{}: {} is no quantity", instrument.symbol, units);
    // A quotient a hair below a whole number is that number: 0.3 / 0.1 must be 3 lots, not 2.
    const double nearest = std::round(lots);
    const double tolerance = 1e-9 * std::max(1.0, std::abs(nearest));
    return Qty{static_cast<std::int64_t>(std::abs(lots - nearest) < tolerance ? nearest
                                                                              : std::trunc(lots))};
}

Result<Price> ticks_toward_passive(double price, Side side, const Instrument& instrument) {
    const double ticks = price / approximate(instrument.tick);
    if (!std::isfinite(ticks) || std::abs(ticks) > largest)
        return fail(Errc::NotANumber, "{}: {} is no price", instrument.symbol, price);
    const double nearest = std::round(ticks);
    const double tolerance = 1e-9 * std::max(1.0, std::abs(nearest));
    if (std::abs(ticks - nearest) < tolerance) return Price{static_cast<std::int64_t>(nearest)};
    return Price{
        static_cast<std::int64_t>(side == Side::Buy ? std::floor(ticks) : std::ceil(ticks))};
}

Result<Price> parse_price(std::string_view text, const Instrument& instrument) {
    NJ_TRY(steps, parse_steps(text, instrument.tick));
    return Price{steps};
}

Result<Qty> parse_qty(std::string_view text, const Instrument& instrument) {
    NJ_TRY(steps, parse_steps(text, instrument.lot));
    return Qty{steps};
}

std::string format_price(Price price, const Instrument& instrument) {
    return to_string(Money{instrument.tick.raw * price.raw});
}

std::string format_qty(Qty qty, const Instrument& instrument) {
    return to_string(instrument.units(qty));
}

double approximate(Price price, const Instrument& instrument) {
    return static_cast<double>(price.raw) * approximate(instrument.tick);
}

double approximate(Qty qty, const Instrument& instrument) {
    return static_cast<double>(qty.raw) * approximate(instrument.lot);
}

VenueId Catalog::add_venue(std::string name) {
    return {static_cast<std::uint16_t>(index_or_add(venues_, std::move(name)))};
}

AssetId Catalog::add_asset(std::string name) {
    return {static_cast<std::uint16_t>(index_or_add(assets_, std::move(name)))};
}

Result<InstrumentId> Catalog::add(Instrument instrument) {
    NJ_TRY(instrument.prepare());
    instrument.id = {static_cast<std::uint32_t>(instruments_.size())};
    for (const auto& other : instruments_)
        if (other.venue == instrument.venue && other.symbol == instrument.symbol)
            return fail(Errc::Duplicate, "{} is defined twice", name(other.id));
    instruments_.push_back(std::move(instrument));
    const auto id = instruments_.back().id;
    homes_.push_back(id);
    routes_.push_back({id});
    return id;
}

Status Catalog::add_route(std::vector<InstrumentId> instruments) {
    if (instruments.size() < 2) return {};
    const auto& first = instruments_[instruments.front().value];
    for (const auto id : instruments) {
        const auto& other = instruments_[id.value];
        const bool alike = other.kind == first.kind && other.base == first.base &&
                           other.quote == first.quote && other.lot == first.lot;
        if (!alike)
            return fail(Errc::OutOfRange,
                        "{} and {} cannot stand for each other: kind, assets or lot differ",
                        name(first.id), name(id));
        if (routes_[id.value].size() != 1 || homes_[id.value] != id ||
            std::ranges::count(instruments, id) != 1)
            return fail(Errc::Duplicate, "{} has a route already", name(id));
    }
    for (const auto id : instruments) homes_[id.value] = first.id;
    routes_[first.id.value] = std::move(instruments);
    return {};
}

std::string Catalog::name(InstrumentId id) const {
    const auto& instrument = instruments_[id.value];
    return fmt::format("{}:{}", name(instrument.venue), instrument.symbol);
}

Result<InstrumentId> Catalog::find(std::string_view wanted) const {
    std::vector<std::string> names;
    for (const auto& instrument : instruments_) {
        names.push_back(name(instrument.id));
        if (names.back() == wanted) return instrument.id;
    }
    return fail(Errc::UnknownName, "no instrument \"{}\"{}", wanted, did_you_mean(wanted, names));
}

}  // namespace nightjar::core
