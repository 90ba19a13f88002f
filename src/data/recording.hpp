#pragma once
/// A file of what a venue said to everybody, message by message, in whatever form it was kept.
/// Private to the room.

#include "data/text_file.hpp"
#include "venue/public_message.hpp"

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

namespace nightjar::data {

/// One message, and when a recorder received it, if it noted that.
struct RecordedMessage {
    std::size_t line{};  ///< of the file, from 1
    std::optional<core::Time> received;
    venue::PublicMessage message;
};

/// Reads a file from its beginning to its end.
class MessageReader {
public:
    virtual ~MessageReader() = default;
    /// False at the end. The message is good until the next call. Error: BadRow ("line: field:
    /// value: what to do").
    [[nodiscard]] virtual core::Result<bool> next(RecordedMessage& to) = 0;
};

class Recording {
public:
    enum class Form : std::uint8_t {
        JsonLines,  ///< "time of receipt, blank, message" in each line
        Json,       ///< messages as a list, one below the other, or one alone
        TradeCsv,
        TopCsv,      ///< the best price of both sides in each row
        FundingCsv,  ///< the rates of settlements
        MarkCsv,     ///< klines of a mark price
        EventCsv,    ///< a row for each level, with the numbers of its message
    };

    /// Nothing where the content is none of the forms: it may be bars.
    /// Errors: those of TextFile::open; MixedContent, for klines of another price than the mark.
    static core::Result<std::optional<Recording>> open(const std::filesystem::path& file);

    [[nodiscard]] std::unique_ptr<MessageReader> read() const;
    [[nodiscard]] const std::string& name() const { return name_; }
    [[nodiscard]] bool verified() const { return text_.verified(); }
    /// For a person: what was recognised.
    [[nodiscard]] std::string_view description() const;
    /// The form keeps what tells a lost message from the numbers of its neighbours.
    [[nodiscard]] bool numbers_chain() const { return form_ != Form::EventCsv; }

private:
    Recording(std::string name, TextFile text, Form form)
        : name_{std::move(name)}, text_{std::move(text)}, form_{form} {}

    std::string name_;
    TextFile text_;
    Form form_;
};

}  // namespace nightjar::data
