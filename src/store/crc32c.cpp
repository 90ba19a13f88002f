#include "store/crc32c.hpp"

#include "core/base/result.hpp"

#include <isa-l/crc.h>

#include <limits>

namespace nightjar::store {

std::uint32_t crc32c(std::span<const std::byte> bytes, std::uint32_t before) {
    NJ_CHECK(bytes.size() <= std::numeric_limits<int>::max(), "{} bytes", bytes.size());
    // isa-l only reads the buffer, and leaves both inversions of the standard to its caller.
    auto* data = const_cast<std::byte*>(bytes.data());
    return ~crc32_iscsi(reinterpret_cast<unsigned char*>(data), static_cast<int>(bytes.size()),
                        ~before);
}

}  // namespace nightjar::store
