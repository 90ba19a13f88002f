#include "venue/okx/public_side.hpp"

#include "venue/okx/depth_sequence.hpp"
#include "venue/okx/feed_request.hpp"
#include "venue/okx/public_codec.hpp"
#include "venue/public_parts.hpp"

#include <array>

namespace nightjar::venue::okx {

namespace {

using Channel = Subscription::Channel;

/// From six hours on the venue has two kinds; these begin at midnight UTC.
constexpr std::array words{
    IntervalWord{core::minutes(1), "1m"},   IntervalWord{core::minutes(3), "3m"},
    IntervalWord{core::minutes(5), "5m"},   IntervalWord{core::minutes(15), "15m"},
    IntervalWord{core::minutes(30), "30m"}, IntervalWord{core::hours(1), "1H"},
    IntervalWord{core::hours(2), "2H"},     IntervalWord{core::hours(4), "4H"},
    IntervalWord{core::hours(6), "6Hutc"},  IntervalWord{core::hours(12), "12Hutc"},
    IntervalWord{core::days(1), "1Dutc"}};

class Side final : public PlainSide {
public:
    explicit Side(Market market)
        : PlainSide{{feed_requests, okx::ping, make_feed_decoder, make_rule<RuleOf<DepthSequence>>,
                     Mend::Subscribe}},
          market_{market} {}

    [[nodiscard]] std::vector<FeedLine> lines(std::span<const std::string> symbols) const override {
        FeedLine line{"/ws/v5/public", every(std::array{Channel::Trades, Channel::Depth}, symbols)};
        if (market_ == Market::Swap)
            for (auto& each : every(std::array{Channel::Mark, Channel::Funding}, symbols))
                line.wanted.push_back(std::move(each));
        return {std::move(line)};
    }
    [[nodiscard]] core::Result<net::WebRequest> ask(const PublicQuestion& question) const override;

private:
    Market market_;
};

core::Result<net::WebRequest> Side::ask(const PublicQuestion& question) const {
    constexpr std::size_t most = 300;
    switch (question.query) {
        case FeedQuery::Depth: return get("/api/v5/market/books?instId={}&sz=400", question.symbol);
        case FeedQuery::Candles: {
            NJ_TRY(word, interval_word(question.interval, words));
            return get("/api/v5/market/candles?instId={}&bar={}&after={}&limit={}", question.symbol,
                       word, whole_ms(question.until), std::min(question.candles, most));
        }
        case FeedQuery::Instruments:
            return get("/api/v5/public/instruments?instType={}&instId={}",
                       market_ == Market::Spot ? "SPOT" : "SWAP", question.symbol);
        case FeedQuery::MarginTiers: {
            constexpr std::string_view swap = "-SWAP";
            if (market_ == Market::Spot || !question.symbol.ends_with(swap))
                return not_asked(question.query);
            return get("/api/v5/public/position-tiers?instType=SWAP&tdMode=cross&instFamily={}",
                       question.symbol.substr(0, question.symbol.size() - swap.size()));
        }
        default: return not_asked(question.query);
    }
}

}  // namespace

std::unique_ptr<PublicSide> make_public_side(Market market) {
    return std::make_unique<Side>(market);
}

}  // namespace nightjar::venue::okx
