#pragma once
/// A decoder under fuzzing. A target stops the process (NJ_CHECK, a sanitizer) when a promise of
/// its header is broken; it keeps nothing from one input to the next, so that an input alone shows
/// what it found.

#include "core/base/result.hpp"

#include <span>
#include <string_view>

namespace nightjar::fuzz {

struct Target {
    std::string_view name;
    void (*run)(std::string_view input);
};

/// One list for each file of targets; main.cpp joins them.
std::span<const Target> feed_targets();
std::span<const Target> account_targets();
std::span<const Target> text_targets();

/// A choice that an input makes with its first byte, which is then gone. '0' is 0, so that seeds
/// can be read.
inline std::size_t choose(std::string_view& input, std::size_t count) {
    if (input.empty()) return 0;
    const auto byte = static_cast<unsigned char>(input.front() - '0');
    input.remove_prefix(1);
    return byte % count;
}

/// What stands before `end`, which is gone with it.
inline std::string_view cut(std::string_view& input, char end) {
    const auto size = std::min(input.find(end), input.size());
    const auto part = input.substr(0, size);
    input.remove_prefix(std::min(size + 1, input.size()));
    return part;
}

}  // namespace nightjar::fuzz
