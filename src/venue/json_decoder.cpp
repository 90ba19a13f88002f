#include "venue/json_decoder.hpp"

namespace nightjar::venue {

namespace {

bool is_blank(char c) { return c == ' ' || c == '\n' || c == '\t' || c == '\r'; }

bool begins_number(char c) { return c == '-' || (c >= '0' && c <= '9'); }

bool ends_number(char c) { return c == ',' || c == ']' || c == '}' || c == '"' || is_blank(c); }

/// Writes to where there is room for twice as much: the shortest number is one digit, and something
/// stands between two. Gives the end of what it wrote.
char* quote_numbers(std::string_view json, char* to) {
    const char* from = json.data();
    const char* const end = from + json.size();
    while (from != end) {
        const char c = *from;
        if (begins_number(c)) {
            *to++ = '"';
            while (from != end && !ends_number(*from)) *to++ = *from++;
            *to++ = '"';
            continue;
        }
        *to++ = *from++;
        if (c != '"') continue;
        for (bool escaped = false; from != end;) {
            const char inside = *to++ = *from++;
            if (inside == '"' && !escaped) break;
            escaped = inside == '\\' && !escaped;
        }
    }
    return to;
}

}  // namespace

Result<element> JsonDocument::parse(std::string_view text) {
    padded_.assign(text);
    return parse_padded(text.size(), text);
}

Result<element> JsonDocument::parse_with_numbers_as_text(std::string_view text) {
    const auto room = 2 * text.size() + 2;
    if (padded_.size() < room) padded_.resize(room);
    const auto* end = quote_numbers(text, padded_.data());
    padded_.resize(static_cast<std::size_t>(end - padded_.data()));
    return parse_padded(padded_.size(), text);
}

Result<element> JsonDocument::parse_padded(std::size_t size, std::string_view text) {
    padded_.append(simdjson::SIMDJSON_PADDING, ' ');
    element root;
    if (const auto error = parser_.parse(padded_.data(), size, false).get(root))
        return core::fail(Errc::BadJson, "no JSON: {}: \"{:.40}\"", simdjson::error_message(error),
                          text);
    return root;
}

void EventList::clear() {
    levels.clear();
    events_.clear();
    ends_.clear();
    kept_.clear();
}

std::span<const FeedEvent> EventList::finish() {
    std::size_t begin = 0;
    auto end = ends_.begin();
    const auto look = [&](auto& depth) {
        const auto size = *end - begin;
        depth.levels = std::span{levels.levels}.subspan(begin, size);
        if (depth.proof) depth.proof->texts = std::span{levels.texts}.subspan(begin, size);
        begin = *end++;
    };
    for (auto& event : events_) {
        if (auto* update = std::get_if<DepthUpdate>(&event.body)) look(*update);
        if (auto* snapshot = std::get_if<DepthSnapshot>(&event.body)) look(*snapshot);
    }
    return events_;
}

Result<element> JsonDecoder::parse(std::string_view text) {
    if (text.size() > max_bytes)
        return core::fail(Errc::BadJson, "{} bytes: a message has at most {}", text.size(),
                          max_bytes);
    if (way_.level_lists) text = events_.levels.lists.cut(text, way_.numbers_as_text);
    return way_.numbers_as_text ? document_.parse_with_numbers_as_text(text)
                                : document_.parse(text);
}

Result<FeedEvents> JsonDecoder::decode(std::string_view message) {
    events_.clear();
    if (read_plain(message, events_)) return FeedEvents{std::nullopt, events_.finish()};
    NJ_TRY(root, parse(message));
    object found;
    if (root.get(found) != simdjson::SUCCESS)
        return core::fail(Errc::BadJson, "not an object: \"{:.40}\"", message);
    NJ_TRY(sequence, read(found, events_));
    return FeedEvents{sequence, events_.finish()};
}

Result<FeedEvents> JsonDecoder::decode_reply(FeedQuery query, std::string_view reply) {
    events_.clear();
    NJ_TRY(root, parse(reply));
    NJ_TRY(read_reply(query, root, events_));
    return FeedEvents{std::nullopt, events_.finish()};
}

}  // namespace nightjar::venue
