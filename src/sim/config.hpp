#pragma once
/// How a simulated exchange behaves.

#include "sim/models/fees.hpp"
#include "sim/models/funding.hpp"
#include "sim/models/queue.hpp"

#include <optional>
#include <string>
#include <vector>

namespace nightjar::sim {

/// Where the prices come from at which orders are filled.
enum class Prices : std::uint8_t {
    Bars,      ///< of history: no book, next open and trade-through
    Book,      ///< of the accounts' own orders, matched by price and time
    Recorded,  ///< of a recorded book and its trades, which our orders do not move
};

struct MatchingConfig {
    FeeModel fees;
    std::int64_t slippage_ppb{};  ///< of the price, against every taker on bars, and beyond a book
    bool short_spot{};            ///< may spot be sold that is not held
    Prices prices{Prices::Bars};
    QueueModel queue;                                 ///< of resting orders on a recording
    std::int64_t liquidation_penalty_ppb{5'000'000};  ///< of the mark, against who is liquidated
    std::uint64_t first_trade{1};  ///< number of the first trade; a restarted market goes on above
    bool trades_numbered_apart{};  ///< those of each instrument
    std::optional<FundingModel> funding;  ///< absent: only rates that are fed in
};

/// What a result under this configuration takes for granted, one line each, for the reader.
std::vector<std::string> assumptions(const MatchingConfig& config);

}  // namespace nightjar::sim
