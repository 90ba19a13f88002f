#include "venue/credentials.hpp"

#include <openssl/crypto.h>

#include <utility>

namespace nightjar::venue {

Secret::Secret(Secret&& other) noexcept { *this = std::move(other); }

Secret& Secret::operator=(Secret&& other) noexcept {
    if (this == &other) return *this;
    wipe();
    text_ = other.text_;
    other.wipe();
    return *this;
}

Secret::~Secret() { wipe(); }

// Copied rather than moved above: a short string that was moved from keeps its characters.
void Secret::wipe() {
    OPENSSL_cleanse(text_.data(), text_.size());
    text_.clear();
}

Credentials copy_of(const Credentials& from) {
    return {from.key, Secret{std::string{from.secret.reveal()}},
            Secret{std::string{from.passphrase.reveal()}}};
}

}  // namespace nightjar::venue
