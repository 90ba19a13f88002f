#pragma once
/// The part of a UserStream that is the same for all venues. Private to the room.

#include "venue/account_fields.hpp"
#include "venue/user_stream.hpp"

#include <string>
#include <vector>

namespace nightjar::venue {

/// To be derived from by each venue.
class JsonUserStream : public UserStream {
public:
    [[nodiscard]] std::optional<net::WebRequest> prepare(core::Time) override {
        return std::nullopt;
    }
    [[nodiscard]] core::Status on_prepared(const net::WebReply&) override { return {}; }
    [[nodiscard]] std::optional<net::WebRequest> renew(core::Time) override { return std::nullopt; }

    [[nodiscard]] core::Result<StreamStep> on_open(core::Time now) final;
    [[nodiscard]] core::Result<StreamStep> on_text(std::string_view text, core::Time now) final;

protected:
    /// What comes out of one call.
    struct Step {
        AccountEvents events;
        std::vector<std::string> send;
    };

private:
    /// Of a new connection: what was known of the one before is gone.
    virtual core::Status begin(core::Time now, Step& to) = 0;
    virtual core::Status read(const object& message, core::Time now, Step& to) = 0;
    /// A message that is no JSON, if the venue has such.
    virtual bool read_plain(std::string_view, Step&) { return false; }

    JsonDocument document_;
    Step step_;
};

/// Numbers of messages that rise by one from whatever the first is.
class MessageCount {
public:
    void reset() { next_.reset(); }
    /// Adds Lost where it is not the next.
    void check(std::uint64_t number, AccountEvents& to);

private:
    std::optional<std::uint64_t> next_;
};

}  // namespace nightjar::venue
