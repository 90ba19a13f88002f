#pragma once
/// What a venue wants as security for a perpetual, by how much of it is held.

#include "core/model/types.hpp"

#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace nightjar::core {

/// What stands for a position's losses.
enum class MarginMode : std::uint8_t {
    Cross,     ///< all that the account has at the venue
    Isolated,  ///< what was set aside for it, and no more
};
std::string_view name(MarginMode mode);

/// amount * numerator / denominator, rounded up; for nothing below 0.
constexpr Money scaled_up(Money amount, std::int64_t numerator, std::int64_t denominator) {
    const Wide quotient = amount.raw / denominator;
    const Wide rest = amount.raw % denominator * numerator;
    return {quotient * numerator + (rest + denominator - 1) / denominator};
}

/// Rates in parts per 1e6, rounded up where a venue's is finer: 1 / 75 is 13 334.
struct MarginTier {
    Money up_to;  ///< the largest position that belongs to it; the last tier has no end
    std::int32_t initial_ppm{};
    std::int32_t maintenance_ppm{};
    /// What is taken off the position at that rate, so that the maintenance margin does not jump.
    std::optional<Money> deduction{};

    template <class Archive, class Self>
    static void fields(Archive& a, Self& s) {
        a(s.up_to, s.initial_ppm, s.maintenance_ppm);
    }
};

/// The tiers of one instrument, or none. Once made they do not change; asking does not allocate.
/// Rates do not fall from tier to tier; both margins never fall when a position grows. All amounts
/// in the settlement asset; every rounding is up.
class MarginTiers {
public:
    static constexpr std::size_t most = 256;

    /// In what `up_to` counts a position, and with that how its maintenance margin grows.
    enum class By : std::uint8_t {
        /// What it is worth. Each tier's rate holds for the part in that tier (Binance, Bybit,
        /// Hyperliquid): maintenance = notional x rate - deduction, without a jump:
        /// deduction = deduction before + end of the tier before x (rate - rate before).
        Notional,
        /// Its units (Instrument::units). The tier's rate holds for the whole of it (OKX): no
        /// deduction, and a jump at each end.
        Units,
    };

    MarginTiers() = default;
    /// Computes the deductions; those that are given must be the same, but for what rounding a rate
    /// to 1e-6 makes of them. Error: OutOfRange, which names the tier.
    [[nodiscard]] static Result<MarginTiers> of(std::span<const MarginTier> said, By by);

    [[nodiscard]] bool empty() const { return tiers_.empty(); }
    [[nodiscard]] By by() const { return by_; }
    [[nodiscard]] std::span<const MarginTier> all() const { return tiers_; }

    /// Of a position that is worth so much and has so many units, both 0 or more. There are tiers.
    [[nodiscard]] Money initial(Money notional, Money units) const {
        return scaled_up(notional, at(notional, units).initial_ppm, all_ppm);
    }
    [[nodiscard]] Money maintenance(Money notional, Money units) const {
        const auto& tier = at(notional, units);
        return scaled_up(notional, tier.maintenance_ppm, all_ppm) - *tier.deduction;
    }

    template <class Archive, class Self>
    static void fields(Archive& a, Self& s) {
        a(s.by_, s.tiers_);
        if constexpr (!std::is_const_v<Self>) {
            if (!s.check()) a.refuse();
        }
    }

private:
    static constexpr std::int64_t all_ppm = 1'000'000;

    /// Fills in the deductions.
    [[nodiscard]] Status check();
    [[nodiscard]] const MarginTier& at(Money notional, Money units) const;

    By by_{};
    std::vector<MarginTier> tiers_;
};

}  // namespace nightjar::core
