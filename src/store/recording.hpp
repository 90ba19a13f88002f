#pragma once
/// The inputs of a session: every event that the engine was given, in its order.

#include "core/model/ports.hpp"
#include "store/event_log.hpp"
#include "store/log_reader.hpp"

#include <array>

namespace nightjar::store {

/// Keeps each event before it is handed on. The engine's thread.
class RecordingFeed final : public core::Feed {
public:
    RecordingFeed(core::Feed& inner, EventLog& log) : inner_{&inner}, log_{&log} {}

    [[nodiscard]] Next next(core::Event& event) override;

private:
    core::Feed* inner_;
    EventLog* log_;
    std::array<std::byte, 512> buffer_{};
};

/// Hands recorded events out again. One thread.
class RecordedFeed final : public core::Feed {
public:
    static core::Result<RecordedFeed> open(const std::filesystem::path& directory);

    /// Ends where the recording does, or where it is damaged: see `status`.
    [[nodiscard]] Next next(core::Event& event) override;
    [[nodiscard]] const core::Status& status() const { return status_; }

private:
    explicit RecordedFeed(LogReader reader) : reader_{std::move(reader)} {}

    LogReader reader_;
    core::Status status_;
};

}  // namespace nightjar::store
