#pragma once
/// What stands in the headers of a venue's answer.

#include "core/base/time.hpp"
#include "net/web.hpp"

#include <cstdint>
#include <optional>

namespace nightjar::venue {

/// A header that is a whole number from 0.
[[nodiscard]] std::optional<std::int64_t> header_count(const net::WebReply& reply,
                                                       std::string_view name);
/// How long the venue wants silence; of "Retry-After" in seconds.
[[nodiscard]] std::optional<core::Duration> retry_after(const net::WebReply& reply);

}  // namespace nightjar::venue
