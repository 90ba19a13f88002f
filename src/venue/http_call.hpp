#pragma once
/// A request to a venue, as the bytes that will be sent and signed.

#include <string>
#include <utility>
#include <vector>

namespace nightjar::venue {

struct HttpCall {
    std::string method;
    std::string target;  ///< path, and query where there is one
    std::vector<std::pair<std::string, std::string>> headers;
    std::string body;
};

}  // namespace nightjar::venue
