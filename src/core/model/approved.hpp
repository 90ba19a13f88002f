#pragma once
/// Proof that risk said yes.

#include "core/base/time.hpp"

#include <utility>

namespace nightjar::risk {
class Seal;
}

namespace nightjar::core {

/// Only risk::Seal makes one; it moves and does not copy, so one approval sends one order. One that
/// has not left within `lifetime` must not leave.
template <class T>
class Approved {
public:
    static constexpr Duration lifetime = milliseconds(100);

    Approved(const Approved&) = delete;
    Approved& operator=(const Approved&) = delete;
    Approved(Approved&&) noexcept = default;
    Approved& operator=(Approved&&) noexcept = default;
    ~Approved() = default;

    [[nodiscard]] const T& operator*() const { return item_; }
    [[nodiscard]] const T* operator->() const { return &item_; }
    [[nodiscard]] bool expired(Time now) const { return now > at_ + lifetime; }

private:
    friend class risk::Seal;
    Approved(T item, Time at) : item_{std::move(item)}, at_{at} {}

    T item_;
    Time at_;
};

}  // namespace nightjar::core
