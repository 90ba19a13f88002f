#pragma once
/// A backtest again and again, each time with one of its assumptions changed.

#include "app/session_dir.hpp"
#include "app/sources.hpp"
#include "infer/answer_book.hpp"
#include "report/report.hpp"

namespace nightjar::app {

/// As many rows as the plan has assumptions that cost or bring something, the session itself first.
/// The runs leave nothing behind but answers of models; their ledgers stand in the folder
/// of the session meanwhile.
core::Result<std::vector<report::WhatIf>> what_if(const Plan& plan, Sources& sources,
                                                  infer::AnswerBook& answers,
                                                  const report::Story& told,
                                                  const SessionDir& session);

}  // namespace nightjar::app
