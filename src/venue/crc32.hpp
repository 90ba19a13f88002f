#pragma once
/// The CRC-32 of IEEE 802.3, by which venues compare books.

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace nightjar::venue {

class Crc32 {
public:
    constexpr void add(std::string_view text) {
        constexpr std::uint32_t low_byte = 0xFF;
        constexpr std::uint32_t bits_of_byte = 8;
        for (const char c : text)
            rest_ =
                (rest_ >> bits_of_byte) ^ table[(rest_ ^ static_cast<std::uint8_t>(c)) & low_byte];
    }
    [[nodiscard]] constexpr std::uint32_t value() const { return ~rest_; }

private:
    /// What each byte, alone, leaves behind.
    static constexpr auto table = [] {
        constexpr std::uint32_t polynomial = 0xEDB8'8320;
        constexpr int bits = 8;
        std::array<std::uint32_t, 256> rests{};
        for (std::size_t i = 0; i < rests.size(); ++i) {
            auto rest = static_cast<std::uint32_t>(i);
            for (int bit = 0; bit < bits; ++bit)
                rest = (rest >> 1U) ^ ((rest & 1U) != 0 ? polynomial : 0U);
            rests[i] = rest;
        }
        return rests;
    }();

    std::uint32_t rest_{0xFFFF'FFFF};
};

}  // namespace nightjar::venue
