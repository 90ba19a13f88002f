#include "store/series_store.hpp"

#include "store/crc32c.hpp"
#include "store/errc.hpp"
#include "store/tests/scratch.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cstring>

namespace nightjar::store {
namespace {

namespace fs = std::filesystem;

core::BarColumns bars_of(std::vector<std::int64_t> numbers) {
    const auto times = numbers;
    return {core::hours(1), 2, 8, times, numbers, numbers, numbers, numbers, std::move(numbers)};
}

bool same(const core::BarView& a, const core::BarView& b) {
    return a.timeframe == b.timeframe && a.price_decimals == b.price_decimals &&
           a.volume_decimals == b.volume_decimals &&
           std::ranges::equal(a.open_time_ns, b.open_time_ns) &&
           std::ranges::equal(a.open, b.open) && std::ranges::equal(a.high, b.high) &&
           std::ranges::equal(a.low, b.low) && std::ranges::equal(a.close, b.close) &&
           std::ranges::equal(a.volume, b.volume);
}

/// As someone who changes a header and knows the format.
void change_header(const fs::path& file, std::size_t offset, std::uint32_t value) {
    constexpr std::size_t crc_at = 380;
    auto bytes = read_file(file);
    std::memcpy(bytes.data() + offset, &value, sizeof value);
    const auto crc = crc32c(as_body(bytes).first(crc_at));
    std::memcpy(bytes.data() + crc_at, &crc, sizeof crc);
    write_file(file, bytes);
}

RC_GTEST_PROP(SeriesStore, GivesBackWhatWasPut,
              (const std::array<std::vector<std::int64_t>, 6>& raw)) {
    const Scratch scratch;
    const SeriesStore store{scratch / "series"};
    auto columns = raw;
    for (auto& column : columns) column.resize(raw[0].size());
    const core::BarColumns bars{core::minutes(*rc::gen::inRange(1, 9999)),
                                *rc::gen::inRange(0, 19),
                                *rc::gen::inRange(0, 19),
                                columns[0],
                                columns[1],
                                columns[2],
                                columns[3],
                                columns[4],
                                columns[5]};
    RC_ASSERT(store.put("a", bars.view(), "somewhere").has_value());
    const auto series = store.open("a");
    RC_ASSERT(series.has_value());
    RC_ASSERT(same(series->view(), bars.view()));
    RC_ASSERT(series->sha256() == sha256_hex(bars.view()));
    RC_ASSERT(series->verify().has_value());
    RC_ASSERT(series->name() == "a");
    RC_ASSERT(series->source() == "somewhere");
    RC_ASSERT(reinterpret_cast<std::uintptr_t>(series->view().close.data()) % 64 == 0);
}

TEST(SeriesStore, HashesContentAndNotNames) {
    const Scratch scratch;
    const SeriesStore store{scratch / "series"};
    const auto bars = bars_of({1, 2, 3});
    ASSERT_TRUE(store.put("a", bars.view(), "one"));
    ASSERT_TRUE(store.put("b", bars.view(), "two"));
    EXPECT_EQ(store.open("a")->sha256(), store.open("b")->sha256());
    auto other = bars;
    other.price_decimals = 3;
    EXPECT_NE(sha256_hex(other.view()), sha256_hex(bars.view()));
    other = bars;
    other.volume[2] = 4;
    EXPECT_NE(sha256_hex(other.view()), sha256_hex(bars.view()));
}

TEST(SeriesStore, ReplacesASeriesUnderItsReaders) {
    const Scratch scratch;
    const SeriesStore store{scratch / "series"};
    ASSERT_TRUE(store.put("a", bars_of({1, 2, 3}).view(), "one"));
    const auto old = *store.open("a");
    ASSERT_TRUE(store.put("a", bars_of({7}).view(), "two"));
    EXPECT_EQ(old.view().close[2], 3);
    EXPECT_TRUE(old.verify());
    EXPECT_EQ(store.open("a")->view().close[0], 7);
    EXPECT_EQ(std::distance(fs::directory_iterator{scratch / "series"}, {}), 1);
}

TEST(SeriesStore, ListsNamesInOrder) {
    const Scratch scratch;
    const SeriesStore store{scratch / "series"};
    EXPECT_TRUE(store.list()->empty());
    for (const auto* name : {"BTCUSDT.1h", "a_b-c", "0"})
        ASSERT_TRUE(store.put(name, bars_of({1}).view(), ""));
    write_file(scratch / "series/notes.txt", "not a series");
    EXPECT_EQ(*store.list(), (std::vector<std::string>{"0", "BTCUSDT.1h", "a_b-c"}));
}

TEST(SeriesStore, RefusesNamesThatAreNoPlainFileNames) {
    const Scratch scratch;
    const SeriesStore store{scratch / "series"};
    for (const std::string name : {"", ".", "..", ".hidden", "a/b", "../a", "a b", "ä", "a\n"}) {
        const auto put = store.put(name, bars_of({1}).view(), "");
        ASSERT_FALSE(put) << name;
        EXPECT_EQ(put.error().code, Errc::BadName);
        EXPECT_EQ(store.open(name).error().code, Errc::BadName);
    }
    EXPECT_EQ(store.put(std::string(201, 'a'), bars_of({1}).view(), "").error().code,
              Errc::BadName);
    EXPECT_EQ(store.put("a", bars_of({1}).view(), std::string(257, 'x')).error().code,
              Errc::BadSource);
    EXPECT_TRUE(store.put(std::string(200, 'a'), bars_of({1}).view(), std::string(256, 'x')));
    EXPECT_EQ(store.open(std::string(200, 'a'))->source().size(), 256U);
}

TEST(SeriesStore, SaysWhichSeriesIsMissing) {
    const Scratch scratch;
    const auto series = SeriesStore{scratch / "series"}.open("BTC");
    ASSERT_FALSE(series);
    EXPECT_EQ(series.error().code, Errc::NotFound);
    EXPECT_NE(series.error().text().find("BTC"), std::string_view::npos);
}

class StoredSeries : public testing::Test {
protected:
    void SetUp() override { ASSERT_TRUE(store_.put("a", bars_of({10, 20, 30}).view(), "here")); }
    core::ErrorCode open_error() { return store_.open("a").error().code; }

