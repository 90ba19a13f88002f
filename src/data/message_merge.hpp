#pragma once
/// Several recordings of one market, read as one in the order of time. Private to the room.

#include "data/recording.hpp"

#include <limits>
#include <vector>

namespace nightjar::data {

/// By time of receipt where it was noted, else by the exchange's; at the same time the file that
/// was named first comes first. A message without any time comes as early as its file allows.
class MessageMerge {
public:
    explicit MessageMerge(std::span<const Recording> files);

    /// Null at the end; good until the next call. Error: BadRow ("file:line: field: value: ...").
    [[nodiscard]] core::Result<const RecordedMessage*> next();
    /// An error of the last message, with its file and line in front.
    [[nodiscard]] std::unexpected<core::Error> located(const core::Error& error) const;

private:
    struct Input {
        const Recording* file{};
        std::unique_ptr<MessageReader> reader;
        RecordedMessage message;
        std::int64_t time_ns{std::numeric_limits<std::int64_t>::min()};
        bool wanted{true};  ///< its message was given away, or there was none yet
        bool ended{};
    };

    core::Status advance(Input& input);

    std::vector<Input> inputs_;
    Input* last_{};
};

}  // namespace nightjar::data
