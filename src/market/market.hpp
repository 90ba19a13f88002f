#pragma once
/// What the engine knows of every instrument, as of the last event.

#include "core/model/event.hpp"
#include "core/model/instrument.hpp"
#include "market/book.hpp"
#include "market/volatility.hpp"

#include <optional>
#include <vector>

namespace nightjar::market {

/// A price to hold an order against, and until when it may be.
struct Reference {
    core::Price price;
    core::Time at;
    core::Time fresh_until;
};

/// One instrument. Bars are closed bars: a forming one is never here.
struct InstrumentState {
    Book book;
    Volatility volatility;
    std::optional<core::Candle> candle;  ///< of the finest timeframe that came
    std::optional<core::Trade> trade;
    std::optional<core::Price> mark;  ///< the venue's own mark price
    std::optional<Reference> reference;
    std::optional<core::Money> funding;  ///< the rate of the last settlement; above 0 longs paid
    bool tradable{true};
};

/// Engine thread; the single writer. Reads are by reference and never allocate.
class Market {
public:
    explicit Market(const core::Catalog& catalog);

    /// Takes market events, ignores all others. True when the instrument's valuation price changed.
    bool apply(const core::Event& event);

    [[nodiscard]] const InstrumentState& operator[](core::InstrumentId id) const {
        return states_[id.value];
    }
    /// At which a position is valued: the mark price, else the book's mid (rounded down), else the
    /// last close or trade.
    [[nodiscard]] std::optional<core::Price> valuation(core::InstrumentId id) const {
        return valuations_[id.value];
    }

private:
    void apply(InstrumentState& state, const core::Candle& candle, core::Time now);
    void apply_book(InstrumentState& state, core::Time now);

    static constexpr core::Duration live_freshness = core::seconds(1);
    static constexpr std::int64_t fresh_bars = 2;

    std::vector<InstrumentState> states_;
    std::vector<std::optional<core::Price>> valuations_;
};

}  // namespace nightjar::market
