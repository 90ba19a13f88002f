#pragma once
/// The files of web/, built into the program.

#include <string_view>

namespace nightjar::ops {

struct Page {
    std::string_view path;  ///< "/index.html"
    std::string_view type;
    std::string_view body;
};

/// Null for an unknown path.
const Page* find_page(std::string_view path);

}  // namespace nightjar::ops
