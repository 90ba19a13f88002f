#pragma once
/// The public market data of any venue as a live feed takes it: what a message of a WebSocket or an
/// answer of the REST interface says. Each venue's public_codec.hpp makes its own decoder.

#include "core/base/result.hpp"
#include "core/model/instrument.hpp"
#include "venue/margin_said.hpp"
#include "venue/public_message.hpp"

#include <optional>
#include <span>
#include <string_view>
#include <variant>

namespace nightjar::venue {

/// What long pays short for each unit of the position's value at `next`, as far as is known `at`.
struct NextFunding {
    core::Time at;
    core::Decimal rate;
    core::Time next;
};

struct Candle {
    core::Time open_time;
    std::string_view interval;  ///< in the venue's words; empty where the message does not say it
    core::Decimal open;
    core::Decimal high;
    core::Decimal low;
    core::Decimal close;
    core::Decimal volume;  ///< in what the venue counts quantities in
    bool closed{};         ///< it will not change; false also where the venue does not say it
};

enum class TradingStatus : std::uint8_t { Trading, CancelOnly, PostOnly, LimitOnly, Halted };

/// What may be traded, and in which steps. A kind that we do not trade has none: a dated future, an
/// option. It may lack the rest.
struct InstrumentRules {
    std::optional<core::InstrumentKind> kind;
    TradingStatus status{TradingStatus::Halted};
    std::string_view base;
    std::string_view quote;
    std::string_view settle;  ///< empty for spot
    core::Decimal tick;
    core::Decimal lot;
    core::Decimal min_qty;  ///< 0 where there is none
    std::optional<core::Decimal> max_qty{};
    std::optional<core::Decimal> min_notional{};  ///< in quote
    std::int32_t iceberg_parts{};                 ///< at most; 0: none may be hidden
    core::Decimal contract{1, 0};                 ///< units of what quantities are counted in
    /// With how many decimals prices and quantities are written, where checksums depend on it.
    std::optional<int> price_decimals{};
    std::optional<int> qty_decimals{};
};

/// What a venue says about the connection, not about a market.
struct Notice {
    enum class Kind : std::uint8_t {
        Subscribed,  ///< or unsubscribed: a request was accepted
        Refused,     ///< a request was not
        Pong,
        Heartbeat,
        Reconnect,  ///< the venue is about to end the connection
        Status,     ///< of the venue as a whole: `text` says which
    };
    Kind kind{};
    std::string_view code;
    std::string_view text;
};

using FeedBody = std::variant<PublicTrade, DepthUpdate, DepthSnapshot, TopOfBook, MarkPrice,
                              NextFunding, Candle, InstrumentRules, Notice, MarginTierSaid>;

struct FeedEvent {
    std::string_view symbol;  ///< empty where the message does not name it
    FeedBody body;
};

/// All that one message says, in its order; nothing where it is of a kind that is not known.
struct FeedEvents {
    std::optional<std::uint64_t> sequence;  ///< of the message, where the venue numbers them all
    std::span<const FeedEvent> events;
};

/// What was asked of a REST interface, whose answers do not name it themselves.
enum class FeedQuery : std::uint8_t {
    Depth,
    Trades,
    Candles,
    Mark,
    Funding,
    Instruments,
    MarginTiers
};

/// Pure. One thread; once warm it does not allocate. What it gives is good until the next call.
///
/// Zero and less is never a price, less than zero never a quantity. One wrong field refuses the
/// whole message: a part of a book is worse than none.
class FeedDecoder {
public:
    virtual ~FeedDecoder() = default;

    /// Errors: BadJson, MissingField, BadField ("field: value: what is wrong").
    [[nodiscard]] virtual core::Result<FeedEvents> decode(std::string_view message) = 0;
    /// Of an answer with HTTP status 200. Errors: those, and Refused (the venue's code and words).
    [[nodiscard]] virtual core::Result<FeedEvents> decode_reply(FeedQuery query,
                                                                std::string_view reply) = 0;

    static constexpr std::size_t max_bytes = std::size_t{64} << 20;
};

}  // namespace nightjar::venue
