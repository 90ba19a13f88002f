#pragma once
/// A queue that keeps its memory: it grows while it warms up and then allocates no more.

#include "core/base/result.hpp"

#include <bit>
#include <cstddef>
#include <vector>

namespace nightjar::sim {

/// One thread. Limits are the caller's: it knows what a full queue means.
template <class T>
class Ring {
public:
    explicit Ring(std::size_t capacity = 64) : slots_(std::bit_ceil(capacity)) {}

    void push(const T& item) {
        if (size_ == slots_.size()) grow();
        slots_[(head_ + size_++) & (slots_.size() - 1)] = item;
    }
    void pop() {
        NJ_CHECK(size_ > 0, "nothing to pop");
        head_ = (head_ + 1) & (slots_.size() - 1);
        --size_;
    }
    void clear() { size_ = 0; }
    [[nodiscard]] bool empty() const { return size_ == 0; }
    [[nodiscard]] std::size_t size() const { return size_; }
    [[nodiscard]] const T& front() const { return slots_[head_]; }
    /// Counted from the front.
    [[nodiscard]] T& operator[](std::size_t i) { return slots_[(head_ + i) & (slots_.size() - 1)]; }
    [[nodiscard]] const T& operator[](std::size_t i) const {
        return slots_[(head_ + i) & (slots_.size() - 1)];
    }
    [[nodiscard]] const T& back() const {
        return slots_[(head_ + size_ - 1) & (slots_.size() - 1)];
    }

private:
    void grow() {
        std::vector<T> larger(slots_.size() * 2);
        for (std::size_t i = 0; i < size_; ++i)
            larger[i] = slots_[(head_ + i) & (slots_.size() - 1)];
        slots_ = std::move(larger);
        head_ = 0;
    }

    std::vector<T> slots_;
    std::size_t head_{};
    std::size_t size_{};
};

}  // namespace nightjar::sim
