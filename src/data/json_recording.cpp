#include "data/json_recording.hpp"

#include "data/csv_columns.hpp"
#include "data/csv_layout.hpp"
#include "data/errc.hpp"
#include "venue/binance/public_codec.hpp"

#include <algorithm>

namespace nightjar::data {

namespace {

using core::Result;

constexpr std::string_view blanks = " \t\r\n";

/// Where the object that begins `text` ends; the end of the text when it is cut off.
std::size_t object_size(std::string_view text) {
    std::size_t depth = 0;
    bool quoted = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (quoted) {
            if (c == '\\')
                ++i;
            else if (c == '"')
                quoted = false;
        } else if (c == '"') {
            quoted = true;
        } else if (c == '{') {
            ++depth;
        } else if (c == '}' && --depth == 0) {
            return i + 1;
        }
    }
    return text.size();
}

/// Some libraries keep the venue's message inside one of their own, as its first member.
std::string_view innermost(std::string_view object) {
    constexpr std::string_view wrapping = "{\"info\":";
    if (!object.starts_with(wrapping)) return object;
    object.remove_prefix(wrapping.size());
    object.remove_prefix(std::min(object.find_first_not_of(blanks), object.size()));
    return object.substr(0, object_size(object));
}

class JsonReader final : public MessageReader {
public:
    explicit JsonReader(std::string_view text) : objects_{text} {}

    Result<bool> next(RecordedMessage& to) override {
        std::string_view object;
        if (!objects_.next(object)) {
            if (objects_.complete()) return false;
            return core::fail(Errc::BadRow, "{}: the list does not end here: the file is cut off",
                              objects_.line());
        }
        auto message = decoder_.decode(innermost(object));
        if (!message)
            return core::fail(Errc::BadRow, "{}: {}", objects_.line(), message.error().text());
        to = {objects_.line(), std::nullopt, *message};
        return true;
    }

private:
    JsonObjects objects_;
    venue::binance::PublicDecoder decoder_;
};

class JsonLinesReader final : public MessageReader {
public:
    explicit JsonLinesReader(std::string_view text) : lines_{text} {}

    Result<bool> next(RecordedMessage& to) override {
        std::string_view line;
        do {
            if (!lines_.next(line)) return false;
        } while (line.empty());
        const auto blank = line.find(' ');
        const auto time = line.substr(0, blank);
        const auto received = TimeColumn{}.read(time);
        if (!received)
            return core::fail(Errc::BadRow, "{}: time of receipt: {:.24}: {}", lines_.number(),
                              time, received.error());
        const auto json = blank == std::string_view::npos ? "" : line.substr(blank + 1);
        auto message = decoder_.decode(json);
        if (!message)
            return core::fail(Errc::BadRow, "{}: {}", lines_.number(), message.error().text());
        to = {lines_.number(), *received, *message};
        return true;
    }

private:
    Lines lines_;
    venue::binance::PublicDecoder decoder_;
};

}  // namespace

bool JsonObjects::next(std::string_view& object) {
    const auto begin = std::min(text_.find_first_not_of(" \t\r\n[],", at_), text_.size());
    for (const char c : text_.substr(at_, begin - at_)) {
        lines_passed_ += c == '\n' ? 1 : 0;
        lists_ += c == '[' ? 1 : c == ']' ? -1 : 0;
    }
    line_ = lines_passed_;
    if (begin == text_.size()) return false;
    const auto rest = text_.substr(begin);
    object = rest.substr(0, rest.front() == '{' ? object_size(rest) : rest.find('\n'));
    lines_passed_ += static_cast<std::size_t>(std::ranges::count(object, '\n'));
    at_ = begin + object.size();
    return true;
}

bool is_json(std::string_view text) {
    const auto first = text.find_first_not_of(blanks);
    return first != std::string_view::npos && (text[first] == '{' || text[first] == '[');
}

bool is_json_lines(std::string_view text) {
    Lines lines{text};
    std::string_view line;
    while (lines.next(line) && line.empty()) {
    }
    const auto blank = line.find(' ');
    return blank != std::string_view::npos && blank > 0 &&
           line.substr(blank + 1).starts_with('{') &&
           line.find_first_not_of("0123456789.") == blank;
}

std::unique_ptr<MessageReader> read_json(std::string_view text) {
    return std::make_unique<JsonReader>(text);
}
std::unique_ptr<MessageReader> read_json_lines(std::string_view text) {
    return std::make_unique<JsonLinesReader>(text);
}

}  // namespace nightjar::data