    Scratch scratch_;
    SeriesStore store_{scratch_ / "series"};
    fs::path file_ = scratch_ / "series/a.series";
};

TEST_F(StoredSeries, SeesAnyBitFlippedInItsHeader) {
    for (std::size_t offset = 0; offset < 384; ++offset) {
        flip_bit(file_, offset, static_cast<int>(offset % 8));
        ASSERT_FALSE(store_.open("a")) << "byte " << offset;
        flip_bit(file_, offset, static_cast<int>(offset % 8));
    }
    EXPECT_TRUE(store_.open("a"));
}

TEST_F(StoredSeries, SeesAnyTruncation) {
    const auto bytes = read_file(file_);
    for (const auto size : {0UL, 7UL, 100UL, 383UL, 384UL, 400UL, 700UL}) {
        write_file(file_, bytes.substr(0, size));
        ASSERT_FALSE(store_.open("a")) << size;
        EXPECT_EQ(open_error(), Errc::Damaged);
    }
}

TEST_F(StoredSeries, SeesAnyBitFlippedInItsColumnsWhenAsked) {
    for (int column = 0; column < 6; ++column) {
        const auto offset = static_cast<std::size_t>(384 + 64 * column + 17);
        flip_bit(file_, offset);
        const auto series = store_.open("a");
        ASSERT_TRUE(series);
        const auto checked = series->verify();
        ASSERT_FALSE(checked);
        EXPECT_EQ(checked.error().code, Errc::Damaged);
        flip_bit(file_, offset);
    }
}

TEST_F(StoredSeries, RefusesAFormatOfTheFuture) {
    change_header(file_, 8, 2);
    EXPECT_EQ(open_error(), Errc::UnknownVersion);
}

TEST_F(StoredSeries, RefusesAHeaderThatPointsOutsideTheFile) {
    const auto whole = read_file(file_);
    struct Change {
        std::size_t offset;
        std::uint32_t value;
    };
    for (const auto [offset, value] :
         {Change{32, 1000}, Change{36, 1U << 31}, Change{40, 64 * 100}, Change{84, 1},
          Change{40, 8}, Change{24, 19}, Change{28, ~0U}}) {
        change_header(file_, offset, value);
        EXPECT_EQ(open_error(), Errc::Damaged) << offset << " " << value;
        write_file(file_, whole);
    }
}

}  // namespace
}  // namespace nightjar::store
