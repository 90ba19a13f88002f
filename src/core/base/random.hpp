#pragma once
/// Seeded, counter-based chance: the only dice of the system. The n-th number of a stream depends
/// on the key and n alone, so that a replay, or a single order, can be recomputed on its own.
/// Mixing function: SplitMix64 (Steele, Lea, Flood 2014, "Fast splittable pseudorandom
/// generators").

#include <cstdint>

namespace nightjar::core {

class Random {
public:
    /// Streams of different (seed, stream) are independent for our purposes.
    constexpr Random(std::uint64_t seed, std::uint64_t stream)
        : key_{mix(seed ^ mix(stream + golden))} {}

    constexpr std::uint64_t next() { return mix(key_ + golden * ++counter_); }

    /// Uniform in [0, 1), 53 bits.
    constexpr double uniform() {
        return static_cast<double>(next() >> 11) * (1.0 / 9007199254740992.0);
    }
    /// Uniform integer in [0, bound); bound > 0. The bias is below bound / 2^64.
    constexpr std::uint64_t below(std::uint64_t bound) {
        __extension__ using Product = unsigned __int128;
        return static_cast<std::uint64_t>((static_cast<Product>(next()) * bound) >> 64);
    }
    /// Standard normal (Box-Muller).
    double normal();
    /// Exponential with mean 1.
    double exponential();

    constexpr std::uint64_t counter() const { return counter_; }
    constexpr void seek(std::uint64_t counter) { counter_ = counter; }

private:
    static constexpr std::uint64_t golden = 0x9E3779B97F4A7C15ULL;
    static constexpr std::uint64_t mix(std::uint64_t z) {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
        return z ^ (z >> 31);
    }

    std::uint64_t key_;
    std::uint64_t counter_{};
};

}  // namespace nightjar::core
