#pragma once
/// Does a series look as if its bars were labelled by their close? Read as opens, such labels put
/// every bar one bar too late against all other data. Private to the room.

#include "core/model/bars.hpp"

#include <string>
#include <vector>

namespace nightjar::data {

/// What speaks for it, each a sentence for a person; empty where nothing does.
///
/// - All labels stand the same moment (at most 1 s) before a whole period: 00:59:59.999.
/// - The series begins one bar behind a day's begin and ends with a day's begin; bars longer than
///   15 minutes must do so with months, since by chance some series do with days.
/// - Activity jumps when a quarter hour (for longer bars: an hour) begins: orders are timed so. A
///   sign test of each bar's volume (or range, where no volume is known) against the bar before
///   tells, whether it jumps in the bar with that label or in the one behind. It needs some days of
///   minutes; less than 6 standard deviations is no evidence.
std::vector<std::string> close_label_evidence(const core::BarView& bars);

/// By how much all labels stand before a whole period, where that is at most 1 s; else 0.
core::Duration label_earliness(const core::BarView& bars);

}  // namespace nightjar::data
