#pragma once
/// What venues say of instruments and their past, as what a session is built from.

#include "app/plan.hpp"
#include "app/session_dir.hpp"
#include "core/model/event.hpp"
#include "net/transport.hpp"
#include "venue/public_asker.hpp"

#include <span>
#include <vector>

namespace nightjar::app {

/// Fills in what the plan leaves out. Error: BadConfig, where the venue says another thing than the
/// plan, or the kind is not one that is traded.
core::Status apply_rules(const venue::InstrumentRules& rules, InstrumentPlan& instrument);

/// The same with what the venue answers; waits for that on another thread than the transport's.
/// Errors: BadConfig, also where the venue has no such instrument or does not answer.
core::Status ask_rules(net::Transport& transport, venue::PublicAsker& asker,
                       InstrumentPlan& instrument);

/// Fills in the rules by which a session of before was built, and the stages at which its
/// strategies began: those of its ledger.
core::Status recall_rules(const SessionDir& session, Plan& plan);

/// Adds a venue's bars that have closed by `now`, known at their close, oldest first.
core::Status take_bars(std::span<const venue::FeedEvent> said, const core::Instrument& instrument,
                       core::Duration timeframe, core::Time now, std::vector<core::Event>& to);

}  // namespace nightjar::app
