/// Whatever a recording holds, reading it ends in a good tape or in an error that names the file.

#include "data/tests/tapes.hpp"

#include <rapidcheck/gtest.h>

#include <array>

namespace nightjar::data {
namespace {

const std::array<std::string, 7> good{
    R"(1700000000000000000 {"e":"depthUpdate","E":1700000000050,"U":1,"u":4,"b":[["9","1"]],"a":[]}
1700000000010000000 {"lastUpdateId":3,"bids":[["10.0","1"]],"asks":[["10.1","2"]]}
1700000000020000000 {"u":4,"s":"ABC","b":"10.0","B":"1","a":"10.1","A":"2"}
1700000000030000000 {"e":"depthUpdate","E":1700000000080,"U":5,"u":6,"b":[],"a":[["10.1","0"]]}
)",
    R"([{"e":"trade","E":1700000000050,"s":"ABC","t":1,"p":"10.5","q":"2","T":1700000000050,"m":true},
{"e":"aggTrade","E":1700000000051,"s":"ABC","a":2,"p":"9","q":"0.1","T":1700000000050,"m":false}])",
    "id,price,qty,time,is_buyer_maker\n1,10.5,2,1700000000050,true\n2,9,0.1,1700000000051,false\n",
    "time_seconds,bid_price_bid_size,ask_price_ask_size\n1700000000.050,10.0_1,10.1_2\n",
    "local_ts_ns,exch_ts_ms,ev,first_id,last_id,side,price,qty\n"
    "1700000000000000000,1700000000050,S,3,3,b,10.0,1\n"
    "1700000000000000000,1700000000050,S,3,3,a,10.1,2\n"
    "1700000000010000000,1700000000060,D,4,5,b,10.0,3\n"
    "1700000000020000000,1700000000070,T,7,7,s,10.05,2\n",
    "symbol,calc_time,funding_rate,mark_price\nABC,1700000000000,-0.0001,10.5\n"
    "ABC,1700028800000,9.2e-05,\n",
    "1700000000000,1.1,1.2,1.0,1.15,0,1700003599999,0,3600,0,0,0\n"
    "1700003600000,1.1,1.2,1.0,1.25,0,1700007199999,0,3600,0,0,0\n"};

/// True when it was taken.
bool take(const std::string& text) {
    TapeFolder folder;
    const auto import = folder.import_texts({text});
    if (!import) {
        RC_ASSERT(import.error().text().starts_with("a:"));
        return false;
    }
    const auto rows = folder.rows();
    RC_ASSERT(rows.size() == import->report.info.rows);
    for (const auto& row : rows)
        RC_ASSERT(row.price >= 0 && (row.qty >= 0 || row.kind == core::TapeRow::Kind::Funding));
    return true;
}

TEST(HostileRecording, IsNotWhatIsChangedHere) {
    for (const auto& text : good) EXPECT_TRUE(take(text)) << text;
}

RC_GTEST_PROP(HostileRecording, OfAnyBytesEndsWell, (const std::vector<char>& bytes)) {
    RC_ASSERT(!take({bytes.begin(), bytes.end()}));
}

RC_GTEST_PROP(HostileRecording, WithBytesChangedMovedOrCutOffEndsWell, ()) {
    auto text = good[*rc::gen::inRange<std::size_t>(0, good.size())];
    for (int changes = *rc::gen::inRange(1, 5); changes > 0 && !text.empty(); --changes) {
        const auto at = *rc::gen::inRange<std::size_t>(0, text.size());
        switch (*rc::gen::inRange(0, 5)) {
            case 0: text[at] = *rc::gen::arbitrary<char>(); break;
            case 1: text[at] = *rc::gen::elementOf(std::string{"0123456789-.,{}[]\"\n"}); break;
            case 2: text.erase(at, *rc::gen::inRange<std::size_t>(1, 30)); break;
            case 3: text.insert(at, text.substr(at / 2, 25)); break;
            default: text.resize(at); break;
        }
    }
    take(text);
}

}  // namespace
}  // namespace nightjar::data
