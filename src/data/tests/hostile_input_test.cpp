/// Whatever a file holds, reading it ends in bars or in an error that names the file.

#include "data/check.hpp"
#include "data/ohlcv_csv.hpp"
#include "store/series_store.hpp"
#include "store/tests/scratch.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace nightjar::data {
namespace {

/// True when the file was taken; what was taken is fit for use.
bool take(const std::string& bytes) {
    const store::Scratch scratch;
    store::write_file(scratch / "bars.csv", bytes);
    const auto raw = read_raw_ohlcv(scratch / "bars.csv", 3);
    if (raw) {
        RC_ASSERT(raw->problems.size() == std::min<std::size_t>(raw->unreadable_rows, 3));
        RC_ASSERT(raw->lines.size() == raw->bars.open.size());
    }
    const auto import = import_ohlcv(scratch / "bars.csv");
    if (!import) {
        RC_ASSERT(import.error().text().starts_with("bars.csv:"));
        return false;
    }
    RC_ASSERT(raw.has_value());
    RC_ASSERT(check(import->bars.view()).usable());
    RC_ASSERT(store::sha256_hex(import->bars.view()) == store::sha256_hex(raw->bars.view()));
    return true;
}

const std::string good =
    "time,open,high,low,close,volume\n"
    "1577836800000,1.5,2.25,1,2,10\n"
    "1577836860000,1e0,2,0.5,1.50,0.125\n"
    "1577836920000,2,2,2,2,7\n";

TEST(HostileInput, IsNotWhatIsChangedHere) { EXPECT_TRUE(take(good)); }

RC_GTEST_PROP(HostileInput, OfAnyBytesEndsWell, (const std::vector<char>& bytes)) {
    RC_ASSERT(!take({bytes.begin(), bytes.end()}));
}

RC_GTEST_PROP(HostileInput, OfCsvLettersEndsWell, ()) {
    const auto letters = *rc::gen::container<std::string>(
        rc::gen::elementOf(std::string{"0123456789.,,,,,;\n\n-+eE\"\r\tntaT:Z "}));
    take(letters);
    take("time,open,high,low,close,volume\n" + letters);
}

RC_GTEST_PROP(HostileInput, WithAnyByteChangedEndsWell, ()) {
    auto text = good;
    for (int changes = *rc::gen::inRange(1, 4); changes > 0; --changes)
        text[*rc::gen::inRange<std::size_t>(0, text.size())] = *rc::gen::arbitrary<char>();
    take(text);
}

RC_GTEST_PROP(HostileInput, OfPackedBytesEndsWell, (const std::vector<char>& bytes)) {
    const std::string tail{bytes.begin(), bytes.end()};
    RC_ASSERT(!take("\x1F\x8B\x08" + tail));
    RC_ASSERT(!take("\x28\xB5\x2F\xFD" + tail));
}

/// As `take`, of a file whose name says a day and a timeframe.
void take_lean(const std::string& bytes) {
    const store::Scratch scratch;
    const auto file = scratch / "20180404_btcusd_minute_quote.csv";
    store::write_file(file, bytes);
    const auto import = import_ohlcv(file);
    if (import) RC_ASSERT(check(import->bars.view()).usable());
    if (!import) RC_ASSERT(import.error().text().starts_with("20180404_btcusd_minute_quote.csv"));
    const auto twice = import_ohlcv(std::vector{file, file});
    RC_ASSERT(twice.has_value() == import.has_value());
    if (import)
        RC_ASSERT(store::sha256_hex(twice->bars.view()) == store::sha256_hex(import->bars.view()));
}

const std::string lean =
    "0,100,102,99,101,3,100.1,102.1,99.2,101.1,4\n"
    "60000,,,,,,101.1,101.1,101.1,101.1,4\n"
    "120000,101,101,101,101,3,101.1,101.1,101.1,101.1,4\n";

RC_GTEST_PROP(HostileInput, OfLeanWithAnyByteChangedEndsWell, ()) {
    auto text = lean;
    for (int changes = *rc::gen::inRange(0, 4); changes > 0; --changes)
        text[*rc::gen::inRange<std::size_t>(0, text.size())] =
            *rc::gen::elementOf(std::string{"0123456789.,,\n-+eE: x"});
    take_lean(text);
}

TEST(HostileInput, OfLeanCutAnywhereEndsWell) {
    for (std::size_t size = 0; size < lean.size(); ++size) take_lean(lean.substr(0, size));
}

TEST(HostileInput, CutAnywhereEndsWell) {
    for (std::size_t size = 0; size < good.size(); ++size) take(good.substr(0, size));
}

TEST(HostileInput, OfManyFieldsAndLongLinesEndsWell) {
    EXPECT_FALSE(take(good + std::string(100'000, ',') + "\n"));
    EXPECT_FALSE(take(good + std::string(100'000, '9') + "\n"));
    EXPECT_FALSE(take(std::string(100'000, ',')));
}

}  // namespace
}  // namespace nightjar::data
