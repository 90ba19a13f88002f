#pragma once
/// One instrument whose prices are a recorded book and its trades. Our orders do not move them.

#include "market/book.hpp"
#include "sim/pits/order_pit.hpp"

namespace nightjar::sim {

/// Pessimistic. A taker walks the recorded levels, and what it took stays taken until the recording
/// changes that level. What a market order wants beyond the visible book it gets at the last level,
/// worse by the slippage for each size of that level, begun ones included. A resting limit fills
/// only when a recorded trade prints through its price, at its price, and all of a side together no
/// more than the trade. Stops trigger on recorded trades while the book is valid. Accounts do not
/// meet each other here.
class RecordedPit final : public OrderPit {
public:
    RecordedPit(Clearing& clearing, std::int64_t slippage_ppb)
        : OrderPit{clearing}, slippage_ppb_{slippage_ppb} {}

    void on_book(const core::BookDelta& delta) { book_.apply(delta); }
    void on_quote(const core::Quote& quote) { book_.apply(quote); }
    void on_trade(const core::Trade& trade, core::Time at);
    /// Nothing is known of the book until the next snapshot.
    void on_gap() { book_.invalidate(); }

    [[nodiscard]] std::optional<core::Price> best(core::Side side) const override;

private:
    [[nodiscard]] bool fillable(const Resting& taker) const override;
    void take(Resting& taker, core::Time at) override;
    void take_beyond(Resting& taker, const market::Book::Level& last, core::Time at);
    void fill_through(Ladder& ladder, const core::Trade& trade, core::Time at);

    std::int64_t slippage_ppb_;
    market::Book book_;
};

}  // namespace nightjar::sim
