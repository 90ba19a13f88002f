#pragma once
/// How Kraken says no: a text in `error`, with HTTP status 200. Source: "Error messages" in the
/// venue's documentation.

#include "core/base/result.hpp"

#include <expected>
#include <string>

namespace nightjar::exchange::kraken {

struct Refusal {
    std::string text;
};

template <class T>
using Asked = std::expected<T, Refusal>;

[[nodiscard]] std::unexpected<Refusal> refuse(std::string text);
/// "EGeneral:Invalid arguments:volume".
[[nodiscard]] std::unexpected<Refusal> invalid(std::string_view argument);
/// A hall's refusal in the venue's words.
[[nodiscard]] std::unexpected<Refusal> refuse(const core::Error& error);

}  // namespace nightjar::exchange::kraken
