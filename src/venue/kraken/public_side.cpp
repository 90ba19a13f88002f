#include "venue/kraken/public_side.hpp"

#include "venue/kraken/depth_sequence.hpp"
#include "venue/kraken/feed_request.hpp"
#include "venue/kraken/names.hpp"
#include "venue/kraken/public_codec.hpp"
#include "venue/public_parts.hpp"

#include <array>

namespace nightjar::venue::kraken {

namespace {

using Channel = Subscription::Channel;

constexpr int depth = 100;
constexpr std::array words{
    IntervalWord{core::minutes(1), "1"},   IntervalWord{core::minutes(5), "5"},
    IntervalWord{core::minutes(15), "15"}, IntervalWord{core::minutes(30), "30"},
    IntervalWord{core::hours(1), "60"},    IntervalWord{core::hours(4), "240"},
    IntervalWord{core::days(1), "1440"}};

class Rule final : public RuleOf<DepthSequence> {
public:
    Rule() : RuleOf{DepthSequence{depth}} {}
    [[nodiscard]] std::span<const PublicLevel> fallen_out() const override {
        return sequence().fallen_out();
    }
};

class Side final : public PlainSide {
public:
    Side()
        : PlainSide{
              {feed_requests, kraken::ping, make_feed_decoder, make_rule<Rule>, Mend::Subscribe}} {}

    [[nodiscard]] std::vector<FeedLine> lines(std::span<const std::string> symbols) const override {
        return {{"/v2", every(std::array{Channel::Trades, Channel::Depth}, symbols, depth)}};
    }
    [[nodiscard]] core::Result<net::WebRequest> ask(const PublicQuestion& question) const override;
};

/// Candles: the venue gives the last 720, however many are wanted.
core::Result<net::WebRequest> Side::ask(const PublicQuestion& question) const {
    const auto pair = rest_pair(question.symbol);
    switch (question.query) {
        case FeedQuery::Depth: return get("/0/public/Depth?pair={}&count={}", pair, depth);
        case FeedQuery::Candles: {
            NJ_TRY(word, interval_word(question.interval, words));
            return get("/0/public/OHLC?pair={}&interval={}", pair, word);
        }
        case FeedQuery::Instruments: return get("/0/public/AssetPairs?pair={}", pair);
        default: return not_asked(question.query);
    }
}

}  // namespace

std::unique_ptr<PublicSide> make_public_side() { return std::make_unique<Side>(); }

}  // namespace nightjar::venue::kraken
