#pragma once
/// The part of a FeedDecoder that is the same for all venues: the JSON, and the events that come
/// out of it. Private to the room.

#include "venue/feed_decoder.hpp"
#include "venue/json_fields.hpp"

#include <deque>
#include <string>
#include <utility>
#include <vector>

namespace nightjar::venue {

/// Parses one document at a time into memory that it keeps.
class JsonDocument {
public:
    /// What it gives is good until the next call. Error: BadJson.
    Result<element> parse(std::string_view text);
    /// Every number becomes the text that it was written as, since a double would lose its digits.
    Result<element> parse_with_numbers_as_text(std::string_view text);

private:
    Result<element> parse_padded(std::size_t size, std::string_view text);

    simdjson::dom::parser parser_{FeedDecoder::max_bytes};
    std::string padded_;  ///< the parser reads some bytes behind the end
};

/// The events of one message, and the levels that they look at.
class EventList {
public:
    void clear();
    void add(std::string_view symbol, FeedBody body) { events_.push_back({symbol, body}); }
    /// A name that does not stand in the message, for as long as its events are good.
    [[nodiscard]] std::string_view keep(std::string name) {
        return kept_.emplace_back(std::move(name));
    }
    /// A DepthUpdate or DepthSnapshot with all levels that were read since the one before.
    template <class Depth>
    void add_depth(std::string_view symbol, Depth depth,
                   std::optional<std::uint32_t> checksum = {}) {
        if (checksum) depth.proof = BookProof{*checksum, {}};
        add(symbol, depth);
        ends_.push_back(levels.levels.size());
    }
    /// Looks at the levels where they stay.
    [[nodiscard]] std::span<const FeedEvent> finish();

    Levels levels;

private:
    std::vector<FeedEvent> events_;
    std::vector<std::size_t> ends_;  // of the levels of each book among the events
    std::deque<std::string> kept_;
};

/// To be derived from by each venue.
class JsonDecoder : public FeedDecoder {
public:
    [[nodiscard]] Result<FeedEvents> decode(std::string_view message) final;
    [[nodiscard]] Result<FeedEvents> decode_reply(FeedQuery query, std::string_view reply) final;

protected:
    struct Way {
        bool numbers_as_text{};  ///< JSON numbers are read as texts
        bool level_lists{true};  ///< books come in a form of level_lists.hpp
    };
    JsonDecoder() = default;
    explicit JsonDecoder(Way way) : way_{way} {}

    /// Of a message; gives its number where the venue numbers all.
    virtual Result<std::optional<std::uint64_t>> read(const object& message, EventList& to) = 0;
    virtual core::Status read_reply(FeedQuery query, element reply, EventList& to) = 0;
    /// A message that is no JSON, if the venue has such.
    virtual bool read_plain(std::string_view, EventList&) { return false; }

private:
    Result<element> parse(std::string_view text);

    JsonDocument document_;
    EventList events_;
    Way way_;
};

}  // namespace nightjar::venue
