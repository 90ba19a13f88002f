/// A live feed decodes on its own thread; what it takes there is latency.

#include "core/bench/allocations.hpp"
#include "venue/binance/public_codec.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <ctime>
#include <string>

namespace nightjar::venue::binance {
namespace {

constexpr int messages = 100'000;

/// A change of twenty levels, as the stream of a busy market sends it.
std::string depth_message() {
    std::string bids;
    std::string asks;
    for (int i = 0; i < 10; ++i) {
        const auto* comma = i == 0 ? "" : ",";
        bids += fmt::format(R"({}["618{:02}.30000000","0.{:03}00000"])", comma, 30 - i, i * 7);
        asks += fmt::format(R"({}["618{:02}.40000000","1.{:03}00000"])", comma, 31 + i, i * 9);
    }
    return fmt::format(
        R"({{"stream":"abc@depth@100ms","data":{{"e":"depthUpdate","E":1700000000200,"s":"ABC",)"
        R"("U":100,"u":130,"b":[{}],"a":[{}]}}}})",
        bids, asks);
}

TEST(DecodeGate, OnceWarmADepthMessageAllocatesNothingAndTakesLessThanTenMicroseconds) {
    PublicDecoder decoder;
    const auto json = depth_message();
    ASSERT_TRUE(decoder.decode(json));
    const auto before = core::allocations;
    const auto start = std::clock();
    std::size_t good = 0;
    for (int i = 0; i < messages; ++i) good += decoder.decode(json) ? 1 : 0;
    const double cpu_s = static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
    EXPECT_EQ(core::allocations - before, 0U);
    EXPECT_EQ(good, std::size_t{messages});
    RecordProperty("ns_per_message", std::to_string(cpu_s / messages * 1e9));
    EXPECT_LT(cpu_s / messages, 10e-6);
}

}  // namespace
}  // namespace nightjar::venue::binance
