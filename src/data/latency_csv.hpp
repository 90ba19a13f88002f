#pragma once
/// A table of measured latencies: how long messages took, a row a measurement.

#include "core/base/result.hpp"
#include "core/base/time.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace nightjar::data {

/// What a file has of it; each ascends.
struct LatencyTable {
    std::vector<core::Duration> orders;   ///< from us to the exchange
    std::vector<core::Duration> reports;  ///< of orders and fills, back to us
    std::vector<core::Duration> feed;     ///< of market data, to us
    std::string sha256;                   ///< of the file's text, hex
};

/// CSV with a header: columns `order`, `report` and `feed`, each followed by its unit, as in
/// `order_us` (s, ms, us, ns); others are passed over. Errors: TextFile's; NoColumn, where none of
/// them is there; Empty; BadRow.
core::Result<LatencyTable> read_latencies(const std::filesystem::path& file);

/// The part `share` (0 to 1) of a column's measurements took at most so long; the column is not
/// empty and ascends.
core::Duration quantile(const std::vector<core::Duration>& column, double share);

}  // namespace nightjar::data
