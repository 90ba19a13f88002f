#include "store/tape_file.hpp"

#include "store/crc32c.hpp"
#include "store/errc.hpp"
#include "store/tests/scratch.hpp"
#include "store/tests/tape_rows.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cstring>

namespace nightjar::store {
namespace {

namespace fs = std::filesystem;
using core::TapeRow;

void put(const fs::path& root, const Rows& rows, const TapeContent& content = {2, 3, true}) {
    auto writer = TapeWriter::create(root, "a", content, "here");
    ASSERT_TRUE(writer) << writer.error().text();
    ASSERT_TRUE(writer->append(rows));
    const auto info = writer->finish();
    ASSERT_TRUE(info) << info.error().text();
    ASSERT_EQ(info->rows, rows.size());
}

core::Result<Rows> read(core::TapeSource& tape) {
    Rows all;
    for (;;) {
        NJ_TRY(rows, tape.next());
        if (rows.empty()) return all;
        all.insert(all.end(), rows.begin(), rows.end());
    }
}

/// Opening and reading all of it.
core::Result<Rows> read(const fs::path& root) {
    NJ_TRY(tape, TapeFile::open(root, "a"));
    return read(tape);
}

RC_GTEST_PROP(TapeFile, GivesBackAnyRowsThatWerePut, (std::vector<std::int64_t> times)) {
    const Scratch scratch;
    std::ranges::sort(times);
    Rows rows;
    for (const auto time : times) {
        const auto any = [] { return *rc::gen::arbitrary<std::int64_t>(); };
        rows.push_back({.exch_ns = any(),
                        .recv_ns = time,
                        .price = any(),
                        .qty = any(),
                        .id = *rc::gen::arbitrary<std::uint64_t>(),
                        .kind = static_cast<TapeRow::Kind>(*rc::gen::inRange(0, 7)),
                        .side = *rc::gen::element(core::Side::Buy, core::Side::Sell),
                        .last = *rc::gen::arbitrary<bool>()});
    }
    const TapeContent content{*rc::gen::inRange(0, 19), *rc::gen::inRange(0, 19),
                              *rc::gen::arbitrary<bool>()};
    put(scratch / "series", rows, content);
    auto tape = TapeFile::open(scratch / "series", "a");
    RC_ASSERT(tape.has_value());
    RC_ASSERT(tape->info().price_decimals == content.price_decimals);
    RC_ASSERT(tape->info().qty_decimals == content.qty_decimals);
    RC_ASSERT(tape->info().received == content.received);
    RC_ASSERT(tape->info().rows == rows.size());
    RC_ASSERT(tape->source() == "here");
    RC_ASSERT(tape->verify().has_value());
    RC_ASSERT(*read(*tape) == rows);
    RC_ASSERT(read(*tape)->empty());
}

TEST(TapeFile, KeepsManyBlocksAndTheirTimes) {
    const Scratch scratch;
    const auto rows = rows_of(50'000);
    put(scratch / "series", rows);
    auto tape = TapeFile::open(scratch / "series", "a");
    ASSERT_TRUE(tape);
    EXPECT_EQ(tape->info().first.ns, rows.front().recv_ns);
    EXPECT_EQ(tape->info().last.ns, rows.back().recv_ns);
    EXPECT_EQ(read(*tape), rows);
    EXPECT_LT(fs::file_size(scratch / "series/a.tape"), rows.size() * 16);
}

TEST(TapeFile, SeeksToTheFirstRowReceivedAtATime) {
    const Scratch scratch;
    const auto rows = rows_of(40'000);
    put(scratch / "series", rows);
    auto tape = *TapeFile::open(scratch / "series", "a");
    for (const std::size_t row : {0U, 1U, 8191U, 8192U, 8193U, 20'000U, 39'999U}) {
        const auto from = rows[row].recv_ns;
        const auto first = std::ranges::lower_bound(rows, from, {}, &TapeRow::recv_ns);
        tape.seek({from});
        EXPECT_EQ(read(tape), Rows(first, rows.end())) << row;
        tape.seek({from + 1});
        const auto behind = std::ranges::upper_bound(rows, from, {}, &TapeRow::recv_ns);
        EXPECT_EQ(read(tape), Rows(behind, rows.end())) << row;
    }
    tape.seek({0});
    EXPECT_EQ(read(tape)->size(), rows.size());
    tape.seek({rows.back().recv_ns + 1});
    EXPECT_TRUE(read(tape)->empty());
}

TEST(TapeFile, FindsAllRowsOfATimeThatSpansBlocks) {
    const Scratch scratch;
    Rows rows(20'000, TapeRow{.recv_ns = 5});
    rows.front().recv_ns = 4;
    rows.back().recv_ns = 6;
    put(scratch / "series", rows);
    auto tape = *TapeFile::open(scratch / "series", "a");
    tape.seek({5});
    EXPECT_EQ(read(tape)->size(), rows.size() - 1);
}

TEST(TapeFile, HashesContentAndNotNames) {
    const Scratch scratch;
    const auto sha = [&](const Rows& rows, const TapeContent& content) {
        put(scratch / "series", rows, content);
        return TapeFile::open(scratch / "series", "a")->sha256();
    };
    auto rows = rows_of(10);
    const auto plain = sha(rows, {2, 3, true});
    EXPECT_EQ(sha(rows, {2, 3, true}), plain);
    EXPECT_NE(sha(rows, {3, 3, true}), plain);
    EXPECT_NE(sha(rows, {2, 3, false}), plain);
    rows[7].last = !rows[7].last;
    EXPECT_NE(sha(rows, {2, 3, true}), plain);
}

TEST(TapeFile, HasTheBytesThatTheFormatNames) {
    const Scratch scratch;
    put(scratch / "series", {{.exch_ns = 1, .recv_ns = 2, .price = 3, .qty = 4, .id = 5}});
    const auto bytes = read_file(scratch / "series/a.tape");
    EXPECT_EQ(bytes.substr(0, 8), "NJTAPE\r\n");
    const auto number = [&]<class T>(T, std::size_t at) {
        T value{};
        std::memcpy(&value, bytes.data() + at, sizeof value);
        return value;
    };
    EXPECT_EQ(number(std::uint64_t{}, 16), 1U);  // rows
    EXPECT_EQ(number(std::int64_t{}, 24), 2);    // first receipt
    EXPECT_EQ(number(std::uint64_t{}, 56) + 32, bytes.size());
    EXPECT_EQ(number(std::uint32_t{}, 356), crc32c(as_body(bytes).first(356)));
    EXPECT_EQ(TapeFile::open(scratch / "series", "a")->sha256(),
              "3cc5386ded6971f972ce5b1f28d07825a455554062e10656023adfc5dfde01fa");
}

TEST(TapeWriter, RefusesARowThatGoesBackInTime) {
    const Scratch scratch;
    auto writer = TapeWriter::create(scratch / "series", "a", {}, "");
    ASSERT_TRUE(writer);
    ASSERT_TRUE(writer->append(Rows{{.recv_ns = 7}, {.recv_ns = 7}}));
    const auto status = writer->append(Rows{{.recv_ns = 6}});
    ASSERT_FALSE(status);
    EXPECT_EQ(status.error().code, Errc::BadOrder);
}

TEST(TapeWriter, LeavesNothingButTheOldTapeUntilItIsFinished) {
    const Scratch scratch;
    const auto root = scratch / "series";
    put(root, rows_of(5));
    {
        auto writer = TapeWriter::create(root, "a", {}, "");
        ASSERT_TRUE(writer->append(rows_of(20'000)));
        EXPECT_EQ(std::distance(fs::directory_iterator{root}, {}), 2);
    }
    EXPECT_EQ(std::distance(fs::directory_iterator{root}, {}), 1);
    EXPECT_EQ(read(root), rows_of(5));
    EXPECT_EQ(*list_tapes(root), std::vector<std::string>{"a"});
}

TEST(TapeWriter, RefusesWhatIsNoNameAndTooLongASource) {
    const Scratch scratch;
    EXPECT_EQ(TapeWriter::create(scratch / "s", "a/b", {}, "").error().code, Errc::BadName);
    EXPECT_EQ(TapeWriter::create(scratch / "s", "a", {}, std::string(257, 'x')).error().code,
              Errc::BadSource);
    EXPECT_EQ(TapeFile::open(scratch / "s", "..").error().code, Errc::BadName);
    EXPECT_EQ(TapeFile::open(scratch / "s", "a").error().code, Errc::NotFound);
    EXPECT_TRUE(list_tapes(scratch / "s")->empty());
}

class StoredTape : public testing::Test {
protected:
    void SetUp() override { put(root_, rows_); }

    Scratch scratch_;
    fs::path root_ = scratch_ / "series";
    fs::path file_ = root_ / "a.tape";
    Rows rows_ = rows_of(40);
};

TEST_F(StoredTape, SeesAnyTruncation) {
    const auto bytes = read_file(file_);
    for (std::size_t size = 0; size < bytes.size(); ++size) {
        write_file(file_, bytes.substr(0, size));
        const auto rows = read(root_);
        ASSERT_FALSE(rows) << size;
        ASSERT_EQ(rows.error().code, Errc::Damaged) << size;
    }
    write_file(file_, bytes + "x");
    EXPECT_FALSE(read(root_));
}

TEST_F(StoredTape, SeesAnyChangedByte) {
    const auto size = fs::file_size(file_);
    for (std::size_t offset = 0; offset < size; ++offset) {
        flip_bit(file_, offset, static_cast<int>(offset % 8));
        ASSERT_FALSE(read(root_)) << offset;
        flip_bit(file_, offset, static_cast<int>(offset % 8));
    }
    EXPECT_EQ(read(root_), rows_);
}

/// As someone who knows the format: all checksums are right again.
void forge(const fs::path& file, std::size_t offset, char value) {
    constexpr std::size_t header_bytes = 360;
    auto bytes = read_file(file);
    bytes[offset] = value;
    const auto store = [&](std::size_t at, std::uint32_t crc) {
        std::memcpy(bytes.data() + at, &crc, sizeof crc);
    };
    std::uint64_t index_at = 0;
    std::memcpy(&index_at, bytes.data() + 56, sizeof index_at);
    if (index_at >= header_bytes && index_at + 32 <= bytes.size()) {
        const auto block = as_body(bytes).subspan(header_bytes, index_at - header_bytes);
        if (offset < index_at) store(index_at + 28, crc32c(block));
        store(352, crc32c(as_body(bytes).subspan(index_at)));
    }
    store(356, crc32c(as_body(bytes).first(356)));
    write_file(file, bytes);
}

TEST_F(StoredTape, SurvivesAForgedByteAnywhere) {
    const auto whole = read_file(file_);
    for (std::size_t offset = 0; offset < whole.size(); ++offset)
        for (const int change : {1, 0x80, 0xFF}) {
            forge(file_, offset, static_cast<char>(whole[offset] ^ change));
            auto tape = TapeFile::open(root_, "a");
            if (tape && offset >= 96 && offset < 352) continue;  // the source may be anything
            if (tape) {
                (void)read(*tape);
                EXPECT_TRUE(!tape->verify() || read(*tape) == rows_) << offset;
            }
            write_file(file_, whole);
        }
}

TEST_F(StoredTape, RefusesAFormatOfTheFuture) {
    forge(file_, 8, 2);
    EXPECT_EQ(TapeFile::open(root_, "a").error().code, Errc::UnknownVersion);
}

TEST_F(StoredTape, GivesNoMoreRowsAfterDamage) {
    put(root_, rows_of(30'000));
    flip_bit(file_, 400);
    auto tape = *TapeFile::open(root_, "a");
    ASSERT_FALSE(tape.next());
    EXPECT_TRUE(tape.next()->empty());
}

}  // namespace
}  // namespace nightjar::store
