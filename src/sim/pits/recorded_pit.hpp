#pragma once
/// One instrument whose prices are a recorded book and its trades. Our orders do not move them.

#include "market/book.hpp"
#include "sim/models/queue.hpp"
#include "sim/pits/order_pit.hpp"

namespace nightjar::sim {

/// A taker walks the recorded levels, and what it took stays taken until the recording changes that
/// level. What a market order wants beyond the visible book it gets at the last level, worse by the
/// slippage for each size of that level, begun ones included.
///
/// A resting limit fills at its price when a recorded trade prints beyond it, all of a side
/// together no more than the trade. Unless the queue model is Through, it also fills when the other
/// side of the book comes to its price, no more than is offered there; and when trades at its price
/// have used up what stands in front of it: the level as it was when the order came, less what has
/// been traded, less the cancels that the model lets count. A level that cannot be seen when the
/// order comes has nobody in front. Our own orders stand behind each other.
///
/// Stops trigger on recorded trades while the book is valid. Accounts do not meet each other here.
class RecordedPit final : public OrderPit {
public:
    RecordedPit(Clearing& clearing, QueueModel queue, std::int64_t slippage_ppb)
        : OrderPit{clearing}, queue_{queue}, slippage_ppb_{slippage_ppb} {}

    void on_book(const core::BookDelta& delta, core::Time at);
    void on_quote(const core::Quote& quote, core::Time at);
    void on_trade(const core::Trade& trade, core::Time at);
    /// Nothing is known of the book until the next snapshot.
    void on_gap() { book_.invalidate(); }

    [[nodiscard]] std::optional<core::Price> best(core::Side side) const override;

private:
    [[nodiscard]] bool fillable(const Resting& taker) const override;
    void take(Resting& taker, core::Time at) override;
    void take_beyond(Resting& taker, const market::Book::Level& last, core::Time at);

    [[nodiscard]] bool has_queues() const { return queue_.kind() != QueueKind::Through; }
    void change_level(const core::BookDelta& delta);
    void shorten_queues();
    void fill_crossed(core::Side side, core::Time at);
    void fill_through(core::Side side, core::Qty& volume, core::Price price, core::Time at);
    void fill_front(core::Side side, core::Qty volume, core::Price price, core::Time at);

    QueueModel queue_;
    std::int64_t slippage_ppb_;
    market::Book book_;
    bool rebuilt_{};  // a snapshot has begun
};

}  // namespace nightjar::sim
