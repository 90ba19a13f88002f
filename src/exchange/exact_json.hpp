#pragma once
/// JSON whose numbers keep their digits: prices and quantities never go through a double.

#include <nlohmann/json_fwd.hpp>

#include <string>
#include <string_view>

namespace nightjar::exchange {

/// Numbers with a fraction or an exponent become texts of just those characters. What is no JSON is
/// given as discarded, and so is what has the sign U+0001 in a text: it marks numbers here.
[[nodiscard]] nlohmann::ordered_json read_exact(std::string_view text);

/// A number of these digits, for `write_exact`.
[[nodiscard]] nlohmann::ordered_json exact_number(std::string_view digits);
[[nodiscard]] std::string write_exact(const nlohmann::ordered_json& json);

}  // namespace nightjar::exchange
