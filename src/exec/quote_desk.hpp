#pragma once
/// The standing quotes of strategies: which order stands where, and what is to be done about it.

#include "core/model/order.hpp"
#include "core/model/quoting.hpp"

#include <optional>
#include <vector>

namespace nightjar::exec {

/// Engine thread; never allocates after construction. Each side of each quote has one order at
/// most, which is a parent of its own. A quote moves by cancelling its order and, once that is
/// gone, placing another: two orders never stand where one was wished. An order stays while its
/// price is the wished one and it has neither more lots than wished nor less than half of them.
class QuoteDesk {
public:
    /// After a refusal or rejection a side rests for so long.
    static constexpr core::Duration pause = core::milliseconds(250);

    struct Seat {
        core::StrategyId strategy;
        core::InstrumentId instrument;
        core::Side side{};
    };
    enum class Step : std::uint8_t { Rest, Place, Cancel };

    QuoteDesk(std::size_t strategies, std::size_t instruments);

    /// What shall stand from now on. False when that is what stands already.
    bool wish(const core::QuoteWish& wish, core::Time now);
    /// What was wished last.
    [[nodiscard]] const core::QuoteWish& wished(const Seat& seat) const;

    [[nodiscard]] Step next(const Seat& seat, core::Time now) const;
    /// The order that stands, or is on its way, there.
    [[nodiscard]] core::OrderId order(const Seat& seat) const;

    void placed(const Seat& seat, const core::OrderRequest& order);
    void cancelling(const Seat& seat);
    void refused(const Seat& seat, core::Time now);

    /// The parent is not of this desk, or the seat that it had.
    std::optional<Seat> on_fill(core::ParentId parent, core::Qty qty);
    /// Its order has ended, in whatever way; the seat is free.
    std::optional<Seat> on_done(core::ParentId parent);

private:
    struct Standing {
        core::OrderId order;
        core::ParentId parent;
        core::Price price;
        core::Qty left;
        bool taken{};       // an order stands, or is on its way
        bool cancelling{};  // and shall go
        core::Time rests_until;
    };
    [[nodiscard]] std::size_t index(core::StrategyId strategy,
                                    core::InstrumentId instrument) const {
        return strategy.value * instruments_ + instrument.value;
    }
    [[nodiscard]] const Standing& standing(const Seat& seat) const {
        return standings_[2 * index(seat.strategy, seat.instrument) +
                          static_cast<std::size_t>(seat.side)];
    }
    [[nodiscard]] Standing& standing(const Seat& seat) {
        return standings_[2 * index(seat.strategy, seat.instrument) +
                          static_cast<std::size_t>(seat.side)];
    }
    [[nodiscard]] std::optional<Seat> find(core::ParentId parent) const;

    std::size_t instruments_;
    std::vector<core::QuoteWish> wishes_;  // by strategy and instrument
    std::vector<Standing> standings_;      // likewise, bid and ask
    std::vector<Seat> taken_;
};

}  // namespace nightjar::exec
