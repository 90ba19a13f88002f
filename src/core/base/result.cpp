#include "core/base/result.hpp"

#include <cstdio>
#include <cstdlib>

namespace nightjar::core {

void broken_invariant(const char* condition, const char* file, int line, std::string_view text) {
    std::fprintf(stderr, "nightjar: broken invariant at %s:%d: %s: %.*s\n", file, line, condition,
                 static_cast<int>(text.size()), text.data());
    std::abort();
}

}  // namespace nightjar::core
