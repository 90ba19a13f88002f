#include "venue/outcome.hpp"

#include <algorithm>

namespace nightjar::venue {

const OutcomeRow* find_row(std::span<const OutcomeRow> rows, std::string_view code) {
    const auto found = std::ranges::find_if(rows, [code](const auto& row) {
        return row.match == OutcomeRow::Match::Exact ? row.code == code
                                                     : code.starts_with(row.code);
    });
    return found == rows.end() ? nullptr : &*found;
}

Outcome outcome_of(std::span<const OutcomeRow> rows, const VenueAnswer& answer) {
    const auto* row = find_row(rows, answer.code);
    return row != nullptr ? row->outcome : outcome_without_row(answer);
}

Outcome outcome_without_row(const VenueAnswer& answer) {
    constexpr int success = 200;
    constexpr int redirection = 300;
    constexpr int client_error = 400;
    constexpr int unauthorized = 401;
    constexpr int request_timeout = 408;
    constexpr int banned = 418;  // Binance
    constexpr int too_many = 429;
    constexpr int server_error = 500;
    const int status = answer.http_status;
    if (status == too_many || status == banned) return Outcome::RateLimited;
    if (status == unauthorized) return Outcome::AuthFailed;
    if (status == request_timeout || status >= server_error) return Outcome::Unknown;
    if (status >= client_error) return Outcome::Reject;
    const bool good = status >= success && status < redirection;
    return good && answer.code.empty() ? Outcome::Ack : Outcome::Unknown;
}

}  // namespace nightjar::venue
