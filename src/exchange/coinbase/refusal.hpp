#pragma once
/// How Coinbase says no. What does not get as far as an order has an HTTP status of its own; an
/// order that is refused is told with 200. Source: the venue's Advanced Trade documentation.

#include "core/base/result.hpp"

#include <nlohmann/json_fwd.hpp>

#include <expected>
#include <string>

namespace nightjar::exchange::coinbase {

struct Refusal {
    unsigned status{};
    std::string error;
    std::string text;
};

template <class T>
using Asked = std::expected<T, Refusal>;

[[nodiscard]] std::unexpected<Refusal> invalid(std::string text);
[[nodiscard]] std::unexpected<Refusal> not_found(std::string text);
[[nodiscard]] std::unexpected<Refusal> unauthorized();
[[nodiscard]] std::unexpected<Refusal> too_many();
[[nodiscard]] nlohmann::ordered_json to_json(const Refusal& refusal);

/// Why an order was not taken.
struct Failure {
    std::string error;
    std::string preview;
    std::string text;
};
template <class T>
using Wished = std::expected<T, Failure>;

[[nodiscard]] std::unexpected<Failure> failed(std::string error, std::string preview,
                                              std::string text);
/// A hall's refusal in the venue's words: of a new order, and of a change.
[[nodiscard]] Failure failure_of(const core::Error& error);
[[nodiscard]] Failure edit_failure_of(const core::Error& error);

}  // namespace nightjar::exchange::coinbase
