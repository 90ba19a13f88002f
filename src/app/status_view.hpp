#pragma once
/// The living status of a running node in the terminal.

#include "engine/snapshot.hpp"

#include <atomic>
#include <string>
#include <thread>

namespace nightjar::app {

/// A few lines in words, for the view and for `nightjar status`.
std::string status_text(const engine::Snapshot& snapshot);

/// Redraws twice a second where standard output is a terminal, and says a line every ten seconds
/// where it is not. A thread of its own, from construction to destruction.
class StatusView {
public:
    explicit StatusView(const engine::SnapshotBox& box);
    ~StatusView();
    StatusView(const StatusView&) = delete;
    StatusView& operator=(const StatusView&) = delete;

private:
    void run();

    const engine::SnapshotBox* box_;
    std::atomic<bool> stopping_{false};
    std::thread thread_;
};

}  // namespace nightjar::app
