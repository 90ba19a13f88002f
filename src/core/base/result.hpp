#pragma once
/// What the world may do wrong is a value: Result<T>, with a room's code and an inline message.
/// What only we can do wrong is NJ_CHECK: it prints and stops the process, in release too.

#include <fmt/core.h>

#include <array>
#include <concepts>
#include <cstdint>
#include <expected>
#include <string>
#include <string_view>
#include <utility>

namespace nightjar::core {

/// A room's `Errc` becomes an ErrorCode by two functions found by argument-dependent lookup:
/// `errc_room(Errc)` and `errc_name(Errc)`.
template <class E>
concept RoomErrc = requires(E errc) {
    { errc_room(errc) } -> std::same_as<std::string_view>;
    { errc_name(errc) } -> std::same_as<std::string_view>;
};

struct ErrorCode {
    std::string_view room;
    std::string_view name;
    int value{};

    template <RoomErrc E>
    constexpr ErrorCode(E errc)  // NOLINT(google-explicit-constructor): a code is its enumerator
        : room{errc_room(errc)}, name{errc_name(errc)}, value{static_cast<int>(errc)} {}

    friend constexpr bool operator==(const ErrorCode& a, const ErrorCode& b) {
        return a.value == b.value && a.room == b.room;
    }
};

/// A code and at most 240 bytes of text, all inline: making one never allocates.
class Error {
public:
    static constexpr std::size_t max_text = 240;

    ErrorCode code;

    template <class... Args>
    explicit Error(ErrorCode error_code, fmt::format_string<Args...> format, Args&&... args)
        : code{error_code} {
        const auto out =
            fmt::format_to_n(text_.data(), max_text, format, std::forward<Args>(args)...);
        size_ = static_cast<std::uint8_t>(std::min(out.size, max_text));
    }

    [[nodiscard]] std::string_view text() const { return {text_.data(), size_}; }
    /// The same code with "where: " put before the text; what does not fit is cut at the end.
    [[nodiscard]] Error in(std::string_view where) const {
        return Error{code, "{}: {}", where, text()};
    }

private:
    std::array<char, max_text> text_{};
    std::uint8_t size_{};
};

template <class T>
using Result = std::expected<T, Error>;
using Status = Result<void>;

template <class... Args>
[[nodiscard]] std::unexpected<Error> fail(ErrorCode code, fmt::format_string<Args...> format,
                                          Args&&... args) {
    return std::unexpected{Error{code, format, std::forward<Args>(args)...}};
}

[[noreturn]] void broken_invariant(const char* condition, const char* file, int line,
                                   std::string_view text);

}  // namespace nightjar::core

/// Stops the process when `condition` is false: an invariant of ours is broken and going on could
/// cost money. The rest is a fmt format and its arguments.
#define NJ_CHECK(condition, ...)                                               \
    do {                                                                       \
        if (!(condition)) [[unlikely]]                                         \
            ::nightjar::core::broken_invariant(#condition, __FILE__, __LINE__, \
                                               ::fmt::format("" __VA_ARGS__)); \
    } while (false)

/// NJ_TRY(name, expression): `name` becomes the value, or the error is returned to the caller.
/// NJ_TRY(expression): the same for a Status.
#define NJ_TRY(...) NJ_TRY_PICK(__VA_ARGS__, NJ_TRY_VALUE, NJ_TRY_STATUS)(__VA_ARGS__)
#define NJ_TRY_PICK(first, second, macro, ...) macro
#define NJ_TRY_STATUS(expression)                                 \
    do {                                                          \
        if (auto nj_status = (expression); !nj_status)            \
            return std::unexpected{std::move(nj_status).error()}; \
    } while (false)
#define NJ_TRY_VALUE(name, expression)                                                  \
    auto nj_result_##name = (expression);                                               \
    if (!nj_result_##name) return std::unexpected{std::move(nj_result_##name).error()}; \
    auto name = *std::move(nj_result_##name)
