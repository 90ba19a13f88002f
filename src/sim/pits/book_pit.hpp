#pragma once
/// One instrument whose prices are made by the accounts themselves: an order book.

#include "sim/pits/order_pit.hpp"
#include "sim/tape.hpp"

namespace nightjar::sim {

/// Price, then time; never crossed. Meeting an order of the same account cancels the resting one.
/// When a call returns, every change is on the tape.
class BookPit final : public OrderPit {
public:
    BookPit(Clearing& clearing, Tape& tape, core::InstrumentId instrument)
        : OrderPit{clearing}, tape_{&tape}, instrument_{instrument} {}

    /// Puts the whole book on the tape.
    void snapshot(core::Time at);
    [[nodiscard]] std::optional<core::Price> best(core::Side side) const override {
        return ladder(side).best_price();
    }

private:
    struct Level {
        core::Side side{};
        core::Price price;
        friend bool operator==(const Level&, const Level&) = default;
    };

    [[nodiscard]] bool fillable(const Resting& taker) const override;
    void take(Resting& taker, core::Time at) override;
    void changed(core::Side side, core::Price price) override;
    void complete(core::Time at) override;
    void trade(Resting& taker, Resting& maker, core::Time at);

    Tape* tape_;
    core::InstrumentId instrument_;
    std::optional<core::Price> last_;
    std::vector<Level> touched_;  // during one request
};

}  // namespace nightjar::sim
