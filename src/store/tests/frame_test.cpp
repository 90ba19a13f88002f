#include "store/frame.hpp"

#include "store/tests/scratch.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cstring>
#include <vector>

namespace nightjar::store {
namespace {

/// Aligned bytes, as a segment has them.
class Page {
public:
    explicit Page(std::size_t size) : words_(size / sizeof(std::uint64_t)) {}

    std::span<std::byte> bytes() { return std::as_writable_bytes(std::span{words_}); }
    /// Behind what was added before.
    std::size_t add(std::uint16_t type, std::string_view body) {
        const auto at = used_;
        write_frame(bytes().data() + at, type, core::Time{42}, as_body(body));
        used_ += frame_bytes(body.size());
        return at;
    }
    [[nodiscard]] std::size_t used() const { return used_; }

private:
    std::vector<std::uint64_t> words_;
    std::size_t used_{};
};

FrameState state_of(std::span<const std::byte> bytes) {
    Frame frame;
    return read_frame(bytes, frame);
}

TEST(Frame, HasTheBytesThatTheFormatSays) {
    Page page{64};
    write_frame(page.bytes().data(), 0x0102, core::Time{0x1122334455667788}, as_body("abc"));
    const std::string expected{
        "\x03\0\0\0"                        // size of the body
        "\x02\x01\0\0"                      // type, zero
        "\x88\x77\x66\x55\x44\x33\x22\x11"  // time
        "abc\0"                             // body, up to a multiple of 8 with the checksum
        "\x4E\x4C\x14\xF1",                 // CRC-32C
        24};
    EXPECT_EQ(as_text(page.bytes().first(24)), expected);
    EXPECT_EQ(as_text(page.bytes().subspan(24)), std::string(40, '\0'));
}

TEST(Frame, IsAMultipleOfEightBytes) {
    EXPECT_EQ(frame_bytes(0), 24U);
    EXPECT_EQ(frame_bytes(4), 24U);
    EXPECT_EQ(frame_bytes(5), 32U);
    EXPECT_EQ(frame_bytes(100), 120U);
}

RC_GTEST_PROP(Frame, GivesBackWhatWasWritten, (const std::string& body, std::int64_t time_ns)) {
    Page page{frame_bytes(body.size()) + 16};
    const auto type = *rc::gen::inRange<std::uint16_t>(1, 0xFFFF);
    write_frame(page.bytes().data(), type, core::Time{time_ns}, as_body(body));
    Frame frame;
    RC_ASSERT(read_frame(page.bytes(), frame) == FrameState::Good);
    RC_ASSERT(frame.type == type);
    RC_ASSERT(frame.at.ns == time_ns);
    RC_ASSERT(as_text(frame.body) == body);
    RC_ASSERT(frame.bytes.size() == frame_bytes(body.size()));
}

TEST(Frame, IsBadWithAnyBitFlipped) {
    Page page{128};
    page.add(7, "a record of some length");
    for (std::size_t bit = 0; bit < 8 * page.used(); ++bit) {
        auto& byte = page.bytes()[bit / 8];
        const auto mask = std::byte{1} << (bit % 8);
        byte ^= mask;
        ASSERT_EQ(state_of(page.bytes()), FrameState::Bad) << "bit " << bit;
        byte ^= mask;
    }
    EXPECT_EQ(state_of(page.bytes()), FrameState::Good);
}

TEST(Frame, IsNoneUntilItsFirstWordIsWritten) {
    Page page{128};
    page.add(7, "a record of some length");
    std::ranges::fill(page.bytes().first(8), std::byte{});
    EXPECT_EQ(state_of(page.bytes()), FrameState::None);
}

TEST(Frame, IsBadWhenThereAreFewerBytesThanItHas) {
    Page page{128};
    page.add(7, "a record of some length");
    for (std::size_t size = 1; size < page.used(); ++size)
        EXPECT_EQ(state_of(page.bytes().first(size)), FrameState::Bad) << size;
    EXPECT_EQ(state_of({}), FrameState::None);
}

RC_GTEST_PROP(Frame, IsNotFoundInAnyOtherBytes, (const std::vector<std::uint64_t>& words)) {
    const auto bytes = std::as_bytes(std::span{words});
    RC_ASSERT(state_of(bytes) != FrameState::Good);
    RC_ASSERT(!has_record(bytes, 0));
    const bool zero = std::ranges::all_of(words, [](auto word) { return word == 0; });
    RC_ASSERT((judge_rest(bytes, 0).state == RestState::Clean) == zero);
}

TEST(Rest, IsCleanWhereOnlyZerosFollow) {
    Page page{256};
    page.add(7, "one");
    const auto rest = judge_rest(page.bytes(), page.used());
    EXPECT_EQ(rest.state, RestState::Clean);
    EXPECT_EQ(rest.bytes, 0U);
}

TEST(Rest, IsTornWhereAnUnfinishedRecordStands) {
    Page page{256};
    page.add(7, "one");
    const auto used = page.used();
    page.add(7, "two, which a crash cut off");
    std::ranges::fill(page.bytes().subspan(used, 8), std::byte{});
    const auto rest = judge_rest(page.bytes(), used);
    EXPECT_EQ(rest.state, RestState::Torn);
    EXPECT_EQ(rest.bytes, page.used() - used);  // the checksum is the last that is not zero
}

TEST(Rest, IsDamagedWhereAGoodRecordFollows) {
    Page page{256};
    page.add(7, "one");
    const auto used = page.add(7, "two");
    page.add(7, "three");
    page.bytes()[used + 20] ^= std::byte{4};
    EXPECT_EQ(judge_rest(page.bytes(), used).state, RestState::Damaged);
}

TEST(Rest, IsTornWhereAPageInBetweenWasNeverWritten) {
    Page page{5 * 4096};
    std::vector<std::size_t> records;
    while (page.used() < 4 * 4096) records.push_back(page.add(7, std::string(300, 'r')));
    std::ranges::fill(page.bytes().subspan(2 * 4096, 4096), std::byte{});
    std::size_t bad = 0;
    while (state_of(page.bytes().subspan(records[bad])) == FrameState::Good) ++bad;
    EXPECT_LT(records[bad], 2 * 4096U);  // it begins in the page before
    EXPECT_EQ(judge_rest(page.bytes(), records[bad]).state, RestState::Torn);
    EXPECT_TRUE(has_record(page.bytes(), 3 * 4096));
    page.bytes()[2 * 4096 + 100] = std::byte{1};  // written after all
    EXPECT_EQ(judge_rest(page.bytes(), records[bad]).state, RestState::Damaged);
}

}  // namespace
}  // namespace nightjar::store
