/// A checksum beside a file is compared before the file is read.

#include "data/errc.hpp"
#include "data/ohlcv_csv.hpp"
#include "data/tape_import.hpp"
#include "store/sha256.hpp"
#include "store/tests/scratch.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <rapidcheck/gtest.h>

namespace nightjar::data {
namespace {

using testing::Contains;
using testing::HasSubstr;

const std::string bars =
    "time,open,high,low,close,volume\n1600000000,1,2,0.5,1,5\n1600000060,1,2,0.5,1,5\n";

std::string digest_of(const std::string& text) {
    store::Sha256 sha256;
    sha256.update(text);
    return store::to_hex(sha256.digest());
}

core::Result<Import> import_beside(const std::string& checksum) {
    const store::Scratch scratch;
    store::write_file(scratch / "bars.csv", bars);
    store::write_file(scratch / "bars.csv.CHECKSUM", checksum);
    return import_ohlcv(scratch / "bars.csv");
}

TEST(Checksum, ThatIsRightIsNoted) {
    auto capitals = digest_of(bars);
    std::ranges::transform(capitals, capitals.begin(), [](char c) { return std::toupper(c); });
    for (const auto& text : {digest_of(bars) + "  bars.csv\n", digest_of(bars) + " *bars.csv",
                             digest_of(bars), capitals + "  another-name.csv\r\n",
                             digest_of("other") + "  a\n" + digest_of(bars) + "  bars.csv\n"}) {
        const auto import = import_beside(text);
        ASSERT_TRUE(import) << import.error().text();
        EXPECT_TRUE(import->files.front().verified);
        EXPECT_THAT(import->notes, Contains("sha256 verified"));
    }
}

TEST(Checksum, ThatIsMissingIsNoFault) {
    const store::Scratch scratch;
    store::write_file(scratch / "bars.csv", bars);
    const auto import = import_ohlcv(scratch / "bars.csv");
    ASSERT_TRUE(import) << import.error().text();
    EXPECT_FALSE(import->files.front().verified);
    EXPECT_THAT(import->notes, testing::Not(Contains(HasSubstr("sha256"))));
}

TEST(Checksum, ThatIsWrongIsRefusedBeforeAnythingIsRead) {
    const auto import = import_beside(digest_of("other") + "  bars.csv\n");
    ASSERT_FALSE(import);
    EXPECT_EQ(import.error().code, Errc::BadChecksum);
    EXPECT_EQ(import.error().text(),
              "bars.csv: its sha256 is not that of its CHECKSUM: fetch both again");
}

TEST(Checksum, ThatCannotBeReadIsRefused) {
    for (const auto& text :
         {std::string{}, std::string{"<html>404</html>\n"},
          digest_of(bars).substr(1) + "  bars.csv", digest_of(bars) + "00  bars.csv",
          digest_of("a") + "  a\n" + digest_of("b") + "  b\n"}) {
        const auto import = import_beside(text);
        ASSERT_FALSE(import) << text;
        EXPECT_EQ(import.error().code, Errc::BadChecksum) << text;
    }
}

TEST(Checksum, OfARecordingCountsToo) {
    const store::Scratch scratch;
    const std::vector files{scratch / "trades.csv"};
    const std::string trades = "time,price,qty,side\n1700000000000,1.5,2,buy\n";
    store::write_file(files.front(), trades);
    store::write_file(scratch / "trades.csv.CHECKSUM", digest_of(trades) + "  trades.csv\n");
    const auto good = check_recording(files);
    ASSERT_TRUE(good) << good.error().text();
    EXPECT_TRUE(good->files.front().verified);
    EXPECT_THAT(good->notes, Contains("sha256 verified"));
    store::write_file(files.front(), trades + "1700000000001,1.5,2,buy\n");
    const auto bad = import_tape(files, scratch / "series", "tape");
    ASSERT_FALSE(bad);
    EXPECT_EQ(bad.error().code, Errc::BadChecksum);
    EXPECT_FALSE(std::filesystem::exists(scratch / "series" / "tape.tape"));
}

TEST(Checksum, OfSeveralFilesSaysHowManyHadOne) {
    EXPECT_EQ(checksum_note(std::vector<SourceFile>{{"a", true}, {"b", false}}),
              "sha256 verified of 1 of 2 files");
}

RC_GTEST_PROP(Checksum, OfAnyBytesEndsWell, (const std::string& text)) {
    const auto import = import_beside(text);
    RC_ASSERT(!import.has_value());
}

}  // namespace
}  // namespace nightjar::data
