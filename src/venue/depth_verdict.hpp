#pragma once

#include <cstdint>

namespace nightjar::venue {

/// What to do with a message that changes a book.
enum class DepthVerdict : std::uint8_t {
    Buffer,  ///< no snapshot yet: keep the message, and offer it again after one
    Drop,    ///< it changes nothing
    Apply,
    Gap,  ///< the book is wrong until a new snapshot
};

}  // namespace nightjar::venue
