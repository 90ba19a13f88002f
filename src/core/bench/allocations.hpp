#pragma once
/// For gates: counts what this thread allocates. It replaces the allocator of the whole program, so
/// one file of a program includes it, and only one.

#include <cstdint>
#include <cstdlib>
#include <new>

// NOLINTBEGIN: counting is what replaces the allocator here, and it needs a global
namespace nightjar::core {

inline thread_local std::uint64_t allocations = 0;  // by this thread

}  // namespace nightjar::core

// The compiler does not see that both are replaced together.
#pragma GCC diagnostic ignored "-Wmismatched-new-delete"
void* operator new(std::size_t size) {
    ++nightjar::core::allocations;
    if (void* memory = std::malloc(size)) return memory;
    throw std::bad_alloc{};
}
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }
// NOLINTEND
