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

class Side final : public PublicSide {
public:
    [[nodiscard]] std::vector<FeedLine> lines(std::span<const std::string> symbols) const override {
        return {{"/v2", every(std::array{Channel::Trades, Channel::Depth}, symbols, depth)}};
    }
    [[nodiscard]] FeedRequests requests(FeedAction action,
                                        std::span<const Subscription> wanted) override {
        return feed_requests(action, wanted);
    }
    [[nodiscard]] std::string_view ping() const override { return kraken::ping; }
    [[nodiscard]] FeedDecoder& decoder() override { return *decoder_; }
    [[nodiscard]] std::unique_ptr<BookRule> book_rule() const override {
        return std::make_unique<Rule>();
    }
    [[nodiscard]] Mend mend() const override { return Mend::Subscribe; }
    [[nodiscard]] core::Result<net::WebRequest> ask(const PublicQuestion& question) const override;

private:
    std::unique_ptr<FeedDecoder> decoder_ = make_feed_decoder();
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
