#pragma once
/// What an execution costs.

#include "core/model/event.hpp"
#include "core/model/instrument.hpp"

#include <optional>

namespace nightjar::sim {

/// Rates in parts per 1e9 of the notional; below 0 is a rebate. 10 bp = 1'000'000.
struct FeeModel {
    /// Spot venues take the fee of a buy in base unless the account pays otherwise.
    enum class PaidIn : std::uint8_t { Quote, Received };

    struct Rates {
        std::int64_t maker_ppb{};
        std::int64_t taker_ppb{};
    };

    std::int64_t maker_ppb{200'000};
    std::int64_t taker_ppb{500'000};
    PaidIn paid_in{PaidIn::Quote};
    std::optional<Rates> perpetuals{};  ///< where they are not those of spot

    [[nodiscard]] Rates rates(core::InstrumentKind kind) const {
        if (kind != core::InstrumentKind::Spot && perpetuals) return *perpetuals;
        return {maker_ppb, taker_ppb};
    }

    struct Fee {
        core::Money amount;
        core::AssetId asset;
    };
    [[nodiscard]] Fee of(const core::Instrument& instrument, core::Side side, core::Price price,
                         core::Qty qty, core::Liquidity liquidity) const {
        constexpr std::int64_t parts = 1'000'000'000;
        const auto [maker, taker] = rates(instrument.kind);
        const auto rate = liquidity == core::Liquidity::Maker ? maker : taker;
        const bool in_base = paid_in == PaidIn::Received && side == core::Side::Buy &&
                             instrument.kind == core::InstrumentKind::Spot;
        if (in_base) return {scaled(instrument.units(qty), rate, parts), instrument.base};
        return {scaled(instrument.notional(price, qty), rate, parts), instrument.settle()};
    }
};

}  // namespace nightjar::sim
