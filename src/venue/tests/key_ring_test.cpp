#include "venue/key_ring.hpp"

#include "venue/encoding.hpp"
#include "venue/errc.hpp"
#include "venue/redactor.hpp"

#include <gtest/gtest.h>

namespace nightjar::venue {
namespace {

StoredKey key(const std::string& name) {
    return {.name = name,
            .venue = "okx",
            .hosts = {"www.okx.com", "ws.okx.com:8443"},
            .credentials = {"the-key", Secret{"the secret\nof two lines"}, Secret{"the phrase"}}};
}

KeyRing ring_of(std::initializer_list<const char*> names) {
    KeyRing ring;
    for (const auto* name : names) EXPECT_TRUE(ring.add(key(name)));
    return ring;
}

TEST(KeyRing, ComesBackWholeFromItsSealedBytes) {
    const auto sealed = ring_of({"main", "other"}).seal(Secret{"pass"}, SealCost::least());
    const auto ring = KeyRing::unseal(sealed, Secret{"pass"});
    ASSERT_TRUE(ring) << ring.error().text();
    ASSERT_EQ(ring->keys().size(), 2U);
    const auto* found = ring->find("other");
    ASSERT_NE(found, nullptr);
    EXPECT_EQ(found->venue, "okx");
    EXPECT_EQ(found->hosts, (std::vector<std::string>{"www.okx.com", "ws.okx.com:8443"}));
    EXPECT_EQ(found->credentials.key, "the-key");
    EXPECT_EQ(found->credentials.secret.reveal(), "the secret\nof two lines");
    EXPECT_EQ(found->credentials.passphrase.reveal(), "the phrase");
}

TEST(KeyRing, TakesNoHostThatWouldComeBackAsAnother) {
    for (const auto* host : {"", "a.example b.example", " "}) {
        auto wrong = key("main");
        wrong.hosts.emplace_back(host);
        EXPECT_EQ(KeyRing{}.add(std::move(wrong)).error().code, Errc::BadField) << host;
    }
}

TEST(KeyRing, ShowsNothingOfItInTheFile) {
    const auto sealed = ring_of({"main"}).seal(Secret{"pass"}, SealCost::least());
    for (const auto* text : {"main", "okx", "the-key", "the secret", "phrase", "pass"})
        EXPECT_EQ(sealed.find(text), std::string::npos) << text;
    EXPECT_NE(sealed, ring_of({"main"}).seal(Secret{"pass"}, SealCost::least()));
}

TEST(KeyRing, OpensForNoOtherPassphraseAndNotOnceAnyByteWasChanged) {
    const auto sealed = ring_of({"main"}).seal(Secret{"pass"}, SealCost::least());
    EXPECT_EQ(KeyRing::unseal(sealed, Secret{"Pass"}).error().code, Errc::BadKey);
    for (std::size_t i = 0; i < sealed.size(); ++i) {
        auto changed = sealed;
        changed[i] = static_cast<char>(changed[i] ^ 1);
        EXPECT_FALSE(KeyRing::unseal(changed, Secret{"pass"})) << i;
        EXPECT_FALSE(KeyRing::unseal(std::string_view{sealed}.substr(0, i), Secret{"pass"})) << i;
    }
}

TEST(KeyRing, AKeyGoesToItsHostsAndNowhereElse) {
    const auto one = key("main");
    EXPECT_TRUE(one.may_go_to(*net::Url::parse("https://www.okx.com/api/v5/account")));
    EXPECT_TRUE(one.may_go_to(*net::Url::parse("wss://ws.okx.com:8443/ws/v5/private")));
    for (const auto* elsewhere :
         {"wss://ws.okx.com/ws/v5/private", "https://www.okx.com.evil.example/", "https://okx.com/",
          "http://127.0.0.1:9001/"})
        EXPECT_EQ(one.may_go_to(*net::Url::parse(elsewhere)).error().code, Errc::WrongHost)
            << elsewhere;
}

TEST(KeyRing, HasEachNameOnce) {
    auto ring = ring_of({"main"});
    EXPECT_EQ(ring.add(key("main")).error().code, Errc::BadField);
    EXPECT_TRUE(ring.remove("main"));
    EXPECT_FALSE(ring.remove("main"));
    EXPECT_TRUE(ring.add(key("main")));
    EXPECT_FALSE(ring.add({}));
}

TEST(Redactor, CoversASecretInEveryFormThatItIsWrittenIn) {
    const Secret secret{"s3cret/with\nlines"};
    Redactor redactor;
    redactor.add(secret);
    redactor.add(Secret{"abc"});  // too short to be one
    for (const auto& form : {std::string{secret.reveal()}, std::string{"s3cret/with\\nlines"},
                             percent_encoded(secret.reveal()), to_base64(secret.reveal())}) {
        EXPECT_EQ(redactor.clean(fmt::format("before {0} {0} abc after", form)),
                  "before [secret] [secret] abc after");
    }
}

}  // namespace
}  // namespace nightjar::venue
