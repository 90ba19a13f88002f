#pragma once
/// Takes secrets out of whatever is written down.

#include "venue/credentials.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace nightjar::venue {

/// Knows secrets as they are, and as they stand in JSON, in URLs and in base64. Everything that a
/// person or a file gets to see of a session goes through one. Any thread, once all are added.
class Redactor {
public:
    /// What is shorter than `shortest` is no secret worth the name, and would make holes in words.
    static constexpr std::size_t shortest = 6;

    void add(const Secret& secret);
    [[nodiscard]] std::string clean(std::string_view text) const;

private:
    std::vector<Secret> hidden_;
};

}  // namespace nightjar::venue
