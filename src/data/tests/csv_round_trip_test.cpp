#include "core/base/decimal.hpp"
#include "data/errc.hpp"
#include "data/ohlcv_csv.hpp"
#include "data/text_file.hpp"
#include "store/series_store.hpp"
#include "store/tests/scratch.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>
#include <zlib.h>
#include <zstd.h>

#include <algorithm>

namespace nightjar::data {
namespace {

std::string gzip(const std::string& text) {
    const store::Scratch scratch;
    auto* file = ::gzopen((scratch / "z").c_str(), "wb1");
    ::gzwrite(file, text.data(), static_cast<unsigned>(text.size()));
    ::gzclose(file);
    return store::read_file(scratch / "z");
}

std::string zstd(const std::string& text) {
    std::string packed(::ZSTD_compressBound(text.size()), '\0');
    packed.resize(::ZSTD_compress(packed.data(), packed.size(), text.data(), text.size(), 1));
    return packed;
}

core::Result<std::string> unpack(const std::string& bytes) {
    const store::Scratch scratch;
    store::write_file(scratch / "file", bytes);
    NJ_TRY(file, TextFile::open(scratch / "file"));
    return std::string{file.text()};
}

/// How one file writes its bars.
struct Style {
    int unit;  ///< 0 text, else the power of ten of a second
    char separator;
    bool header;
    bool zeros;  ///< behind the last decimal
    bool exponent;
};

std::string time_text(std::int64_t ns, const Style& style) {
    if (style.unit == 0) return core::format_time({ns});
    return core::format_decimal(ns, 9 - style.unit % 10);
}

std::string number_text(std::int64_t value, int decimals, const Style& style) {
    if (style.exponent) return fmt::format("{}e-{:02}", value, decimals);
    auto text = core::format_decimal(value, decimals);
    if (style.zeros) text += text.find('.') == std::string::npos ? ".000" : "000";
    return text;
}

std::string write_csv(const core::BarColumns& bars, const Style& style) {
    std::string text = style.header ? "time,open,high,low,close,volume\n" : "";
    std::ranges::replace(text, ',', style.separator);
    for (std::size_t row = 0; row < bars.open.size(); ++row) {
        text += time_text(bars.open_time_ns[row], style);
        for (const auto* column : {&bars.open, &bars.high, &bars.low, &bars.close})
            text += style.separator + number_text((*column)[row], bars.price_decimals, style);
        text += style.separator + number_text(bars.volume[row], bars.volume_decimals, style) + "\n";
    }
    return text;
}

/// Random bars of any prices, with gaps. The first has the finest decimals there can be.
core::BarColumns random_bars() {
    const auto any = [](std::int64_t from, std::int64_t to) { return *rc::gen::inRange(from, to); };
    core::BarColumns bars;
    bars.timeframe = core::minutes(any(1, 2000));
    bars.price_decimals = static_cast<int>(any(0, 9));
    bars.volume_decimals = static_cast<int>(any(0, 9));
    std::int64_t time = 1'577'836'800'000'000'000 + any(-1000, 1000) * bars.timeframe.ns;
    const auto rows = any(4, 20);
    for (std::int64_t row = 0; row < rows; ++row) {
        std::array<std::int64_t, 4> prices{};
        for (auto& price : prices) price = any(1, 900'000'000) * 10 + 1;
        const auto [low, high] = std::ranges::minmax(prices);
        bars.open_time_ns.push_back(time);
        bars.open.push_back(prices[0]);
        bars.close.push_back(prices[1]);
        bars.low.push_back(low);
        bars.high.push_back(high);
        bars.volume.push_back(any(0, 900'000'000) * 10 + 1);
        time += bars.timeframe.ns * (row == 2 ? any(1, 50) : 1);
    }
    return bars;
}

RC_GTEST_PROP(OhlcvCsv, ReadsBackAnyBarsInAnyStyle, ()) {
    const auto bars = random_bars();
    const Style style{.unit = *rc::gen::element(0, 10, 3, 6, 9),
                      .separator = *rc::gen::element(',', ';', '\t'),
                      .header = *rc::gen::arbitrary<bool>(),
                      .zeros = *rc::gen::arbitrary<bool>(),
                      .exponent = *rc::gen::arbitrary<bool>()};
    auto text = write_csv(bars, style);
    switch (*rc::gen::inRange(0, 3)) {
        case 0: break;
        case 1: text = gzip(text); break;
        default: text = zstd(text); break;
    }
    const store::Scratch scratch;
    store::write_file(scratch / "bars", text);
    const auto import = import_ohlcv(scratch / "bars");
    if (!import) RC_FAIL(std::string{import.error().text()});
    RC_ASSERT(store::sha256_hex(import->bars.view()) == store::sha256_hex(bars.view()));
}

TEST(TextFile, UnpacksWhatItsFirstBytesSay) {
    std::string text;
    for (int i = 0; i < 100'000; ++i) text += fmt::format("line {}\n", i * 7919);
    EXPECT_EQ(*unpack(text), text);
    EXPECT_EQ(*unpack(gzip(text)), text);
    EXPECT_EQ(*unpack(zstd(text)), text);
    EXPECT_EQ(*unpack(""), "");
    EXPECT_EQ(*unpack(gzip("")), "");
    EXPECT_EQ(*unpack(zstd("")), "");
}

TEST(TextFile, UnpacksSeveralPartsInOneFile) {
    EXPECT_EQ(*unpack(gzip("one\n") + gzip("two\n") + gzip("")), "one\ntwo\n");
    EXPECT_EQ(*unpack(zstd("one\n") + zstd("two\n")), "one\ntwo\n");
}

TEST(TextFile, UnpacksTextManyTimesItsPackedSize) {
    const std::string zeros(8'000'000, '0');
    EXPECT_EQ(*unpack(gzip(zeros)), zeros);
    EXPECT_EQ(*unpack(zstd(zeros)), zeros);
}

TEST(TextFile, RefusesPackedDataThatWasCutOrDamaged) {
    std::string text;
    for (int i = 0; i < 200; ++i) text += fmt::format("line {}\n", i * i);
    for (const auto& packed : {gzip(text), zstd(text)}) {
        for (std::size_t size = 4; size < packed.size(); ++size) {
            const auto cut = unpack(packed.substr(0, size));
            ASSERT_FALSE(cut) << size;
            EXPECT_EQ(cut.error().code, Errc::BadArchive);
        }
    }
    auto damaged = gzip(text);
    damaged[damaged.size() / 2] ^= 1;
    EXPECT_FALSE(unpack(damaged));
}

}  // namespace
}  // namespace nightjar::data
