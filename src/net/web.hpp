#pragma once
/// Requests and answers of HTTP, as both sides see them.

#include <algorithm>
#include <cctype>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace nightjar::net {

using Headers = std::vector<std::pair<std::string, std::string>>;

/// The first with that name, whatever its case; empty when there is none.
inline std::string_view header(const Headers& headers, std::string_view name) {
    const auto same = [](char a, char b) {
        return std::tolower(static_cast<unsigned char>(a)) ==
               std::tolower(static_cast<unsigned char>(b));
    };
    for (const auto& [key, value] : headers)
        if (std::ranges::equal(key, name, same)) return value;
    return {};
}

struct WebRequest {
    std::string method{"GET"};
    std::string target{"/"};  ///< path and query
    Headers headers{};
    std::string body{};
};

struct WebReply {
    unsigned status{200};
    Headers headers{};
    std::string body{};
};

}  // namespace nightjar::net
