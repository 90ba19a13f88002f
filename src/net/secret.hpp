#pragma once
/// What lets us in somewhere: a token, a password, a key to sign with, an address that is known to
/// nobody else.

#include <string>
#include <string_view>

namespace nightjar::net {

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

}  // namespace nightjar::net
