#include "venue/binance/public_side.hpp"

#include "venue/binance/depth_sequence.hpp"
#include "venue/binance/feed_request.hpp"
#include "venue/binance/public_codec.hpp"
#include "venue/binance/weights.hpp"
#include "venue/public_parts.hpp"

#include <array>

namespace nightjar::venue::binance {

namespace {

using Channel = Subscription::Channel;

constexpr std::array spot_words{
    IntervalWord{core::seconds(1), "1s"},   IntervalWord{core::minutes(1), "1m"},
    IntervalWord{core::minutes(3), "3m"},   IntervalWord{core::minutes(5), "5m"},
    IntervalWord{core::minutes(15), "15m"}, IntervalWord{core::minutes(30), "30m"},
    IntervalWord{core::hours(1), "1h"},     IntervalWord{core::hours(2), "2h"},
    IntervalWord{core::hours(4), "4h"},     IntervalWord{core::hours(6), "6h"},
    IntervalWord{core::hours(8), "8h"},     IntervalWord{core::hours(12), "12h"},
    IntervalWord{core::days(1), "1d"}};
constexpr std::span futures_words = std::span{spot_words}.subspan(1);

class Rule final : public BookRule {
public:
    explicit Rule(DepthSequence::Rule rule) : sequence_{rule} {}
    DepthVerdict snapshot(const DepthSnapshot& snapshot) override {
        return sequence_.snapshot(snapshot) ? DepthVerdict::Apply : DepthVerdict::Drop;
    }
    DepthVerdict next(const DepthUpdate& update) override { return sequence_.next(update); }

private:
    DepthSequence sequence_;
};

class Side final : public PublicSide {
public:
    explicit Side(Market market) : market_{market} {}

    [[nodiscard]] std::vector<FeedLine> lines(std::span<const std::string> symbols) const override {
        if (spot())
            return {{"/stream", every(std::array{Channel::Trades, Channel::Depth}, symbols)}};
        // Marks and funding are one stream.
        return {{"/public/stream", every(std::array{Channel::Depth}, symbols)},
                {"/market/stream", every(std::array{Channel::Trades, Channel::Mark}, symbols)}};
    }
    [[nodiscard]] FeedRequests requests(FeedAction action,
                                        std::span<const Subscription> wanted) override {
        return feed_requests(market_, action, wanted, ++last_id_);
    }
    /// The venue's own pings are not seen here: a question that costs nothing instead.
    [[nodiscard]] std::string_view ping() const override {
        return R"({"method":"LIST_SUBSCRIPTIONS","id":0})";
    }
    [[nodiscard]] FeedDecoder& decoder() override { return *decoder_; }
    [[nodiscard]] std::unique_ptr<BookRule> book_rule() const override {
        return std::make_unique<Rule>(spot() ? DepthSequence::Rule::Spot
                                             : DepthSequence::Rule::Futures);
    }
    [[nodiscard]] Mend mend() const override { return Mend::Snapshot; }
    [[nodiscard]] core::Result<net::WebRequest> ask(const PublicQuestion& question) const override;
    [[nodiscard]] std::int64_t weight(const PublicQuestion& question) const override {
        return weight_of(market_, question.query);
    }

private:
    [[nodiscard]] bool spot() const { return market_ == Market::Spot; }

    Market market_;
    std::unique_ptr<FeedDecoder> decoder_ = make_feed_decoder();
    std::uint64_t last_id_{};
};

core::Result<net::WebRequest> Side::ask(const PublicQuestion& question) const {
    const std::string_view root = spot() ? "/api/v3" : "/fapi/v1";
    constexpr std::size_t most = 1'000;
    switch (question.query) {
        case FeedQuery::Depth:
            return get("{}/depth?symbol={}&limit={}", root, question.symbol, most);
        case FeedQuery::Candles: {
            NJ_TRY(word, interval_word(question.interval, spot() ? spot_words : futures_words));
            return get("{}/klines?symbol={}&interval={}&endTime={}&limit={}", root, question.symbol,
                       word, whole_ms(question.until) - 1, std::min(question.candles, most));
        }
        case FeedQuery::Instruments:  // futures answer with all of them
            if (!spot()) return get("{}/exchangeInfo", root);
            return get("{}/exchangeInfo?symbol={}", root, question.symbol);
        default: return not_asked(question.query);
    }
}

}  // namespace

std::unique_ptr<PublicSide> make_public_side(Market market) {
    return std::make_unique<Side>(market);
}

}  // namespace nightjar::venue::binance
