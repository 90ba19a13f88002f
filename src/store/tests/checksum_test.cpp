#include "store/crc32c.hpp"
#include "store/sha256.hpp"
#include "store/tests/scratch.hpp"

#include <gtest/gtest.h>

namespace nightjar::store {
namespace {

TEST(Crc32c, GivesTheKnownCheckValue) {
    EXPECT_EQ(crc32c(as_body("123456789")), 0xE3069283U);
    EXPECT_EQ(crc32c({}), 0U);
}

TEST(Crc32c, GivesTheVectorsOfRfc3720) {
    EXPECT_EQ(crc32c(as_body(std::string(32, '\0'))), 0x8A9136AAU);
    EXPECT_EQ(crc32c(as_body(std::string(32, '\xFF'))), 0x62A8AB43U);
}

TEST(Crc32c, GoesOnFromThePartBefore) {
    const std::string text = "123456789";
    for (std::size_t cut = 0; cut <= text.size(); ++cut)
        EXPECT_EQ(crc32c(as_body(text.substr(cut)), crc32c(as_body(text.substr(0, cut)))),
                  0xE3069283U);
}

TEST(Sha256, GivesTheVectorsOfFips180) {
    Sha256 hash;
    EXPECT_EQ(to_hex(hash.digest()),
              "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    hash.update("a");
    hash.update("bc");
    EXPECT_EQ(to_hex(hash.digest()),
              "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST(Sha256, GoesOnAfterADigestAndStartsAnewAfterAReset) {
    Sha256 hash;
    hash.update("a");
    const auto twin = hash.clone();
    static_cast<void>(hash.digest());
    hash.update("bc");
    Sha256 whole;
    whole.update("abc");
    EXPECT_EQ(hash.digest(), whole.digest());
    EXPECT_NE(twin.digest(), whole.digest());
    hash.reset();
    EXPECT_EQ(hash.digest(), Sha256{}.digest());
}

}  // namespace
}  // namespace nightjar::store
