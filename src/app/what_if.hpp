#pragma once
/// A backtest again and again, each time with one of its assumptions changed.

#include "app/sources.hpp"
#include "report/report.hpp"

namespace nightjar::app {

/// As many rows as the plan has assumptions that cost or bring something, the session itself first.
/// The runs leave nothing behind; `folder` is where their ledgers may stand meanwhile.
core::Result<std::vector<report::WhatIf>> what_if(const Plan& plan, Sources& sources,
                                                  const report::Story& told,
                                                  const std::filesystem::path& folder);

}  // namespace nightjar::app
