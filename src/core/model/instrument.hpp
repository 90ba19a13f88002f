#pragma once
/// What is traded, where, and in which steps.

#include "core/base/time.hpp"
#include "core/model/types.hpp"

#include <string>
#include <vector>

namespace nightjar::core {

enum class InstrumentKind : std::uint8_t { Spot, LinearPerpetual };
std::string_view name(InstrumentKind kind);

/// Fixed for a session: a venue that changes a step makes a new Instrument.
struct Instrument {
    InstrumentId id;
    VenueId venue;
    AssetId base;
    AssetId quote;  ///< also what a perpetual is settled in
    std::string symbol;
    InstrumentKind kind{InstrumentKind::Spot};
    Money tick;  ///< price of one Price step, in quote per base
    Money lot;   ///< amount of one Qty step, in base
    Qty min_qty{1};
    Qty max_qty{1'000'000'000'000'000'000};
    Money min_notional;
    std::int32_t initial_margin_bps{1'000};    ///< perpetuals: of the notional, 10 x leverage
    std::int32_t maintenance_margin_bps{500};  ///< perpetuals: one tier

    /// price * qty * tick * lot in quote, rounded toward zero; negative for a negative qty.
    [[nodiscard]] Money notional(Price price, Qty qty) const {
        const Wide product = Wide{price.raw} * qty.raw * value_numerator_;
        return {value_denominator_ == 1 ? product : product / value_denominator_};
    }
    /// What an amount of the base asset is worth in quote, rounded toward zero.
    [[nodiscard]] Money value_of_base(Money amount, Price price) const;
    [[nodiscard]] Money base_amount(Qty qty) const { return {lot.raw * qty.raw}; }

    /// To be called once tick and lot are set; refuses steps that are not positive.
    Status prepare();

private:
    std::int64_t value_numerator_{};
    std::int64_t value_denominator_{1};
};

/// The two ways from a computed number to a tradable one. Both refuse NaN, infinity and what does
/// not fit; `units` is in base (lots) or quote per base (ticks).
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
};

}  // namespace nightjar::core
