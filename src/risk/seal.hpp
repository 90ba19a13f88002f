#pragma once
/// The only maker of Approved. Private to this room: no other room includes this header, and a test
/// holds that an Approved cannot be made without it.

#include "core/model/approved.hpp"

namespace nightjar::risk {

class Seal {
    friend class OrderGate;
    friend class Netting;

    template <class T>
    static core::Approved<T> approve(T item, core::Time at) {
        return core::Approved<T>{std::move(item), at};
    }
};

}  // namespace nightjar::risk
