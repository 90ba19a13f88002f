#include "venue/bybit/public_side.hpp"

#include "venue/bybit/depth_sequence.hpp"
#include "venue/bybit/feed_request.hpp"
#include "venue/bybit/public_codec.hpp"
#include "venue/public_parts.hpp"

#include <array>

namespace nightjar::venue::bybit {

namespace {

using Channel = Subscription::Channel;

constexpr std::array words{
    IntervalWord{core::minutes(1), "1"},   IntervalWord{core::minutes(3), "3"},
    IntervalWord{core::minutes(5), "5"},   IntervalWord{core::minutes(15), "15"},
    IntervalWord{core::minutes(30), "30"}, IntervalWord{core::hours(1), "60"},
    IntervalWord{core::hours(2), "120"},   IntervalWord{core::hours(4), "240"},
    IntervalWord{core::hours(6), "360"},   IntervalWord{core::hours(12), "720"},
    IntervalWord{core::days(1), "D"}};

class Side final : public PlainSide {
public:
    explicit Side(Category category)
        : PlainSide{{feed_requests, bybit::ping, make_feed_decoder,
                     make_rule<RuleOf<DepthSequence>>, Mend::Subscribe}},
          category_{category} {}

    [[nodiscard]] std::vector<FeedLine> lines(std::span<const std::string> symbols) const override {
        FeedLine line{fmt::format("/v5/public/{}", name()),
                      every(std::array{Channel::Trades, Channel::Depth}, symbols)};
        if (category_ == Category::Linear)  // marks and funding are one stream
            for (auto& each : every(std::array{Channel::Mark}, symbols))
                line.wanted.push_back(std::move(each));
        return {std::move(line)};
    }
    [[nodiscard]] core::Result<net::WebRequest> ask(const PublicQuestion& question) const override;

private:
    [[nodiscard]] std::string_view name() const {
        return category_ == Category::Spot ? "spot" : "linear";
    }

    Category category_;
};

core::Result<net::WebRequest> Side::ask(const PublicQuestion& question) const {
    constexpr std::size_t most = 1'000;
    switch (question.query) {
        case FeedQuery::Depth:
            return get("/v5/market/orderbook?category={}&symbol={}&limit=200", name(),
                       question.symbol);
        case FeedQuery::Candles: {
            NJ_TRY(word, interval_word(question.interval, words));
            return get("/v5/market/kline?category={}&symbol={}&interval={}&end={}&limit={}", name(),
                       question.symbol, word, whole_ms(question.until) - 1,
                       std::min(question.candles, most));
        }
        case FeedQuery::Instruments:
            return get("/v5/market/instruments-info?category={}&symbol={}", name(),
                       question.symbol);
        case FeedQuery::MarginTiers:
            if (category_ == Category::Spot) return not_asked(question.query);
            return get("/v5/market/risk-limit?category={}&symbol={}", name(), question.symbol);
        default: return not_asked(question.query);
    }
}

}  // namespace

std::unique_ptr<PublicSide> make_public_side(Category category) {
    return std::make_unique<Side>(category);
}

}  // namespace nightjar::venue::bybit
