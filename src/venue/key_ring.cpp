#include "venue/key_ring.hpp"

#include "venue/errc.hpp"

#include <sodium.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <optional>

namespace nightjar::venue {

using core::fail;
using core::Result;
using core::Status;

namespace {

constexpr std::string_view magic = "nightjar keys 1\n";
constexpr std::size_t nonce_bytes = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr std::size_t tag_bytes = crypto_aead_xchacha20poly1305_ietf_ABYTES;
constexpr std::uint64_t most_memory = std::uint64_t{4} << 30;
constexpr std::uint64_t most_passes = 64;

/// What stands in the clear, and is authenticated with the rest.
struct Header {
    std::array<char, magic.size()> magic_bytes{};
    std::uint64_t passes{};
    std::uint64_t bytes{};
    std::array<unsigned char, crypto_pwhash_SALTBYTES> salt{};
    std::array<unsigned char, nonce_bytes> nonce{};
};
static_assert(std::is_trivially_copyable_v<Header>);

void prepare() { NJ_CHECK(sodium_init() >= 0, "libsodium cannot be initialised"); }

unsigned char* bytes_of(std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); }
const unsigned char* bytes_of(std::string_view text) {
    return reinterpret_cast<const unsigned char*>(text.data());
}

/// Memory that is wiped when it goes.
struct DerivedKey {
    std::array<unsigned char, crypto_aead_xchacha20poly1305_ietf_KEYBYTES> bytes{};

    DerivedKey(const Header& header, const Secret& passphrase) {
        const auto text = passphrase.reveal();
        NJ_CHECK(
            crypto_pwhash(bytes.data(), bytes.size(), text.data(), text.size(), header.salt.data(),
                          header.passes, header.bytes, crypto_pwhash_ALG_ARGON2ID13) == 0,
            "no {} MiB to derive the key of the key file", header.bytes >> 20);
    }
    ~DerivedKey() { sodium_memzero(bytes.data(), bytes.size()); }
    DerivedKey(const DerivedKey&) = delete;
    DerivedKey& operator=(const DerivedKey&) = delete;
};

void put(std::string& to, std::string_view text) {
    const auto size = static_cast<std::uint32_t>(text.size());
    std::array<char, sizeof size> bytes{};
    std::memcpy(bytes.data(), &size, sizeof size);
    to.append(bytes.data(), bytes.size());
    to.append(text);
}

/// Reads what `put` wrote; nothing where it ends before.
struct Reader {
    std::string_view left;

    std::optional<std::string> text() {
        std::uint32_t size{};
        if (left.size() < sizeof size) return std::nullopt;
        std::memcpy(&size, left.data(), sizeof size);
        left.remove_prefix(sizeof size);
        if (left.size() < size) return std::nullopt;
        std::string read{left.substr(0, size)};
        left.remove_prefix(size);
        return read;
    }
};

std::string joined(const std::vector<std::string>& hosts) {
    std::string all;
    for (const auto& host : hosts) all += (all.empty() ? "" : " ") + host;
    return all;
}

std::vector<std::string> split(std::string_view hosts) {
    std::vector<std::string> found;
    while (!hosts.empty()) {
        const auto end = std::min(hosts.find(' '), hosts.size());
        if (end != 0) found.emplace_back(hosts.substr(0, end));
        hosts.remove_prefix(std::min(end + 1, hosts.size()));
    }
    return found;
}

}  // namespace

SealCost SealCost::usual() {
    return {crypto_pwhash_OPSLIMIT_MODERATE, crypto_pwhash_MEMLIMIT_MODERATE};
}
SealCost SealCost::least() { return {crypto_pwhash_OPSLIMIT_MIN, crypto_pwhash_MEMLIMIT_MIN}; }

Status StoredKey::may_go_to(const net::Url& url) const {
    if (std::ranges::find(hosts, url.authority()) != hosts.end()) return {};
    return fail(Errc::WrongHost, "key {} is of {} and never goes to {}", name, joined(hosts),
                url.authority());
}

