#include "venue/json_user_stream.hpp"

namespace nightjar::venue {

core::Result<StreamStep> JsonUserStream::on_open(core::Time now) {
    step_.events.clear();
    step_.send.clear();
    NJ_TRY(begin(now, step_));
    return StreamStep{.events = step_.events, .send = step_.send};
}

core::Result<StreamStep> JsonUserStream::on_text(std::string_view text, core::Time now) {
    step_.events.clear();
    step_.send.clear();
    constexpr std::size_t max_bytes = std::size_t{16} << 20;
    if (text.size() > max_bytes)
        return core::fail(Errc::BadJson, "{} bytes: a message has at most {}", text.size(),
                          max_bytes);
    if (!read_plain(text, step_)) {
        NJ_TRY(root, document_.parse_with_numbers_as_text(text));
        NJ_TRY(message, as_object("message", root));
        NJ_TRY(read(message, now, step_));
    }
    return StreamStep{.events = step_.events, .send = step_.send};
}

void MessageCount::check(std::uint64_t number, AccountEvents& to) {
    if (next_ && number != *next_) to.emplace_back(Lost{.expected = *next_, .found = number});
    next_ = number + 1;
}

}  // namespace nightjar::venue
