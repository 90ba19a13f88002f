#pragma once

#include <cstdint>
#include <string_view>

namespace nightjar::portfolio {

enum class Errc : std::uint8_t {
    UnknownOrder,
    DuplicateOrder,
    DuplicateFill,
    OverFill,
    BadTransition,
    TooManyOrders,
};

constexpr std::string_view errc_room(Errc) { return "portfolio"; }

constexpr std::string_view errc_name(Errc errc) {
    switch (errc) {
        case Errc::UnknownOrder: return "unknown_order";
        case Errc::DuplicateOrder: return "duplicate_order";
        case Errc::DuplicateFill: return "duplicate_fill";
        case Errc::OverFill: return "over_fill";
        case Errc::BadTransition: return "bad_transition";
        case Errc::TooManyOrders: return "too_many_orders";
    }
    return "unknown";
}

}  // namespace nightjar::portfolio