Status KeyRing::add(StoredKey key) {
    if (key.name.empty() || key.venue.empty() || key.hosts.empty() || key.credentials.key.empty() ||
        key.credentials.secret.empty())
        return fail(Errc::BadField, "a key needs a name, a venue, a host, a key and a secret");
    // They are kept as one text with blanks between.
    if (std::ranges::any_of(key.hosts,
                            [](const auto& host) { return host.empty() || host.contains(' '); }))
        return fail(Errc::BadField, "key {}: a host is empty or has a blank in it", key.name);
    if (find(key.name) != nullptr)
        return fail(Errc::BadField, "there is a key {} already; remove it first", key.name);
    keys_.push_back(std::move(key));
    return {};
}

bool KeyRing::remove(std::string_view name) {
    return std::erase_if(keys_, [name](const auto& key) { return key.name == name; }) != 0;
}

const StoredKey* KeyRing::find(std::string_view name) const {
    const auto found = std::ranges::find(keys_, name, &StoredKey::name);
    return found == keys_.end() ? nullptr : &*found;
}

std::string KeyRing::seal(const Secret& passphrase, SealCost cost) const {
    prepare();
    std::string plain;
    for (const auto& key : keys_) {
        put(plain, key.name);
        put(plain, key.venue);
        put(plain, joined(key.hosts));
        put(plain, key.credentials.key);
        put(plain, key.credentials.secret.reveal());
        put(plain, key.credentials.passphrase.reveal());
    }
    Header header;
    std::ranges::copy(magic, header.magic_bytes.begin());
    header.passes = cost.passes;
    header.bytes = cost.bytes;
    randombytes_buf(header.salt.data(), header.salt.size());
    randombytes_buf(header.nonce.data(), header.nonce.size());
    const DerivedKey key{header, passphrase};
    std::string sealed(sizeof header + plain.size() + tag_bytes, '\0');
    std::memcpy(sealed.data(), &header, sizeof header);
    crypto_aead_xchacha20poly1305_ietf_encrypt(
        bytes_of(sealed) + sizeof header, nullptr, bytes_of(plain), plain.size(), bytes_of(sealed),
        sizeof header, nullptr, header.nonce.data(), key.bytes.data());
    sodium_memzero(plain.data(), plain.size());
    return sealed;
}

Result<KeyRing> KeyRing::unseal(std::string_view bytes, const Secret& passphrase) {
    prepare();
    Header header;
    if (bytes.size() < sizeof header + tag_bytes || !bytes.starts_with(magic))
        return fail(Errc::BadField, "this is no file of keys");
    std::memcpy(&header, bytes.data(), sizeof header);
    if (header.bytes > most_memory || header.bytes < crypto_pwhash_MEMLIMIT_MIN ||
        header.passes > most_passes || header.passes < crypto_pwhash_OPSLIMIT_MIN)
        return fail(Errc::BadField, "this file of keys asks for {} passes over {} bytes",
                    header.passes, header.bytes);
    const DerivedKey key{header, passphrase};
    const auto sealed = bytes.substr(sizeof header);
    std::string plain(sealed.size() - tag_bytes, '\0');
    if (crypto_aead_xchacha20poly1305_ietf_decrypt(
            bytes_of(plain), nullptr, nullptr, bytes_of(sealed), sealed.size(), bytes_of(bytes),
            sizeof header, header.nonce.data(), key.bytes.data()) != 0)
        return fail(Errc::BadKey, "another passphrase, or a file of keys that was changed");
    KeyRing ring;
    Reader reader{plain};
    while (!reader.left.empty()) {
        auto name = reader.text(), venue = reader.text(), hosts = reader.text();
        auto id = reader.text(), secret = reader.text(), phrase = reader.text();
        if (!phrase) return fail(Errc::BadField, "this file of keys ends in the middle of one");
        ring.keys_.push_back({std::move(*name),
                              std::move(*venue),
                              split(*hosts),
                              {std::move(*id), Secret{*secret}, Secret{*phrase}}});
        sodium_memzero(secret->data(), secret->size());
        sodium_memzero(phrase->data(), phrase->size());
    }
    sodium_memzero(plain.data(), plain.size());
    return ring;
}

}  // namespace nightjar::venue
