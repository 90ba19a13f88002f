#pragma once
/// What Binance's messages and REST answers have in common, and the answers. Private to the codec.

#include "venue/json_decoder.hpp"

namespace nightjar::venue::binance {

struct MarkFields {
    std::string_view symbol;
    std::string_view time;
    std::string_view price;
    std::string_view rate;  ///< "" for what has no funding: a dated future
    std::string_view next;
};
[[nodiscard]] core::Status read_mark(const object& item, const MarkFields& fields, EventList& to);

[[nodiscard]] core::Status read_answer_to(FeedQuery query, element reply, EventList& to);

}  // namespace nightjar::venue::binance
