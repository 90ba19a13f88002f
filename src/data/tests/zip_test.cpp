#include "data/errc.hpp"
#include "data/text_file.hpp"
#include "data/zip_file.hpp"
#include "store/tests/scratch.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <zlib.h>

#include <array>

namespace nightjar::data {
namespace {

constexpr std::string_view text = "time,price\n1,2\n1,2\n1,2\n1,2\n";

std::string number(std::uint64_t value, std::size_t bytes) {
    std::string out;
    for (; bytes > 0; --bytes, value >>= 8) out += static_cast<char>(value);
    return out;
}

std::string deflated(std::string_view plain) {
    std::string out(200, '\0');
    ::z_stream stream{};
    ::deflateInit2(&stream, 9, Z_DEFLATED, -15, 8, Z_DEFAULT_STRATEGY);
    std::string in{plain};
    stream.next_in = reinterpret_cast<::Bytef*>(in.data());
    stream.avail_in = static_cast<::uInt>(in.size());
    stream.next_out = reinterpret_cast<::Bytef*>(out.data());
    stream.avail_out = static_cast<::uInt>(out.size());
    EXPECT_EQ(::deflate(&stream, Z_FINISH), Z_STREAM_END);
    out.resize(stream.total_out);
    ::deflateEnd(&stream);
    return out;
}

/// An archive of files with the same content, as the format's description has it.
struct Archive {
    bool stored{};
    bool wide{};  ///< sizes and places in 64-bit fields
    bool folder{};
    int files{1};

    [[nodiscard]] std::string bytes() const {
        std::string out;
        std::string directory;
        const auto body = stored ? std::string{text} : deflated(text);
        const auto add = [&](std::string_view name, std::string_view content, std::size_t size) {
            const auto crc = ::crc32_z(0, reinterpret_cast<const ::Bytef*>(text.data()), size);
            const auto at = out.size();
            const auto method = number(stored || size == 0 ? 0 : 8, 2);
            const auto small = [&](std::uint64_t value) {
                return number(wide ? 0xFFFF'FFFF : value, 4);
            };
            const auto extra = wide ? number(1, 2) + number(24, 2) + number(size, 8) +
                                          number(content.size(), 8) + number(at, 8)
                                    : std::string{};
            const auto common = number(0, 2) + method + number(0, 4) + number(crc, 4) +
                                small(content.size()) + small(size) + number(name.size(), 2);
            out.append("PK\x03\x04").append(number(20, 2)).append(common).append(number(0, 2));
            out.append(name).append(content);
            directory.append("PK\x01\x02").append(number(20, 2)).append(number(20, 2));
            directory.append(common).append(number(extra.size(), 2)).append(number(0, 10));
            directory.append(small(at)).append(name).append(extra);
        };
        if (folder) add("folder/", "", 0);
        for (int i = 0; i < files; ++i)
            add(fmt::format("{}.csv", static_cast<char>('a' + i)), body, text.size());
        const auto entries = static_cast<std::uint64_t>(files) + (folder ? 1 : 0);
        const auto at = out.size();
        out += directory;
        if (wide) {
            const auto end64 = out.size();
            out += "PK\x06\x06" + number(44, 8) + number(45, 2) + number(45, 2) + number(0, 8) +
                   number(entries, 8) + number(entries, 8) + number(directory.size(), 8) +
                   number(at, 8);
            out += "PK\x06\x07" + number(0, 4) + number(end64, 8) + number(1, 4);
        }
        out += "PK\x05\x06" + number(0, 4) + number(wide ? 0xFFFF : entries, 2) +
               number(wide ? 0xFFFF : entries, 2) + number(directory.size(), 4) +
               number(wide ? 0xFFFF'FFFF : at, 4) + number(0, 2);
        return out;
    }
};

core::Result<std::string> open(const std::string& bytes) {
    const store::Scratch scratch;
    store::write_file(scratch / "a.zip", bytes);
    NJ_TRY(file, TextFile::open(scratch / "a.zip"));
    return std::string{file.text()};
}

TEST(Zip, GivesTheOneFileInIt) {
    for (const bool stored : {false, true})
        for (const bool wide : {false, true})
            for (const bool folder : {false, true}) {
                const auto unpacked = open(Archive{stored, wide, folder}.bytes());
                ASSERT_TRUE(unpacked) << unpacked.error().text();
                EXPECT_EQ(*unpacked, text);
            }
}

TEST(Zip, WithSeveralFilesIsRefused) {
    const auto unpacked = open(Archive{.files = 2}.bytes());
    ASSERT_FALSE(unpacked);
    EXPECT_EQ(unpacked.error().text(), "a.zip: more than one file in the archive: unpack it");
}

TEST(Zip, GivesTheMemberThatIsAskedForAmongSeveral) {
    const store::Scratch scratch;
    for (const bool stored : {false, true})
        for (const bool wide : {false, true}) {
            store::write_file(scratch / "a.zip",
                              Archive{.stored = stored, .wide = wide, .files = 3}.bytes());
            store::write_file(scratch / "out", std::string(1'000, 'x'));
            const auto unpacked = unpack_zip_member(scratch / "a.zip", "b.csv", scratch / "out");
            ASSERT_TRUE(unpacked) << unpacked.error().text();
            EXPECT_EQ(store::read_file(scratch / "out"), text);
            const auto none = unpack_zip_member(scratch / "a.zip", "d.csv", scratch / "out");
            ASSERT_FALSE(none);
            EXPECT_EQ(none.error().text(), "a.zip: there is no d.csv in the archive");
        }
}

TEST(Zip, AMemberOfADamagedArchiveIsAnErrorOrWhole) {
    const store::Scratch scratch;
    for (const bool stored : {false, true}) {
        const auto bytes = Archive{.stored = stored, .files = 2}.bytes();
        for (std::size_t at = 0; at < bytes.size(); ++at) {
            auto changed = bytes;
            changed[at] = static_cast<char>(changed[at] ^ 0x41);
            store::write_file(scratch / "a.zip", at % 2 == 0 ? changed : bytes.substr(0, at));
            if (unpack_zip_member(scratch / "a.zip", "b.csv", scratch / "out")) {
                EXPECT_EQ(store::read_file(scratch / "out"), text) << at;
            }
        }
    }
}

TEST(Zip, CutOffAnywhereIsAnError) {
    for (const bool wide : {false, true}) {
        const auto bytes = Archive{.wide = wide}.bytes();
        for (std::size_t size = 4; size < bytes.size(); ++size) {
            const auto unpacked = open(bytes.substr(0, size));
            ASSERT_FALSE(unpacked) << size;
            EXPECT_EQ(unpacked.error().code, Errc::BadArchive);
        }
    }
}

TEST(Zip, WithAnyByteChangedEndsWell) {
    for (const bool wide : {false, true})
        for (const bool stored : {false, true}) {
            const auto bytes = Archive{.stored = stored, .wide = wide}.bytes();
            for (std::size_t at = 4; at < bytes.size(); ++at)
                for (const int change : {1, 0x80, 0xFF}) {
                    auto changed = bytes;
                    changed[at] = static_cast<char>(changed[at] ^ change);
                    const auto unpacked = open(changed);
                    EXPECT_TRUE(!unpacked || *unpacked == text) << at;
                }
        }
}

}  // namespace
}  // namespace nightjar::data
