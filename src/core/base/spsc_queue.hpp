#pragma once
/// A bounded queue between exactly one writing and one reading thread; never locks, never allocates
/// after construction. Design after Lamport (1983) with cached indices (rigtorp/SPSCQueue).

#include "core/base/result.hpp"

#include <atomic>
#include <bit>
#include <cstddef>
#include <optional>
#include <type_traits>
#include <vector>

namespace nightjar::core {

template <class T>
class SpscQueue {
    static_assert(std::is_nothrow_move_constructible_v<T> && std::is_default_constructible_v<T>);

public:
    /// Room for at least `capacity` items; rounded up to a power of two.
    explicit SpscQueue(std::size_t capacity)
        : slots_(std::bit_ceil(capacity)), mask_{slots_.size() - 1} {
        NJ_CHECK(capacity > 0, "a queue needs room");
    }
    SpscQueue(const SpscQueue&) = delete;
    SpscQueue& operator=(const SpscQueue&) = delete;

    /// Writing thread. False when full: the caller decides what that means and counts it.
    [[nodiscard]] bool push(T item) {
        const auto tail = tail_.load(std::memory_order_relaxed);
        if (tail - head_seen_ > mask_) {
            head_seen_ = head_.load(std::memory_order_acquire);
            if (tail - head_seen_ > mask_) return false;
        }
        slots_[tail & mask_] = std::move(item);
        tail_.store(tail + 1, std::memory_order_release);
        return true;
    }

    /// Reading thread. Empty when there is nothing.
    [[nodiscard]] std::optional<T> pop() {
        const auto head = head_.load(std::memory_order_relaxed);
        if (head == tail_seen_) {
            tail_seen_ = tail_.load(std::memory_order_acquire);
            if (head == tail_seen_) return std::nullopt;
        }
        std::optional<T> item{std::move(slots_[head & mask_])};
        head_.store(head + 1, std::memory_order_release);
        return item;
    }

    /// Any thread; exact only when both sides are at rest.
    [[nodiscard]] std::size_t size() const {
        const auto head = head_.load(std::memory_order_acquire);
        return tail_.load(std::memory_order_acquire) - head;
    }
    [[nodiscard]] std::size_t capacity() const { return slots_.size(); }

private:
    static constexpr std::size_t cache_line = 64;

    std::vector<T> slots_;
    std::size_t mask_;
    alignas(cache_line) std::atomic<std::size_t> head_{0};
    alignas(cache_line) std::size_t tail_seen_{0};  // reader's
    alignas(cache_line) std::atomic<std::size_t> tail_{0};
    alignas(cache_line) std::size_t head_seen_{0};  // writer's
};

}  // namespace nightjar::core
