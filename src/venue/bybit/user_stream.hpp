#pragma once
/// Bybit's private stream: order, execution, wallet and, of linear, position. Source: the venue's
/// API documentation v5. Host: stream.bybit.com. It tells of all categories; those of another one
/// say nothing here. execution.fast, a fill without its fee, is not subscribed to.

#include "venue/bybit/category.hpp"
#include "venue/credentials.hpp"
#include "venue/user_stream.hpp"

#include <memory>

namespace nightjar::venue::bybit {

/// Error: BadKey.
[[nodiscard]] core::Result<std::unique_ptr<UserStream>> make_user_stream(
    Category category, const Credentials& credentials);

}  // namespace nightjar::venue::bybit
