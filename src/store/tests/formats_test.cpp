/// The bytes of docs/formats.md. What fails here makes old files unreadable: it needs a new
/// version.

#include "store/crc32c.hpp"
#include "store/ledger.hpp"
#include "store/series_store.hpp"
#include "store/tests/scratch.hpp"

#include <gtest/gtest.h>

#include <cstring>

namespace nightjar::store {
namespace {

template <class T>
T at(const std::string& bytes, std::size_t offset) {
    T value{};
    std::memcpy(&value, bytes.data() + offset, sizeof value);
    return value;
}

class LedgerOfOneBlockAndAHalf : public testing::Test {
protected:
    void SetUp() override {
        const auto ledger = *Ledger::open(scratch_ / "ledger");
        ledger->append(core::RecordType::TargetSet, core::Time{5}, as_body("one"));
        ledger->append(core::RecordType::TargetSet, core::Time{7}, as_body("two"));
        ledger->append(core::RecordType::TargetSet, core::Time{1'000'000'005}, as_body("three"));
        ASSERT_TRUE(ledger->close());
        head_ = ledger->head();
        log_ = read_file(scratch_ / "ledger/000001.log");
        chain_ = read_file(scratch_ / "ledger/chain");
    }
    Scratch scratch_;
    std::string head_;
    std::string log_;
    std::string chain_;
};

TEST_F(LedgerOfOneBlockAndAHalf, IsThreeFramesASealAndAnEndMark) {
    ASSERT_EQ(log_.size(), 24 + 24 + 40 + 32 + 8U);
    EXPECT_EQ(log_.substr(16, 3), "one");
    EXPECT_EQ(log_.substr(24 + 16, 3), "two");
    EXPECT_EQ(log_.substr(88 + 16, 5), "three");
    EXPECT_EQ(log_.substr(120), std::string(8, '\0'));
}

TEST_F(LedgerOfOneBlockAndAHalf, HasASealOfTypeFFFF) {
    EXPECT_EQ(at<std::uint32_t>(log_, 48), 16U);
    EXPECT_EQ(at<std::uint16_t>(log_, 52), 0xFFFF);
    EXPECT_EQ(at<std::int64_t>(log_, 56), 7);    // the time of the record before
    EXPECT_EQ(at<std::uint64_t>(log_, 64), 1U);  // block
    EXPECT_EQ(at<std::uint64_t>(log_, 72), 0U);  // no inputs
    EXPECT_EQ(at<std::uint32_t>(log_, 84), crc32c(as_body(log_.substr(48, 36))));
}

TEST_F(LedgerOfOneBlockAndAHalf, HasAChainOfTwoEntries) {
    ASSERT_EQ(chain_.size(), 2 * 56U);
    EXPECT_EQ(at<std::uint64_t>(chain_, 0), 1U);
    EXPECT_EQ(at<std::uint64_t>(chain_, 8), 88U);
    EXPECT_EQ(at<std::uint64_t>(chain_, 16), 0U);
    EXPECT_EQ(at<std::uint64_t>(chain_, 56), 2U);
    EXPECT_EQ(at<std::uint64_t>(chain_, 64), 120U);
}

TEST_F(LedgerOfOneBlockAndAHalf, HasAHeadThatAnyoneCanCompute) {
    // Computed by another program (Python's hashlib) from docs/formats.md alone.
    EXPECT_EQ(head_, "4aa462ba01cf68deb271398da7ab037fcd267fbce2da6e1bed040e58e92a38a4");
}

TEST(SeriesFormat, HasTheHeaderThatTheFormatSays) {
    const Scratch scratch;
    core::BarColumns bars{core::minutes(5), 2,      3,      {100, 200}, {1, 2},
                          {3, 4},           {5, 6}, {7, 8}, {9, 10}};
    ASSERT_TRUE(SeriesStore{scratch / "series"}.put("name", bars.view(), "source.csv"));
    const auto bytes = read_file(scratch / "series/name.series");
    ASSERT_EQ(bytes.size(), 384 + 6 * 64U);
    EXPECT_EQ(bytes.substr(0, 8), "NJSERIES");
    EXPECT_EQ(at<std::uint32_t>(bytes, 8), 1U);
    EXPECT_EQ(at<std::uint32_t>(bytes, 12), 384U);
    EXPECT_EQ(at<std::int64_t>(bytes, 16), 300'000'000'000);
    EXPECT_EQ(at<std::int32_t>(bytes, 24), 2);
    EXPECT_EQ(at<std::int32_t>(bytes, 28), 3);
    EXPECT_EQ(at<std::uint64_t>(bytes, 32), 2U);
    for (std::size_t column = 0; column < 6; ++column)
        EXPECT_EQ(at<std::uint64_t>(bytes, 40 + 8 * column), 384 + 64 * column);
    EXPECT_EQ(bytes.substr(120, 12), std::string("source.csv\0\0", 12));
    EXPECT_EQ(at<std::uint32_t>(bytes, 380), crc32c(as_body(bytes.substr(0, 380))));
    EXPECT_EQ(at<std::int64_t>(bytes, 384), 100);
    EXPECT_EQ(at<std::int64_t>(bytes, 384 + 5 * 64 + 8), 10);
    EXPECT_EQ(sha256_hex(bars.view()),
              "f8e97d24f47c469a47979c2f054e084495a9bc2a5d6d638306bd736fcc30af2f");
}

}  // namespace
}  // namespace nightjar::store
