#include "app/tests/fixtures.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

namespace nightjar::app {
namespace {

constexpr auto passphrase = "correct horse";
constexpr auto secret = "S3CRET-VALUE";

/// A node's key file, with the passphrase in a credential of systemd.
struct Keys {
    tests::Program program;

    Keys() {
        std::filesystem::create_directory(program.file("given"));
        std::ofstream{program.file("given") / "nightjar-keys"} << passphrase;
    }
    [[nodiscard]] std::filesystem::path file() const { return program.file("data") / "keys"; }
    [[nodiscard]] tests::Outcome with_input(const std::string& input,
                                            const std::string& arguments) const {
        return tests::shell("printf '" + input + "' | env -u DBUS_SESSION_BUS_ADDRESS " +
                            program.command(arguments) + " 2>&1");
    }
    [[nodiscard]] tests::Outcome with_credential(const std::string& arguments) const {
        return tests::shell("CREDENTIALS_DIRECTORY=" + program.file("given").string() + " " +
                            program.command(arguments) + " 2>&1 </dev/null");
    }
    [[nodiscard]] tests::Outcome add() const {
        return with_input(
            std::string{passphrase} + "\\n" + passphrase + "\\n" + secret + "\\nphrase\\n",
            "keys add main --venue okx --id key-of-main");
    }
};

TEST(Keys, AreKeptEncryptedAndListedWithoutThemselves) {
    const Keys keys;
    const auto added = keys.add();
    EXPECT_EQ(added.code, 0) << added.out;
    std::ifstream stream{keys.file(), std::ios::binary};
    const std::string bytes{std::istreambuf_iterator<char>{stream}, {}};
    EXPECT_EQ(bytes.find(secret), std::string::npos);
    EXPECT_EQ(bytes.find("key-of-main"), std::string::npos);
    using std::filesystem::perms;
    EXPECT_EQ(std::filesystem::status(keys.file()).permissions(),
              perms::owner_read | perms::owner_write);

    const auto listed = keys.with_credential("keys list");
    EXPECT_EQ(listed.code, 0);
    EXPECT_NE(listed.out.find("www.okx.com"), std::string::npos);
    for (const auto& said : {added.out, listed.out})
        for (const auto* hidden : {secret, "key-of-main\n", passphrase, "phrase\n"})
            EXPECT_EQ(said.find(hidden), std::string::npos) << said;
}

TEST(Keys, OpenForTheRightPassphraseOnlyAndChangeNothingOtherwise) {
    const Keys keys;
    ASSERT_EQ(keys.add().code, 0);
    std::ofstream{keys.program.file("given") / "nightjar-keys"} << "wrong horse";
    const auto refused = keys.with_credential("keys remove main");
    EXPECT_EQ(refused.code, 1);
    EXPECT_NE(refused.out.find("another passphrase"), std::string::npos);
    const auto nobody = keys.with_input("", "keys list");
    EXPECT_EQ(nobody.code, 2);
    EXPECT_NE(nobody.out.find("no passphrase"), std::string::npos);
    std::ofstream{keys.program.file("given") / "nightjar-keys"} << passphrase;
    EXPECT_NE(keys.with_credential("keys list").out.find("main"), std::string::npos);
    EXPECT_EQ(keys.with_credential("keys remove main").code, 0);
    EXPECT_EQ(keys.with_credential("keys remove main").code, 2);
}

TEST(Keys, ANewFileNeedsItsPassphraseTwice) {
    const Keys keys;
    const auto added = keys.with_input("correct horse\\ncorrect hoarse\\nx\\n",
                                       "keys add main --venue binance --id k");
    EXPECT_EQ(added.code, 2);
    EXPECT_NE(added.out.find("not the same"), std::string::npos);
    EXPECT_FALSE(std::filesystem::exists(keys.file()));
    EXPECT_EQ(keys.with_input("", "keys add main --venue mtgox --id k").code, 2);
}

}  // namespace
}  // namespace nightjar::app
