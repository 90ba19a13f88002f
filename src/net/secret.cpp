#include "net/secret.hpp"

#include <openssl/crypto.h>

#include <utility>

namespace nightjar::net {

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

}  // namespace nightjar::net
