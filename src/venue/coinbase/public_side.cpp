#include "venue/coinbase/public_side.hpp"

#include "venue/coinbase/feed_request.hpp"
#include "venue/coinbase/public_codec.hpp"
#include "venue/public_parts.hpp"

#include <array>

namespace nightjar::venue::coinbase {

namespace {

using Channel = Subscription::Channel;

constexpr std::array words{IntervalWord{core::minutes(1), "ONE_MINUTE"},
                           IntervalWord{core::minutes(5), "FIVE_MINUTE"},
                           IntervalWord{core::minutes(15), "FIFTEEN_MINUTE"},
                           IntervalWord{core::minutes(30), "THIRTY_MINUTE"},
                           IntervalWord{core::hours(1), "ONE_HOUR"},
                           IntervalWord{core::hours(2), "TWO_HOUR"},
                           IntervalWord{core::hours(6), "SIX_HOUR"},
                           IntervalWord{core::days(1), "ONE_DAY"}};

/// Books have no numbers of their own: those of the connection see what was lost.
class Rule final : public BookRule {
public:
    DepthVerdict snapshot(const DepthSnapshot&) override {
        begun_ = true;
        return DepthVerdict::Apply;
    }
    DepthVerdict next(const DepthUpdate&) override {
        return begun_ ? DepthVerdict::Apply : DepthVerdict::Buffer;
    }

private:
    bool begun_{};
};

class Side final : public PlainSide {
public:
    Side() : PlainSide{{feed_requests, "", make_feed_decoder, make_rule<Rule>, Mend::Connect}} {}

    [[nodiscard]] std::vector<FeedLine> lines(std::span<const std::string> symbols) const override {
        return {{"/", every(std::array{Channel::Trades, Channel::Depth}, symbols)}};
    }
    [[nodiscard]] core::Result<net::WebRequest> ask(const PublicQuestion& question) const override;
};

core::Result<net::WebRequest> Side::ask(const PublicQuestion& question) const {
    constexpr std::string_view root = "/api/v3/brokerage/market";
    constexpr std::size_t most = 350;
    switch (question.query) {
        case FeedQuery::Depth: return get("{}/product_book?product_id={}", root, question.symbol);
        case FeedQuery::Candles: {
            NJ_TRY(word, interval_word(question.interval, words));
            const auto count = static_cast<std::int64_t>(std::min(question.candles, most));
            const auto end = whole_seconds(question.until);
            const auto start = end - count * whole_seconds({question.interval.ns});
            return get("{}/products/{}/candles?start={}&end={}&granularity={}&limit={}", root,
                       question.symbol, start, end, word, count);
        }
        case FeedQuery::Instruments: return get("{}/products/{}", root, question.symbol);
        default: return not_asked(question.query);
    }
}

}  // namespace

std::unique_ptr<PublicSide> make_public_side() { return std::make_unique<Side>(); }

}  // namespace nightjar::venue::coinbase
