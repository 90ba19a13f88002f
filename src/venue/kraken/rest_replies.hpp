#pragma once
/// Answers of Kraken's REST interface, which have another form than its messages. Private to the
/// codec.

#include "venue/json_decoder.hpp"

namespace nightjar::venue::kraken {

/// What stands in "result": an object whose fields are pairs. Marks and funding do not exist here.
[[nodiscard]] core::Status read_result(FeedQuery query, const object& result, EventList& to);

}  // namespace nightjar::venue::kraken
