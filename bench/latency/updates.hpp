#pragma once
/// Changes of a book as Binance's futures send them, of some 300 bytes each, from a fixed seed.

#include <cstdint>
#include <string>
#include <vector>

namespace nightjar::latency {

struct Market {
    std::string snapshot;              ///< the REST interface's answer to depth?limit=1000
    std::vector<std::string> updates;  ///< each moves the best prices by a tick
};

[[nodiscard]] Market make_market(std::size_t updates, std::uint64_t seed);

}  // namespace nightjar::latency
