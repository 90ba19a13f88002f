#pragma once
/// What a venue tells everybody, as a live feed takes it: which connections, what is said on them,
/// by which rule a book is kept, and what is asked of the REST interface.

#include "net/web.hpp"
#include "venue/depth_verdict.hpp"
#include "venue/feed_decoder.hpp"
#include "venue/feed_request.hpp"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace nightjar::venue {

/// Whether a message fits to a book; one book of one connection. Pure.
class BookRule {
public:
    virtual ~BookRule() = default;
    /// Apply; Drop, where it does not help; Gap, where it contradicts itself.
    virtual DepthVerdict snapshot(const DepthSnapshot& snapshot) = 0;
    virtual DepthVerdict next(const DepthUpdate& update) = 0;
    /// Deletions that belong to the last message. Good until the next one.
    [[nodiscard]] virtual std::span<const PublicLevel> fallen_out() const { return {}; }
};

/// What makes a book whole again after a gap.
enum class Mend : std::uint8_t {
    Snapshot,   ///< of REST, joined with the messages that go on meanwhile
    Subscribe,  ///< once more: the venue begins with a snapshot
    Connect,    ///< anew: the venue cannot say which book is wrong
};

/// One connection of a venue's public streams.
struct FeedLine {
    std::string target;  ///< path and query
    std::vector<Subscription> wanted;
};

struct PublicQuestion {
    FeedQuery query{};          ///< Depth, Candles, Instruments or MarginTiers
    std::string symbol;         ///< as the venue's WebSocket writes it
    core::Duration interval{};  ///< of Candles
    core::Time until{};         ///< of Candles: of those that opened before it the last ones
    std::size_t candles{300};   ///< about so many; a venue may give fewer or more
};

/// One thread. All but the decoder is pure.
class PublicSide {
public:
    virtual ~PublicSide() = default;

    /// Trades and the book of each; of perpetuals the mark price and the funding too.
    [[nodiscard]] virtual std::vector<FeedLine> lines(
        std::span<const std::string> symbols) const = 0;
    [[nodiscard]] virtual FeedRequests requests(FeedAction action,
                                                std::span<const Subscription> wanted) = 0;
    /// What the venue answers on a line: it is alive.
    [[nodiscard]] virtual std::string_view ping() const = 0;
    [[nodiscard]] virtual FeedDecoder& decoder() = 0;
    [[nodiscard]] virtual std::unique_ptr<BookRule> book_rule() const = 0;
    [[nodiscard]] virtual Mend mend() const = 0;
    /// Needs no key. Error: Unsupported, for an interval that the venue does not have.
    [[nodiscard]] virtual core::Result<net::WebRequest> ask(
        const PublicQuestion& question) const = 0;
    /// For how much of "calls" it counts.
    [[nodiscard]] virtual std::int64_t weight(const PublicQuestion&) const { return 1; }
};

/// Of one of `protocols`. Error: Unsupported, for another.
core::Result<std::unique_ptr<PublicSide>> make_public_side(std::string_view protocol);

}  // namespace nightjar::venue
