#pragma once
/// Everything the engine can learn. Small values, never changed once made.

#include "core/model/decision.hpp"
#include "core/model/manual.hpp"
#include "core/model/order.hpp"
#include "core/model/refusal.hpp"

#include <variant>

namespace nightjar::core {

/// When a thing happened at the exchange and when we knew of it.
struct Stamp {
    Time exch;
    Time recv;
    std::uint64_t seq{};  ///< of the venue's stream; breaks ties

    template <class Archive, class Self>
    static void fields(Archive& a, Self& s) {
        a(s.exch, s.recv, s.seq);
    }
};

/// A closed bar: it exists from open_time + timeframe on.
struct Candle {
    Time open_time;
    Duration timeframe;
    Price open;
    Price high;
    Price low;
    Price close;
    Qty volume;

    template <class Archive, class Self>
    static void fields(Archive& a, Self& s) {
        a(s.open_time, s.timeframe, s.open, s.high, s.low, s.close, s.volume);
    }
};

struct Trade {
    Price price;
    Qty qty;
    Side taker{};
    TradeId id;

    template <class Archive, class Self>
    static void fields(Archive& a, Self& s) {
        a(s.price, s.qty, s.taker, s.id);
    }
};

/// One level of an order book; a snapshot is a Clear, then its levels. What belongs together ends
/// with `last`, and only then may the book be read.
struct BookDelta {
    enum class Action : std::uint8_t { Set, Clear };
    Action action{};
    Side side{};
    Price price;
    Qty qty;  ///< 0 deletes the level
    bool last{};

    template <class Archive, class Self>
    static void fields(Archive& a, Self& s) {
        a(s.action, s.side, s.price, s.qty, s.last);
    }
};

struct Quote {
    Price bid;
    Qty bid_qty;
    Price ask;
    Qty ask_qty;

    template <class Archive, class Self>
    static void fields(Archive& a, Self& s) {
        a(s.bid, s.bid_qty, s.ask, s.ask_qty);
    }
};

struct Mark {
    Price price;

    template <class Archive, class Self>
    static void fields(Archive& a, Self& s) {
        a(s.price);
    }
};

/// The rate that a settlement used; positive: longs paid. 1e-12 of the notional.
struct Funding {
    Money rate;

    template <class Archive, class Self>
    static void fields(Archive& a, Self& s) {
        a(s.rate);
    }
};

struct InstrumentStatus {
    bool tradable{};

    template <class Archive, class Self>
    static void fields(Archive& a, Self& s) {
        a(s.tradable);
    }
};

struct OrderUpdate {
    OrderId order;
    OrderState state{};
    OrderReason reason{};
    Price price;  ///< of the order as it stands now (an amend changes it)
    Qty qty;      ///< likewise, in all

    template <class Archive, class Self>
    static void fields(Archive& a, Self& s) {
        a(s.order, s.state, s.reason, s.price, s.qty);
    }
};

/// An execution of one of our orders; order 0: a liquidation, or somebody's hand.
struct Fill {
    OrderId order;
    TradeId trade;
    Side side{};
    Price price;
    Qty qty;
    Money fee;  ///< negative: a rebate
    AssetId fee_asset;
    Liquidity liquidity{};

    template <class Archive, class Self>
    static void fields(Archive& a, Self& s) {
        a(s.order, s.trade, s.side, s.price, s.qty, s.fee, s.fee_asset, s.liquidity);
    }
};

/// Cash that came or went without a fill.
struct Balance {
    enum class Reason : std::uint8_t { Deposit, Funding, LiquidationFee, Adjustment };
    AssetId asset;
    Money change;
    Reason reason{};

    template <class Archive, class Self>
    static void fields(Archive& a, Self& s) {
        a(s.asset, s.change, s.reason);
    }
};

/// A moment has come for which the engine asked.
struct TimerFired {
    template <class Archive, class Self>
    static void fields(Archive&, Self&) {}
};

/// What a model's opinion was made of, and by which to find the rest of it in the book of answers.
struct Evidence {
    static constexpr std::size_t most_answers = 5;
    std::uint64_t model{};   ///< the first 8 bytes of its file's SHA-256; 0: it was no model
    std::uint64_t prompt{};  ///< likewise, of what it was asked
    /// Natural logarithms, of the answers in the order of the question.
    std::array<float, most_answers> log_probabilities{};
    std::uint8_t answers{};       ///< how many of them there are; 0: it could not answer
    std::uint8_t disagreement{};  ///< percent, between ways to put the same question
    std::uint8_t regime{};        ///< of the market when it was asked

