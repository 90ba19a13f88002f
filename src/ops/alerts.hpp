#pragma once
/// Tells people what happens in a running session.

#include "core/model/ports.hpp"
#include "engine/snapshot.hpp"
#include "notify/dispatcher.hpp"

#include <atomic>
#include <filesystem>
#include <semaphore>
#include <thread>

namespace nightjar::ops {

/// A thread of its own that follows the ledger's files, five times a second: the engine's thread
/// does nothing for it (docs/decisions/0020). At its end it reads what is left.
class Alerts {
public:
    /// All outlive it. Records up to the byte `told_before` are of earlier lives: they are known,
    /// and not told again.
    Alerts(std::filesystem::path ledger, std::uint64_t told_before,
           const engine::SnapshotBox& snapshots, const core::Clock& clock,
           notify::Dispatcher& dispatcher);
    ~Alerts();
    Alerts(const Alerts&) = delete;
    Alerts& operator=(const Alerts&) = delete;

private:
    class Following;
    void run();

    std::filesystem::path ledger_;
    std::uint64_t told_before_;
    const engine::SnapshotBox* snapshots_;
    const core::Clock* clock_;
    notify::Dispatcher* dispatcher_;
    std::counting_semaphore<> wake_{0};
    std::atomic<bool> stopping_{false};
    std::thread thread_;
};

}  // namespace nightjar::ops
