#pragma once
/// The part of `nightjar data` that is about bars.

#include "app/command.hpp"
#include "data/compare.hpp"
#include "data/ohlcv_csv.hpp"

#include <nlohmann/json_fwd.hpp>

#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace nightjar::app {

/// "100 bars of 1h, FROM to TO".
std::string span_of(const core::BarView& bars);
nlohmann::ordered_json to_json(const core::BarView& bars);
/// What a thing was made of, and whether a checksum lay beside it.
nlohmann::ordered_json to_json(std::span<const data::SourceFile> files);

/// Brings bars in as one series and says what was recognised.
core::Status import_bars(const Globals& globals, const std::filesystem::path& root,
                         std::span<const std::filesystem::path> files, const std::string& name,
                         const data::CsvOptions& options);

/// A second series of the same market, and how the first stands to it.
struct Against {
    std::string name;
    data::Comparison comparison;
};
struct BarCheck {
    core::BarView bars;
    std::vector<std::string> notes;  ///< how they were read
    double wick_atr{};
    std::optional<Against> against;
};
/// Prints what there is to find in bars.
void show_check(const Globals& globals, const BarCheck& check);

}  // namespace nightjar::app
