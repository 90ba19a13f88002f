#pragma once
/// Recordings whose messages are as the venue sent them. Private to the room.

#include "data/recording.hpp"

namespace nightjar::data {

bool is_json(std::string_view text);
bool is_json_lines(std::string_view text);

std::unique_ptr<MessageReader> read_json(std::string_view text);
std::unique_ptr<MessageReader> read_json_lines(std::string_view text);

/// The objects of a text, one after the other, whatever lists and separators stand around them.
class JsonObjects {
public:
    explicit JsonObjects(std::string_view text) : text_{text} {}

    /// False at the end. What is no object, or is cut off, is given as far as its line goes.
    bool next(std::string_view& object);
    /// Every list that began has ended.
    [[nodiscard]] bool complete() const { return lists_ == 0; }
    [[nodiscard]] std::size_t line() const { return line_; }  ///< where the last one begins

private:
    std::string_view text_;
    std::size_t at_{};
    std::size_t line_{1};
    std::size_t lines_passed_{1};
    std::ptrdiff_t lists_{};  // begun and not ended
};

}  // namespace nightjar::data
