#pragma once
/// What a configuration lacks, and what it cannot tell; a part of the pre-flight report.

#include "app/preflight.hpp"

namespace nightjar::app {

/// The rest of the report is there.
void add_warnings(const Plan& plan, Preflight& report);

}  // namespace nightjar::app
