#pragma once
/// Deflated bytes. Private to the room. Sources: RFC 1951, RFC 1952.

#include "core/base/result.hpp"

#include <span>
#include <string_view>

namespace nightjar::data {

/// Where unpacked bytes go.
class UnpackTo {
public:
    virtual ~UnpackTo() = default;
    /// For the next ones; empty: there may be no more.
    virtual std::span<char> room() = 0;
    /// So many came, at the front of that room.
    virtual core::Status take(std::size_t count) = 0;
};

/// What stands around the deflated bytes, as zlib is told.
enum class Wrapping : int { Gzip = 15 + 16, None = -15 };

/// Errors: BadArchive, also for what stands behind the end; TooLarge, where there is no more room;
/// those of `out`. `name` stands in their text.
core::Status inflate(std::string_view name, std::string_view packed, Wrapping wrapping,
                     UnpackTo& out);

/// BadArchive, for bytes that do not unpack.
std::unexpected<core::Error> damaged(std::string_view name);

}  // namespace nightjar::data
