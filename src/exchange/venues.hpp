#pragma once
/// All venues that can be served, by name.

#include "exchange/service.hpp"

#include <span>
#include <string_view>

namespace nightjar::exchange {

struct ServedVenue {
    std::string_view name;
    /// What it lists and charges, with BTC and ETH at those prices in the quote currency.
    HallConfig (*plan)(double btc, double eth);
    std::unique_ptr<VenueService> (*make)(HallConfig, Now);
};

[[nodiscard]] std::span<const ServedVenue> served_venues();
/// nullptr where there is none.
[[nodiscard]] const ServedVenue* find_venue(std::string_view name);

}  // namespace nightjar::exchange
