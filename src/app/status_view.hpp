#pragma once
/// The living status of a running node in the terminal.

#include "engine/snapshot.hpp"

#include <atomic>
#include <string>
#include <thread>

namespace nightjar::app {

/// A few lines in words, for the view and for `nightjar status`.
std::string status_text(const engine::Snapshot& snapshot);

/// A parent at work in one line: how far it is, and what it has cost against the decision.
std::string parent_text(const engine::ParentLine& parent);

std::string protection_text(const engine::ProtectionLine& line);

/// Redraws twice a second where standard output is a terminal, and says a line every ten seconds
/// where it is not. A thread of its own, from construction to destruction.
class StatusView {
public:
    using Text = std::string (*)(const engine::Snapshot&);
    explicit StatusView(const engine::SnapshotBox& box, Text text = status_text);
    ~StatusView();
    StatusView(const StatusView&) = delete;
    StatusView& operator=(const StatusView&) = delete;

private:
    void run();

    const engine::SnapshotBox* box_;
    Text text_;
    std::atomic<bool> stopping_{false};
    std::thread thread_;
};

}  // namespace nightjar::app
