#include "store/file.hpp"

#include "store/errc.hpp"
#include "store/tests/scratch.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>

namespace nightjar::store {
namespace {

TEST(File, SaysWhichFileCouldNotBeOpenedAndWhy) {
    const Scratch scratch;
    const auto file = File::open_to_read(scratch / "none.txt");
    ASSERT_FALSE(file);
    EXPECT_EQ(file.error().code, Errc::NotFound);
    EXPECT_NE(file.error().text().find("none.txt: cannot open: No such file"),
              std::string_view::npos);
    const auto inside = File::create(scratch / "none/inside.txt");
    EXPECT_FALSE(inside);
}

TEST(File, ReadsWhatWasWrittenAndNoMore) {
    const Scratch scratch;
    const auto file = *File::create(scratch / "file");
    ASSERT_TRUE(file.write_at(3, as_body("abc")));
    EXPECT_EQ(*file.size(), 6U);
    std::array<std::byte, 10> bytes{};
    EXPECT_EQ(*file.read_at(2, bytes), 4U);
    EXPECT_EQ(as_text(std::span{bytes}.first(4)), std::string("\0abc", 4));
    EXPECT_EQ(*file.read_at(6, bytes), 0U);
}

TEST(File, CannotBeWrittenWhenOpenedToRead) {
    const Scratch scratch;
    write_file(scratch / "file", "abc");
    const auto file = *File::open_to_read(scratch / "file");
    EXPECT_FALSE(file.write_at(0, as_body("x")));
    EXPECT_FALSE(file.resize(0));
    EXPECT_FALSE(file.reserve(100));
    EXPECT_FALSE(Mapping::writable(file, 3, Mapping::Prefault::No));
    EXPECT_EQ(read_file(scratch / "file"), "abc");
}

TEST(File, TakesItsSpaceAndReadsAsZeros) {
    const Scratch scratch;
    const auto file = *File::create(scratch / "file");
    ASSERT_TRUE(file.reserve(10'000));
    EXPECT_EQ(read_file(scratch / "file"), std::string(10'000, '\0'));
    ASSERT_TRUE(file.reserve(5'000));
    EXPECT_EQ(*file.size(), 10'000U);
}

TEST(File, IsMadeForItsOwnerAlone) {
    const Scratch scratch;
    const auto made = *File::open_to_write(scratch / "made");
    const auto temporary = *File::create_temporary(scratch / "made");
    EXPECT_NE(made.name(), temporary.name());
    for (const auto& name : {made.name(), temporary.name()}) {
        struct ::stat status{};
        ASSERT_EQ(::stat(name.c_str(), &status), 0);
        EXPECT_EQ(status.st_mode & 0777, 0600U);
    }
}

TEST(File, IsLockedByOneAtATime) {
    const Scratch scratch;
    auto first = *File::create(scratch / "file");
    ASSERT_TRUE(first.lock());
    const auto second = *File::open_to_read(scratch / "file");
    EXPECT_EQ(second.lock().error().code, Errc::Locked);
    {
        const auto moved = std::move(first);
        EXPECT_FALSE(second.lock());
    }
    EXPECT_TRUE(second.lock());
}

TEST(Mapping, ShowsAndChangesTheFile) {
    const Scratch scratch;
    const auto file = *File::create(scratch / "file");
    ASSERT_TRUE(file.reserve(100));
    auto writable = *Mapping::writable(file, 100, Mapping::Prefault::Yes);
    const auto readable = *Mapping::read_only(file, 100);
    writable.data()[99] = std::byte{'!'};
    EXPECT_EQ(readable.bytes()[99], std::byte{'!'});
    EXPECT_TRUE(writable.sync());
    EXPECT_EQ(read_file(scratch / "file").back(), '!');
}

TEST(Mapping, OfNothingIsEmpty) {
    const Scratch scratch;
    const auto mapping = Mapping::read_only(*File::create(scratch / "file"), 0);
    ASSERT_TRUE(mapping);
    EXPECT_TRUE(mapping->bytes().empty());
    EXPECT_TRUE(mapping->sync());
}

TEST(Directory, IsMadeWithItsParents) {
    const Scratch scratch;
    ASSERT_TRUE(make_directory(scratch / "a/b/c"));
    ASSERT_TRUE(make_directory(scratch / "a/b/c"));
    EXPECT_TRUE(sync_directory(scratch / "a/b/c"));
    write_file(scratch / "file", "");
    EXPECT_FALSE(make_directory(scratch / "file/inside"));
}

TEST(ShortName, KeepsTheLastTwoParts) {
    EXPECT_EQ(short_name("/var/data/session/ledger/000001.log"), "ledger/000001.log");
    EXPECT_EQ(short_name("000001.log"), "000001.log");
}

}  // namespace
}  // namespace nightjar::store
