#pragma once
/// How large a full position may be.

#include "core/base/registry.hpp"
#include "core/model/instrument.hpp"
#include "market/market.hpp"
#include "risk/daily_history.hpp"

#include <memory>
#include <optional>
#include <span>

namespace nightjar::risk {

/// What the strategy holds, or has been granted, in one other instrument.
struct Exposure {
    core::InstrumentId instrument;
    std::optional<double> notional;  ///< signed; absent without a price to value it at
};

struct SizingInput {
    const core::Instrument* instrument{};
    const market::InstrumentState* market{};
    core::Money equity;  ///< of the strategy's account
    core::Price price;
    core::Side side{};                          ///< Buy for a long position
    core::Time now;                             ///< the end of the newest bar of any instrument
    std::span<const DailyHistory> histories{};  ///< of all instruments
    std::span<const Exposure> others{};         ///< empty for sizers that do not weigh the book

    /// The days of an instrument; empty when they are too old to go by.
    [[nodiscard]] std::span<const DailyHistory::Day> days(core::InstrumentId id) const {
        if (id.value >= histories.size() || !histories[id.value].fresh(now)) return {};
        return histories[id.value].days();
    }
};

/// Engine thread; must not allocate once each instrument's first day has been learned.
class Sizer {
public:
    static constexpr std::string_view role = "sizer";
    using Maker = core::Result<std::unique_ptr<Sizer>>(const core::Params&);

    virtual ~Sizer() = default;
    /// As registered; lives as long as the program.
    [[nodiscard]] virtual std::string_view name() const = 0;
    /// A cap in lots, 0 or more; absent when an input is missing, stale or not a number: then
    /// nothing may be opened.
    [[nodiscard]] virtual std::optional<core::Qty> cap(const SizingInput& input) = 0;
    /// A day of one instrument ended: the time for what is too slow to do at a target.
    virtual void learn(core::InstrumentId, const DailyHistory&) {}
    /// It goes by `SizingInput::histories`.
    [[nodiscard]] virtual bool wants_days() const { return false; }
    /// It goes by `SizingInput::others`.
    [[nodiscard]] virtual bool weighs_book() const { return false; }
};

void register_sizers(core::Registry<Sizer>& registry);

}  // namespace nightjar::risk
