/// A live feed decodes on its own thread; what it takes there is latency. A busy message of each
/// venue, of 40 levels in some 1.4 KB, and its checksum where there is one; for comparison the same
/// message with its levels left to simdjson.

#include "core/bench/allocations.hpp"
#include "venue/binance/public_codec.hpp"
#include "venue/bybit/public_codec.hpp"
#include "venue/coinbase/public_codec.hpp"
#include "venue/kraken/depth_sequence.hpp"
#include "venue/kraken/public_codec.hpp"
#include "venue/okx/depth_sequence.hpp"
#include "venue/okx/public_codec.hpp"
#include "venue/steps.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <ctime>
#include <functional>
#include <string>

namespace nightjar::venue {
namespace {

constexpr int messages = 100'000;
constexpr int levels = 20;

/// A side of a book, each level as `format` writes its price and quantity.
std::string side_of(const char* format, int first_price) {
    std::string text;
    for (int i = 0; i < levels; ++i)
        text += (i == 0 ? "" : ",") + fmt::format(fmt::runtime(format),
                                                  fmt::format("618{:02}.3", first_price + i),
                                                  fmt::format("0.{:03}00001", i * 7));
    return text;
}

void expect_fast(const std::string& name, const std::function<bool()>& step) {
    constexpr double limit_s = 6e-6;
    ASSERT_TRUE(step());
    ASSERT_TRUE(step());
    const auto before = core::allocations;
    const auto start = std::clock();
    int good = 0;
    for (int i = 0; i < messages; ++i) good += step() ? 1 : 0;
    const double cpu_s = static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
    EXPECT_EQ(core::allocations - before, 0U);
    EXPECT_EQ(good, messages);
    testing::Test::RecordProperty("ns_per_" + name, std::to_string(cpu_s / messages * 1e9));
    EXPECT_LT(cpu_s / messages, limit_s);
}

void expect_fast_decoder(FeedDecoder& decoder, const std::string& message) {
    expect_fast("message", [&] { return decoder.decode(message).has_value(); });
}

/// A blank at the front of a list makes simdjson read it.
void measure_by_simdjson(FeedDecoder& decoder, std::string message) {
    for (auto at = message.find(":["); at != std::string::npos; at = message.find(":[", at + 1))
        message.insert(at + 2, " ");
    expect_fast("message_by_simdjson", [&] { return decoder.decode(message).has_value(); });
}

/// To ticks and lots, too.
void expect_fast_to_ticks(const std::string& name, const std::string& message) {
    core::Instrument instrument;
    instrument.tick = {core::Money::one / 1'000};
    instrument.lot = {core::Money::one / 100'000'000};
    const Steps steps{instrument};
    const auto decoder = binance::make_feed_decoder();
    expect_fast(name, [&] {
        const auto events = decoder->decode(message);
        if (!events) return false;
        std::int64_t sum = 0;
        for (const auto& level : std::get<DepthUpdate>(events->events.front().body).levels)
            sum += steps.price(level.price)->raw + steps.qty(level.qty)->raw;
        return sum > 0;
    });
}

TEST(DecodeGate, OnceWarmBinanceAllocatesNothing) {
    constexpr const char* level = R"(["{}","{}"])";
    const auto message = fmt::format(
        R"({{"stream":"abc@depth@100ms","data":{{"e":"depthUpdate","E":1700000000200,"s":"ABC",)"
        R"("U":100,"u":130,"b":[{}],"a":[{}]}}}})",
        side_of(level, 20), side_of(level, 50));
    expect_fast_decoder(*binance::make_feed_decoder(), message);
    measure_by_simdjson(*binance::make_feed_decoder(), message);
    expect_fast_to_ticks("message_to_ticks", message);
    expect_fast_to_ticks("message_of_300_bytes_to_ticks",
                         R"({"e":"depthUpdate","E":1700000000200,"T":1700000000197,"s":"BTCUSDT",)"
                         R"("U":4000000000100,"u":4000000000130,"pu":4000000000099,"b":[)"
                         R"(["61820.30","1.200"],["61820.20","0.051"],["61819.80","3.007"]],"a":[)"
                         R"(["61820.30","0.000"],["61820.40","0.519"],["61821.00","1.244"]]})");
    binance::PublicDecoder importer;
    expect_fast("import", [&] { return importer.decode(message).has_value(); });
}

TEST(DecodeGate, OnceWarmOkxAllocatesNothing) {
    constexpr const char* level = R"(["{}","{}","0","3"])";
    const auto message = fmt::format(
        R"({{"arg":{{"channel":"books","instId":"ABC-USDT"}},"action":"update","data":[{{"asks":)"
        R"([{}],"bids":[{}],"ts":"1700000000200","checksum":0,"seqId":7,"prevSeqId":6}}]}})",
        side_of(level, 50), side_of(level, 20));
    expect_fast_decoder(*okx::make_feed_decoder(), message);
    measure_by_simdjson(*okx::make_feed_decoder(), message);
}

TEST(DecodeGate, OnceWarmBybitAllocatesNothing) {
    constexpr const char* level = R"(["{}","{}"])";
    const auto message =
        fmt::format(R"({{"topic":"orderbook.50.ABCUSDT","type":"delta","ts":1700000000220,"data":)"
                    R"({{"s":"ABCUSDT","b":[{}],"a":[{}],"u":101,"seq":12}},"cts":1700000000219}})",
                    side_of(level, 20), side_of(level, 50));
    expect_fast_decoder(*bybit::make_feed_decoder(), message);
    measure_by_simdjson(*bybit::make_feed_decoder(), message);
}

TEST(DecodeGate, OnceWarmKrakenAllocatesNothing) {
    constexpr const char* level = R"({{"price":{},"qty":{}}})";
    const auto message = fmt::format(
        R"({{"channel":"book","type":"update","data":[{{"symbol":"AB/USD","bids":[{}],"asks":[{}],)"
        R"("checksum":7,"timestamp":"2023-11-14T22:13:20.200000Z"}}]}})",
        side_of(level, 20), side_of(level, 50));
    expect_fast_decoder(*kraken::make_feed_decoder(), message);
    measure_by_simdjson(*kraken::make_feed_decoder(), message);
}

TEST(DecodeGate, OnceWarmCoinbaseAllocatesNothing) {
    constexpr const char* level =
        R"({{"side":"bid","event_time":"2023-11-14T22:13:20.2Z","price_level":"{}",)"
        R"("new_quantity":"{}"}})";
    const auto message = fmt::format(
        R"({{"channel":"l2_data","client_id":"","timestamp":"2023-11-14T22:13:20.2Z",)"
        R"("sequence_num":5,"events":[{{"type":"update","product_id":"AB-USD","updates":[{}]}}]}})",
        side_of(level, 20));
    expect_fast_decoder(*coinbase::make_feed_decoder(), message);
}

/// A book of `depth` levels on both sides of 1000.
template <class Sequence>
void expect_fast_book(Sequence sequence, int depth, auto checksum_of) {
    std::vector<PublicLevel> all;
    std::vector<std::string> prices;
    for (int i = 1; i <= depth; ++i)
        for (const int price : {1000 - i, 1000 + i}) {
            const auto side = price < 1000 ? core::Side::Buy : core::Side::Sell;
            all.push_back({side, {price, 0}, {1, 0}});
            prices.push_back(std::to_string(price));
        }
    std::vector<LevelText> texts;
    TextBook book;
    for (std::size_t i = 0; i < all.size(); ++i) {
        texts.push_back({prices[i], "1"});
        book.set(all[i], checksum_of.join(prices[i]));
    }
    const BookProof proof{checksum_of.sum(book), texts};
    ASSERT_EQ(sequence.snapshot({{}, 1, all, proof}), DepthVerdict::Apply);
    const auto few = std::span{all}.first(levels);  // the same again: the sum stays
    const BookProof few_proof{proof.checksum, std::span{texts}.first(levels)};
    expect_fast("update", [&] {
        return sequence.next({{}, 1, 1, 1, few, few_proof}) == DepthVerdict::Apply;
    });
}

struct OkxSum {
    static std::string join(const std::string& price) { return price + ":1"; }
    static std::uint32_t sum(const TextBook& book) { return okx::checksum(book); }
};
struct KrakenSum {
    static std::string join(const std::string& price) { return price + "1"; }
    static std::uint32_t sum(const TextBook& book) { return kraken::checksum(book); }
};

TEST(DecodeGate, OnceWarmTheChecksumOfAnOkxBookAllocatesNothing) {
    expect_fast_book(okx::DepthSequence{}, 400, OkxSum{});
}

TEST(DecodeGate, OnceWarmTheChecksumOfAKrakenBookAllocatesNothing) {
    expect_fast_book(kraken::DepthSequence{100}, 100, KrakenSum{});
}

}  // namespace
}  // namespace nightjar::venue