    template <class Archive, class Self>
    static void fields(Archive& a, Self& s) {
        a(s.model, s.prompt);
        for (auto& each : s.log_probabilities) a(each);
        a(s.answers, s.disagreement, s.regime);
        if (s.answers > most_answers) a.refuse();
    }
};

/// An answer that came after the question.
struct OpinionReady {
    SignalId signal;  ///< the seat of whoever asked
    Opinion opinion;
    Evidence evidence{};

    template <class Archive, class Self>
    static void fields(Archive& a, Self& s) {
        a(s.signal, s.opinion);
        a.late(s.evidence);
    }
};

/// One number that orders are held against.
struct LimitChange {
    Rule rule{};            ///< of the check
    std::uint8_t number{};  ///< of its settings, in the order in which they are declared
    std::int64_t millionths{};

    template <class Archive, class Self>
    static void fields(Archive& a, Self& s) {
        a(s.rule, s.number, s.millionths);
    }
};

/// The stage that a person wants a strategy to be at.
struct StageWish {
    StrategyId strategy;
    Stage stage{};

    template <class Archive, class Self>
    static void fields(Archive& a, Self& s) {
        a(s.strategy, s.stage);
    }
};

struct Command {
    static Command set_level(KillLevel level, Person by) {
        Command command;
        command.kind = Kind::SetLevel;
        command.level = level;
        command.by = by;
        return command;
    }

    static Command set_limit(const LimitChange& limit, Person by) {
        Command command;
        command.kind = Kind::SetLimit;
        command.limit = limit;
        command.by = by;
        return command;
    }

    static Command set_stage(const StageWish& stage, Person by) {
        Command command;
        command.kind = Kind::SetStage;
        command.stage = stage;
        command.by = by;
        return command;
    }

    enum class Kind : std::uint8_t { Stop, Resumed, SetLevel, SetLimit, SetStage };
    Kind kind{};
    std::uint64_t records{};  ///< Resumed: how many the ledger held when the session went on
    KillLevel level{};        ///< SetLevel: at least that; None arms again
    Person by{};              ///< SetLevel, SetLimit and SetStage
    LimitChange limit{};      ///< SetLimit
    StageWish stage{};        ///< SetStage

    template <class Archive, class Self>
    static void fields(Archive& a, Self& s) {
        a(s.kind, s.records);
        a.late(s.level);
        a.late(s.by);
        a.late(s.limit);
        a.late(s.stage);
    }
};

/// Market data that was lost on the way to the engine: the book is not to be trusted until a
/// snapshot.
struct Gap {
    std::uint64_t lost{};

    template <class Archive, class Self>
    static void fields(Archive& a, Self& s) {
        a(s.lost);
    }
};

struct Event {
    using Body = std::variant<Candle, Trade, BookDelta, Quote, Mark, Funding, InstrumentStatus,
                              OrderUpdate, Fill, Balance, TimerFired, OpinionReady, Command, Gap,
                              ManualOrder, ManualCancel>;
    Stamp stamp;
    /// Meaningless for Balance, TimerFired, OpinionReady and what persons say.
    InstrumentId instrument;
    VenueId venue;
    Body body;

    /// False within a change of a book that has more levels.
    [[nodiscard]] bool ends_message() const {
        const auto* delta = std::get_if<BookDelta>(&body);
        return delta == nullptr || delta->last;
    }

    template <class Archive, class Self>
    static void fields(Archive& a, Self& s) {
        auto kind = static_cast<std::uint8_t>(s.body.index());
        a(s.stamp, s.instrument, s.venue, kind);
        if constexpr (!std::is_const_v<Self>)
            if (!emplace(s.body, kind)) return a.refuse();
        std::visit([&a](auto& body) { a(body); }, s.body);
    }

private:
    /// Sets the body to an empty one of the kind with that index.
    template <std::size_t I = 0>
    static bool emplace(Body& body, std::size_t kind) {
        if constexpr (I < std::variant_size_v<Body>) {
            if (kind != I) return emplace<I + 1>(body, kind);
            body.emplace<I>();
            return true;
        }
        return false;
    }
};

static_assert(std::is_trivially_copyable_v<Event> && sizeof(Event) <= 128, "two lines of cache");

}  // namespace nightjar::core
