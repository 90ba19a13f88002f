#pragma once
/// CRC-32C (Castagnoli; RFC 3720 appendix B.4): "123456789" gives 0xE3069283.

#include <cstddef>
#include <cstdint>
#include <span>

namespace nightjar::store {

/// `before` is the CRC of the bytes that come before these.
std::uint32_t crc32c(std::span<const std::byte> bytes, std::uint32_t before = 0);

}  // namespace nightjar::store
