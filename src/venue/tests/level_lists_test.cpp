#include "venue/level_lists.hpp"

#include "venue/binance/public_codec.hpp"
#include "venue/bybit/public_codec.hpp"
#include "venue/kraken/public_codec.hpp"
#include "venue/okx/public_codec.hpp"
#include "venue/tests/feed_testing.hpp"

namespace nightjar::venue {
namespace {

using core::Decimal;

/// The levels of a message's only book, as "price x qty" and the texts beside them.
std::vector<std::string> shown_levels(FeedDecoder& decoder, const std::string& message) {
    const auto events = decoder.decode(message);
    if (!events) return {std::string{events.error().code.name}};
    std::vector<std::string> lines;
    for (const auto& event : events->events)
        if (const auto* update = std::get_if<DepthUpdate>(&event.body))
            for (std::size_t i = 0; i < update->levels.size(); ++i) {
                const auto& [side, price, qty] = update->levels[i];
                lines.push_back(fmt::format(
                    "{} {}e-{} x {}e-{} {} {}", core::name(side), price.mantissa, price.decimals,
                    qty.mantissa, qty.decimals, update->proof ? update->proof->texts[i].price : "",
                    update->proof ? update->proof->texts[i].qty : ""));
            }
    return lines;
}

struct Venue {
    std::unique_ptr<FeedDecoder> decoder;
    std::string message;  ///< with % for each list
};
std::vector<Venue> venues_of_pairs() {
    std::vector<Venue> all;
    all.push_back({binance::make_feed_decoder(),
                   R"({"e":"depthUpdate","E":1700000000200,"s":"A","U":1,"u":2,"b":%,"a":%})"});
    all.push_back({bybit::make_feed_decoder(),
                   R"({"topic":"orderbook.50.A","type":"delta","ts":1700000000200,)"
                   R"("data":{"s":"A","b":%,"a":%,"u":7,"seq":8}})"});
    all.push_back({okx::make_feed_decoder(),
                   R"({"arg":{"channel":"books","instId":"A"},"action":"update","data":[{"asks":%,)"
                   R"("bids":%,"ts":"1700000000200","checksum":-5,"seqId":7,"prevSeqId":6}]})"});
    return all;
}
Venue kraken_venue() {
    return {kraken::make_feed_decoder(),
            R"({"channel":"book","type":"update","data":[{"symbol":"A/B","bids":%,"asks":%,)"
            R"("checksum":7,"timestamp":"2023-11-14T22:13:20.200000Z"}]})"};
}

std::string with_list(std::string message, const std::string& list) {
    for (auto at = message.find('%'); at != std::string::npos; at = message.find('%'))
        message.replace(at, 1, list);
    return message;
}

/// A blank says nothing, and makes simdjson read the list.
void expect_the_same_with_a_blank(const Venue& venue, const std::string& list) {
    const auto by_hand = shown_levels(*venue.decoder, with_list(venue.message, list));
    EXPECT_EQ(by_hand,
              shown_levels(*venue.decoder, with_list(venue.message, "[ " + list.substr(1))))
        << list;
}

TEST(LevelLists, AreCutOutAndKeepTheirNumbersAndTexts) {
    LevelLists lists;
    const std::string message = R"({"b":[["61820.30","0.0070"],["1","0"]],"x":[["1","2"]],"a":[]})";
    EXPECT_EQ(lists.cut(message, false), R"({"b":{"\u0001":"0"},"x":[["1","2"]],"a":[]})");
    const auto rows = lists.find("0", LevelLists::Form::Pairs);
    ASSERT_TRUE(rows);
    ASSERT_EQ(rows->levels.size(), 2U);
    EXPECT_EQ(rows->levels[0].price, (Decimal{618'203, 1}));
    EXPECT_EQ(rows->levels[0].qty, (Decimal{7, 3}));
    EXPECT_EQ(rows->texts[0].price, "61820.30");
    EXPECT_EQ(rows->texts[0].qty, "0.0070");
    EXPECT_EQ(rows->levels[1].qty, Decimal{});
    EXPECT_FALSE(lists.find("0", LevelLists::Form::Objects));
}

TEST(LevelLists, StayWhereTheyAreWhenAnythingAboutThemIsUnusual) {
    LevelLists lists;
    for (const auto* list :
         {"[]", "[[]]", R"([["1","2"] ])", R"([["1"]])", R"([["0","2"]])", R"([["-1","2"]])",
          R"([["1","-2"]])", R"([["1","2"],])", R"([["1e5","2"]])", R"([["1..5","2"]])",
          R"([[1,2]])", R"([["1","2",{}]])", R"([["1","2")", R"([{"price":1}])"}) {
        const auto message = fmt::format(R"({{"b":{}}})", list);
        EXPECT_EQ(lists.cut(message, true), message);
        EXPECT_TRUE(lists.empty()) << list;
    }
    const std::string escaped = R"({"x":"\"b\":[","b":[["1","2"]]})";
    EXPECT_EQ(lists.cut(escaped, false), escaped);
}

TEST(LevelLists, OfPairsMeanTheSameAsReadBySimdjson) {
    for (const auto& venue : venues_of_pairs())
        for (const auto* list :
             {R"([["1","2"]])", R"([["0.1","0.0"],["12345678.12345678","87654321.87654321"]])",
              R"([["123456789.5","0.123456789"]])", R"([["100000000","99999999"]])",
              R"([["1.10000000000000000000","2.000000001"]])", R"([["999999999999999999","1"]])",
              R"([["9999999999999999999","1"]])", R"([["01.5","00"]])", R"([["1.","2"]])",
              R"([[".5","2"]])", R"([["1","2","0","13"]])", R"([["1","2",3]])", R"([["1","x"]])",
              R"([["0","1"]])", R"([["1","2"],["1"]])", R"([["1"]])", R"([["1","2"]}])"})
            expect_the_same_with_a_blank(venue, list);
}

TEST(LevelLists, OfObjectsMeanTheSameAsReadBySimdjson) {
    const auto venue = kraken_venue();
    for (const auto* list :
         {R"([{"price":1,"qty":2}])",
          R"([{"price":61820.30,"qty":0.00700001},{"price":5,"qty":0}])",
          R"([{"price":01,"qty":2}])", R"([{"price":1.,"qty":2}])", R"([{"price":.5,"qty":2}])",
          R"([{"price":1e5,"qty":2}])", R"([{"price":"1","qty":"2"}])", R"([{"qty":1,"price":2}])",
          R"([{"price":123456789.123456789,"qty":2}])", R"([{"price":1.2.3,"qty":2}])",
          R"([["1","2"]])"})
        expect_the_same_with_a_blank(venue, list);
}

}  // namespace

RC_GTEST_PROP(LevelLists, AnyNumberIsReadAsSimdjsonWould, ()) {
    const auto digits = [](int most) {
        return *rc::gen::resize(most, rc::gen::container<std::string>(rc::gen::inRange('0', ':')));
    };
    std::string number = digits(20);
    if (*rc::gen::arbitrary<bool>()) number += "." + digits(20);
    for (const auto& venue : venues_of_pairs())
        expect_the_same_with_a_blank(venue,
                                     fmt::format(R"([["{}","1"],["1","{}"]])", number, number));
    expect_the_same_with_a_blank(kraken_venue(),
                                 fmt::format(R"([{{"price":{},"qty":{}}}])", number, number));
}

}  // namespace nightjar::venue
