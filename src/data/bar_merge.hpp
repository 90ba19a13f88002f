#pragma once
/// Bars of several files of one market as one series. Private to the room.

#include "core/base/result.hpp"
#include "core/model/bars.hpp"

#include <string>
#include <vector>

namespace nightjar::data {

struct BarPart {
    std::string name;  ///< of its file, for errors
    std::string kind;  ///< parts of two kinds do not mix; empty: not known
    bool quotes{};
    core::BarColumns bars;  ///< ascending; timeframe 0 where one row does not tell it
};

struct MergedBars {
    core::BarColumns bars;
    std::size_t repeated{};  ///< bars that two parts hold
};

/// In the order of time, at the finest decimals of all. Where parts overlap in time both must hold
/// the same bars. Errors: Empty, for a part without bars; MixedContent ("file: ... file ...").
core::Result<MergedBars> merge_bars(std::vector<BarPart> parts);

}  // namespace nightjar::data
