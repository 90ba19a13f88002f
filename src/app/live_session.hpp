#pragma once
/// A session in real time, from its configuration to its sealed ledger.

#include "app/session_dir.hpp"
#include "app/status_view.hpp"
#include "report/story.hpp"

#include <filesystem>
#include <functional>
#include <string>

namespace nightjar::app {

struct LiveCall {
    std::string config;                  ///< a file
    std::string resume;                  ///< instead: a session to go on with
    StatusView::Text view{status_text};  ///< null: nothing is printed
    /// Asked ten times a second, on a thread of its own: true stops the session. Empty: a signal
    /// does.
    std::function<bool(const engine::Snapshot&)> done{};
};

struct LiveResult {
    SessionDir session;
    report::Story story;
    std::string journal_sha256;
};

/// Prints where it is to be seen, and a living status, until it is stopped. A session that could
/// not begin leaves nothing behind.
core::Result<LiveResult> run_live(const std::filesystem::path& root, const LiveCall& call);

}  // namespace nightjar::app
