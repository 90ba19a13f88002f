#pragma once
/// What venues charge: by their tables until fills have shown it, and how far the next tier is.

#include "core/model/event.hpp"
#include "core/model/execution.hpp"
#include "core/model/instrument.hpp"

#include <array>
#include <optional>
#include <span>
#include <vector>

namespace nightjar::exec {

/// Parts of what is traded; below 0 a rebate.
struct FeeRates {
    double maker{};
    double taker{};
    [[nodiscard]] double of(core::Liquidity liquidity) const {
        return liquidity == core::Liquidity::Maker ? maker : taker;
    }
};
/// Rates from so much traded in thirty days on, in the session's currency.
struct FeeTier {
    core::Money volume;
    FeeRates rates;
};
struct FeeSchedule {
    FeeRates rates;              ///< below the first tier
    std::vector<FeeTier> tiers;  ///< of rising volumes; empty: the venue's table is not known
};

/// Engine thread; allocates at construction only. The volume is that of our own fills at the venue,
/// on this UTC day and the 29 before it.
class FeeBook {
public:
    static constexpr std::int64_t window_days = 30;
    /// No more than this part of what is traded for the way to the next tier: a fifth of a basis
    /// point.
    static constexpr double most_tier_value = 2e-5;
    /// A fill that is charged otherwise than the table says by more of what it traded: 0.05 bp.
    static constexpr double most_difference = 5e-6;
    static constexpr core::Duration say_every = core::hours(1);

    /// Schedules by venue; of venues beyond them nothing is known and 0 is taken.
    FeeBook(const core::Catalog& catalog, std::span<const FeeSchedule> by_venue);

    /// As charged last at this tier, else as the table says; part of what is traded.
    [[nodiscard]] double rate(core::InstrumentId instrument, core::Liquidity liquidity,
                              core::Time now) const;
    /// What a trade at that venue is worth for bringing its next tier nearer, as part of what is
    /// traded: (what the next rates would have saved of the last thirty days) / (the volume to it),
    /// in [0, most_tier_value]. It may decide where something is traded, not whether.
    [[nodiscard]] double tier_value(core::VenueId id, core::Time now) const;
    /// In the session's currency.
    [[nodiscard]] core::Money volume(core::VenueId venue, core::Time now) const;

    /// Counts a fill of ours. Where the venue has a table and charges otherwise: what to say, once
    /// an hour.
    std::optional<core::FeeDiffered> filled(core::InstrumentId id, const core::Fill& fill,
                                            core::Time now);

    template <class Archive, class Self>
    static void fields(Archive& a, Self& s) {
        for (auto& venue : s.venues_) {
            for (auto& day : venue.days) a(day.number, day.maker, day.taker);
            a(venue.say_after);
        }
        for (auto& instrument : s.charged_)
            for (auto& charged : instrument) a(charged.rate, charged.tier);
    }

private:
    struct Day {
        std::int64_t number{-1};
        core::Money maker;
        core::Money taker;
    };
    struct Venue {
        FeeSchedule schedule;
        std::array<Day, window_days> days{};
        core::Time say_after;
    };
    struct Traded {
        core::Money maker;
        core::Money taker;
    };
    struct Charged {
        std::optional<double> rate;
        std::uint32_t tier{};
    };
    [[nodiscard]] static Traded traded(const Venue& venue, core::Time now);
    /// How many tiers have been reached.
    [[nodiscard]] static std::uint32_t tier(const Venue& venue, core::Time now);
    [[nodiscard]] static FeeRates rates(const Venue& venue, std::uint32_t tier) {
        return tier == 0 ? venue.schedule.rates : venue.schedule.tiers[tier - 1].rates;
    }
    void count(Venue& venue, core::Money worth, core::Liquidity liquidity, core::Time now);

    const core::Catalog* catalog_;
    std::vector<Venue> venues_;
    std::vector<std::array<Charged, 2>> charged_;  // by instrument, then liquidity
};

}  // namespace nightjar::exec
