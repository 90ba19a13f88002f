/// Each simulated exchange of derivatives tells its margin tiers, and our adapters read them.

#include "venue/margin_tiers.hpp"

#include "exchange/tests/binance_testing.hpp"
#include "exchange/tests/bybit_testing.hpp"
#include "exchange/tests/okx_testing.hpp"
#include "venue/binance/order_codec.hpp"
#include "venue/bybit/public_codec.hpp"
#include "venue/bybit/public_side.hpp"
#include "venue/okx/public_codec.hpp"
#include "venue/okx/public_side.hpp"

namespace nightjar::exchange {
namespace {

/// Asks without a key, and reads the answer.
template <class Bench>
core::MarginTiers asked(Bench& bench, const venue::PublicSide& side, venue::FeedDecoder& decoder,
                        const std::string& symbol, core::Money contract) {
    const auto request = side.ask({.query = venue::FeedQuery::MarginTiers, .symbol = symbol});
    EXPECT_TRUE(request);
    const auto reply = bench.ask(*request);
    EXPECT_EQ(reply.status, 200U) << reply.body;
    const auto said = decoder.decode_reply(venue::FeedQuery::MarginTiers, reply.body);
    EXPECT_TRUE(said) << said.error().text();
    venue::TierList list{contract};
    for (const auto& event : said->events)
        EXPECT_TRUE(list.add(std::get<venue::MarginTierSaid>(event.body)));
    return list.finish().value();
}

/// One tier of the listing's rates.
void expect_own(const core::MarginTiers& tiers, const core::Instrument& instrument) {
    ASSERT_EQ(tiers.all().size(), 1U);
    EXPECT_EQ(tiers.all()[0].maintenance_ppm, instrument.maintenance_margin_bps * 100);
    EXPECT_GE(tiers.all()[0].initial_ppm, instrument.initial_margin_bps * 100);
}

TEST(ExchangeTiers, OfBybitAreRead) {
    bybit::BybitBench bench;
    const auto side = venue::bybit::make_public_side(venue::bybit::Category::Linear);
    const auto decoder = venue::bybit::make_feed_decoder();
    const auto tiers = asked(bench, *side, *decoder, "BTCUSDT", core::whole(1));
    for (const auto& view : bench.hall().views())
        if (view.instrument().kind != core::InstrumentKind::Spot &&
            view.instrument().symbol.starts_with("BTCUSDT"))
            expect_own(tiers, view.instrument());
}

TEST(ExchangeTiers, OfOkxAreRead) {
    okx::OkxBench bench;
    const auto side = venue::okx::make_public_side(venue::okx::Market::Swap);
    const auto decoder = venue::okx::make_feed_decoder();
    const auto& instrument = bench.hall().find("BTC-USDT-SWAP")->instrument();
    const auto tiers = asked(bench, *side, *decoder, "BTC-USDT-SWAP", instrument.contract);
    expect_own(tiers, instrument);
    EXPECT_EQ(tiers.by(), core::MarginTiers::By::Units);
}

TEST(ExchangeTiers, OfBinanceAreReadWithAKeyAlone) {
    binance::BinanceBench bench{binance::Market::UsdFutures};
    auto& alice = bench.admit("alice", {{"USDT", money("1000")}});
    const auto& instrument = bench.view("BTCUSDT").instrument();
    const auto codec = venue::binance::make_order_codec(
                           venue::binance::Market::UsdFutures,
                           {alice.credentials.key,
                            venue::Secret{std::string{alice.credentials.secret.reveal()}},
                            {}})
                           .value();
    venue::Question question;
    question.kind = venue::Question::Kind::MarginTiers;
    question.instrument = &instrument;
    const auto reply = bench.ask(codec->ask(question, bench.net.now()).value());
    const auto page = codec->decode(question, reply);
    ASSERT_TRUE(page) << page.error().text();
    venue::TierList list{core::whole(1)};
    for (const auto& event : page->events)
        ASSERT_TRUE(list.add(std::get<venue::MarginTierSaid>(event)));
    expect_own(list.finish().value(), instrument);
}

}  // namespace
}  // namespace nightjar::exchange
