#pragma once
/// What proves to a venue that it is us.

#include <string>
#include <string_view>

namespace nightjar::venue {

/// A text that only who asks by name can read: it does not print, compare or copy by accident, and
/// is wiped when it goes.
class Secret {
public:
    Secret() = default;
    explicit Secret(std::string text) : text_{std::move(text)} {}
    Secret(Secret&& other) noexcept;
    Secret& operator=(Secret&& other) noexcept;
    Secret(const Secret&) = delete;
    Secret& operator=(const Secret&) = delete;
    ~Secret();

    [[nodiscard]] std::string_view reveal() const { return text_; }
    [[nodiscard]] bool empty() const { return text_.empty(); }

private:
    void wipe();
    std::string text_;
};

struct Credentials {
    std::string key;    ///< the name that the venue gave; not secret, but ours alone
    Secret secret;      ///< HMAC secret, base64 secret, or private key in PEM, as the venue has it
    Secret passphrase;  ///< OKX
};

/// For who keeps them too: copying has a name.
[[nodiscard]] Credentials copy_of(const Credentials& from);

}  // namespace nightjar::venue
