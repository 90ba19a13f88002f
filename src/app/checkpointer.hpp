#pragma once
/// Keeps the checkpoint of a running session near the end of its ledger.

#include "app/session_dir.hpp"
#include "engine/config.hpp"

#include <condition_variable>
#include <mutex>
#include <thread>

namespace nightjar::app {

/// A thread of its own, which reads the ledger and never touches the engine.
class Checkpointer {
public:
    static constexpr std::chrono::hours every{1};

    Checkpointer(engine::Config config, SessionDir session);
    ~Checkpointer();
    Checkpointer(const Checkpointer&) = delete;
    Checkpointer& operator=(const Checkpointer&) = delete;

    /// Ends the thread; the ledger is closed by now, and the checkpoint comes to hold all of it.
    core::Status finish();

private:
    void work();
    core::Status renew() const;
    void stop();

    engine::Config config_;
    SessionDir session_;
    std::mutex mutex_;
    std::condition_variable wake_;
    bool stopping_{};
    std::thread thread_;
};

}  // namespace nightjar::app
