#pragma once
/// Where the venues are. Source: the venues' documentation, except where a row is marked doubtful.
/// Any other server of the same protocol can stand in for one of them in a configuration.

#include <span>
#include <string_view>
#include <vector>

namespace nightjar::venue {

/// Scheme, host and port of each server; the paths are the protocol's own.
struct Addresses {
    std::string_view venue;
    std::string_view environment;  ///< "production", "testnet" or "demo"
    std::string_view rest;
    std::string_view market;  ///< public streams
    std::string_view user;    ///< the private stream
};

[[nodiscard]] std::span<const Addresses> all_addresses();
/// nullptr where the venue has no such environment.
[[nodiscard]] const Addresses* find_addresses(std::string_view venue, std::string_view environment);
/// Those to which a key of it goes: "api.binance.com", "ws.okx.com:8443".
[[nodiscard]] std::vector<std::string_view> private_hosts(const Addresses& of);

}  // namespace nightjar::venue
