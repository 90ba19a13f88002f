#pragma once
/// What is traded, where, and in which steps.

#include "core/base/time.hpp"
#include "core/model/margin.hpp"
#include "core/model/types.hpp"

#include <span>
#include <string>
#include <vector>

namespace nightjar::core {

enum class InstrumentKind : std::uint8_t {
    Spot,
    LinearPerpetual,   ///< settled in quote
    InversePerpetual,  ///< settled in base: a contract is worth a fixed amount of quote
};
std::string_view name(InstrumentKind kind);

/// Fixed for a session: a venue that changes a step makes a new Instrument.
struct Instrument {
    InstrumentId id;
    VenueId venue;
    AssetId base;
    AssetId quote;
    std::string symbol;
    InstrumentKind kind{InstrumentKind::Spot};
    Money tick;  ///< price of one Price step, in quote per base
    Money lot;   ///< one Qty step in units: of base, or of quote where the perpetual is inverse
    Money contract{Money::one};  ///< units of what the venue counts its quantities in
    Qty min_qty{1};
    Qty max_qty{1'000'000'000'000'000'000};
    Money min_notional;
    std::int32_t initial_margin_bps{1'000};    ///< perpetuals: of the notional, 10 x leverage
    std::int32_t maintenance_margin_bps{500};  ///< perpetuals: where no tiers are known
    MarginMode margin_mode{};
    MarginTiers margin_tiers;  ///< perpetuals: as the venue says them
    /// In how many parts at most a resting order may be shown, one after the other; 0: only whole.
    std::int32_t iceberg_parts{};

    /// What profits, fees, funding and margin are paid in.
    [[nodiscard]] AssetId settle() const { return inverse() ? base : quote; }
    [[nodiscard]] bool inverse() const { return kind == InstrumentKind::InversePerpetual; }

    /// What is traded, in the settlement asset: price x units, or units / price where inverse;
    /// rounded toward zero; negative for a negative qty. The price is above 0.
    [[nodiscard]] Money notional(Price price, Qty qty) const {
        if (inverse()) return inverse_notional(price, qty);
        const Wide product = Wide{price.raw} * qty.raw * value_numerator_;
        return {value_denominator_ == 1 ? product : product / value_denominator_};
    }
    /// What holding `qty` is worth, and what buying it takes from the cash. Who is long an inverse
    /// perpetual owes the base that his quote would buy: units / entry - units / exit is his
    /// profit.
    [[nodiscard]] Money value(Price price, Qty qty) const {
        const Money traded = notional(price, qty);
        return inverse() ? -traded : traded;
    }
    /// How many units so much of the settlement asset trades; `price` in quote per base.
    [[nodiscard]] double units_for(double notional, double price) const {
        return inverse() ? notional * price : notional / price;
    }
    /// What an amount of the base asset is worth in quote, rounded toward zero.
    [[nodiscard]] Money value_of_base(Money amount, Price price) const;
    [[nodiscard]] Money units(Qty qty) const { return {lot.raw * qty.raw}; }

    /// What a position, worth so much, wants to be opened: not less than the leverage in use, nor
    /// than its tier. Signs do not matter; of spot nothing.
    [[nodiscard]] Money initial_margin(Money notional, Qty qty) const;
    /// Below which the venue closes it.
    [[nodiscard]] Money maintenance_margin(Money notional, Qty qty) const;

    /// To be called once tick and lot are set; refuses steps that are not positive.
    Status prepare();

private:
    [[nodiscard]] Money inverse_notional(Price price, Qty qty) const;

    std::int64_t value_numerator_{};  // of 1e-12 of the settlement asset a lot
    std::int64_t value_denominator_{1};
};

/// The two ways from a computed number to a tradable one. Both refuse NaN, infinity and what does
/// not fit; `price` is in quote per base.
/// Toward zero: never more than was asked for.
Result<Qty> lots_floor(double units, const Instrument& instrument);
/// Down for a buy, up for a sell: never a worse price than was asked for.
Result<Price> ticks_toward_passive(double price, Side side, const Instrument& instrument);

/// From and to decimal text; refuses what is not on a step.
Result<Price> parse_price(std::string_view text, const Instrument& instrument);
Result<Qty> parse_qty(std::string_view text, const Instrument& instrument);
std::string format_price(Price price, const Instrument& instrument);
std::string format_qty(Qty qty, const Instrument& instrument);
double approximate(Price price, const Instrument& instrument);
double approximate(Qty qty, const Instrument& instrument);

/// All venues, assets and instruments of a session, each found by its index. Built once at start.
class Catalog {
public:
    VenueId add_venue(std::string name);
    AssetId add_asset(std::string name);  ///< the same name gives the same id
    /// Sets the instrument's id; refuses bad steps and a second instrument of that venue and
    /// symbol.
    Result<InstrumentId> add(Instrument instrument);
    /// Instruments that stand for each other, at different venues: strategies name the first, and
    /// what is decided for it may be traded in any of them. Refuses those that are not alike in
    /// kind, assets and lot, and those that have a route already.
    Status add_route(std::vector<InstrumentId> instruments);
    /// The instrument that strategies name for it: itself where it has no route.
    [[nodiscard]] InstrumentId home(InstrumentId id) const { return homes_[id.value]; }
    /// Of a home, what may be traded for it: itself first.
    [[nodiscard]] std::span<const InstrumentId> route(InstrumentId home) const {
        return routes_[home.value];
    }

    [[nodiscard]] const Instrument& operator[](InstrumentId id) const {
        return instruments_[id.value];
    }
    [[nodiscard]] const std::vector<Instrument>& instruments() const { return instruments_; }
    [[nodiscard]] const std::vector<std::string>& venues() const { return venues_; }
    [[nodiscard]] const std::vector<std::string>& assets() const { return assets_; }
    [[nodiscard]] std::string_view name(VenueId id) const { return venues_[id.value]; }
    [[nodiscard]] std::string_view name(AssetId id) const { return assets_[id.value]; }
    /// "venue:SYMBOL", the name of an instrument in configuration, logs and reports.
    [[nodiscard]] std::string name(InstrumentId id) const;
    [[nodiscard]] Result<InstrumentId> find(std::string_view wanted) const;

private:
    std::vector<std::string> venues_;
    std::vector<std::string> assets_;
    std::vector<Instrument> instruments_;
    std::vector<InstrumentId> homes_;                // by instrument
    std::vector<std::vector<InstrumentId>> routes_;  // likewise
};

}  // namespace nightjar::core
