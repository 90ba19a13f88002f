#pragma once
/// What a venue says to a key: whether it is taken, and what it may do.

#include "core/model/instrument.hpp"
#include "venue/key_ring.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

namespace nightjar::app {

struct KeyFindings {
    std::int64_t ahead_ms{};    ///< the venue's clock
    std::int64_t latency_ms{};  ///< of an answer, the quickest
    std::optional<bool> trade{};
    std::optional<bool> withdraw{};
    std::vector<std::pair<std::string, std::string>> balances;   ///< asset, total; none that is 0
    std::vector<std::pair<std::string, std::string>> positions;  ///< symbol, quantity
    /// Of each instrument that was named: basis points of maker and taker.
    std::vector<std::tuple<std::string, double, double>> fees;
    std::size_t open_orders{};
    /// What stands in the way, or should be looked at, in words.
    std::vector<std::string> faults;
    std::vector<std::string> warnings;
};

[[nodiscard]] std::string or_unknown(std::optional<bool> may);  ///< "yes", "no" or "unknown"
/// For who reads: what should be looked at, and what stands in the way.
void print_advice(const KeyFindings& found);

/// Asks the REST interface there; the key's hosts are looked at first. Waits for the answers, some
/// seconds at most. Errors: WrongHost, BadKey, Unsupported, and those of the first question, the
/// venue's time.
core::Result<KeyFindings> check_key(const venue::StoredKey& key, std::string_view protocol,
                                    const net::Url& rest);
/// The same, and how the account stands in those instruments.
core::Result<KeyFindings> check_account(const venue::StoredKey& key, std::string_view protocol,
                                        const net::Url& rest, const core::Catalog& catalog);

}  // namespace nightjar::app
