#pragma once
/// The levels of books, which are nearly all of a busy message, read by hand: in half the time that
/// making a document of them takes. Private to the room.
///
/// Only lists in just the form in which venues write them are read here, without blanks and
/// escapes, and every level of them good; any other stays where it is, for simdjson to read or
/// refuse. So a message means the same with and without this.

#include "venue/feed_decoder.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace nightjar::venue {

/// One thread; once warm it does not allocate.
class LevelLists {
public:
    enum class Form : std::uint8_t {
        Pairs,    ///< ["1.5","20",...]
        Objects,  ///< {"price":1.5,"qty":20}
    };
    struct Rows {
        std::span<const PublicLevel> levels;  ///< without their side
        std::span<const LevelText> texts;     ///< of its own copy of the message
    };

    /// `message` with a mark in the place of each list, which no message can hold. Objects are read
    /// only where JSON numbers count as texts. Good until the next call.
    [[nodiscard]] std::string_view cut(std::string_view message, bool numbers_as_text);
    [[nodiscard]] bool empty() const { return lists_.empty(); }

    /// The name of the only field of a mark, and what the field says: the number of the list.
    static constexpr std::string_view mark{"\x01", 1};
    /// The rows of the list with that number; nothing where its form is another.
    [[nodiscard]] std::optional<Rows> find(std::string_view number, Form form) const;

private:
    struct List {
        std::size_t begin{};
        std::size_t end{};
        Form form{};
    };
    /// Reads a list that begins at `from`; its end, or null where it is in another form.
    const char* read(const char* from, Form form);

    std::string copy_;
    std::string rest_;
    std::vector<List> lists_;
    std::vector<PublicLevel> levels_;
    std::vector<LevelText> texts_;
};

}  // namespace nightjar::venue
