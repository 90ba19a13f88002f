#pragma once
/// What became of a request, by the venue's answer. Each venue's outcome.hpp has its table.

#include <cstdint>
#include <span>
#include <string_view>

namespace nightjar::venue {

enum class Outcome : std::uint8_t {
    Ack,      ///< taken, or already as asked
    Reject,   ///< definitely not, and not by asking again
    Unknown,  ///< it may have been executed: ask for the order by our id before anything else
    Retry,    ///< not executed, through no fault of the request
    RateLimited,
    ClockWrong,  ///< not executed: measure the venue's clock again
    AuthFailed,  ///< not executed: key, signature or permission
};

/// An answer that came. One that did not, after the request was sent, is Unknown.
struct VenueAnswer {
    int http_status{200};   ///< 200 for answers of a WebSocket
    std::string_view code;  ///< the venue's; empty where it sent none
    std::string_view text{};
};

/// The first row that fits decides.
struct OutcomeRow {
    enum class Match : std::uint8_t { Exact, Prefix };
    /// Doubtful: from memory, or seen in other programs only; to be confirmed against the venue.
    enum class Source : std::uint8_t { Documented, Doubtful };

    std::string_view code;
    Outcome outcome{};
    Match match{Match::Exact};
    Source source{Source::Documented};
};

/// The first row for the code, or nullptr.
[[nodiscard]] const OutcomeRow* find_row(std::span<const OutcomeRow> rows, std::string_view code);

/// That of the row for the answer's code, or where there is none, outcome_without_row.
[[nodiscard]] Outcome outcome_of(std::span<const OutcomeRow> rows, const VenueAnswer& answer);

/// Of an answer whose code is in no table. A code with HTTP 200 that nobody explained is Unknown.
[[nodiscard]] Outcome outcome_without_row(const VenueAnswer& answer);

}  // namespace nightjar::venue
