#pragma once
/// What the private messages of the venues have in common. Private to the room: simdjson lives in
/// its .cpp files.
///
/// All private messages are parsed with their numbers as texts: ids and prices keep their digits.

#include "venue/account_event.hpp"
#include "venue/json_decoder.hpp"
#include "venue/outcome.hpp"

#include <span>
#include <vector>

namespace nightjar::venue {

using AccountEvents = std::vector<AccountEvent>;

/// A word of a venue and what it means; the first that fits decides.
template <class Meaning>
struct Word {
    std::string_view word;
    Meaning means{};
    OutcomeRow::Match match{OutcomeRow::Match::Exact};
    OutcomeRow::Source source{OutcomeRow::Source::Documented};
};

template <class Words>
const typename Words::value_type* find_word(const Words& words, std::string_view text) {
    for (const auto& row : words)
        if (row.match == OutcomeRow::Match::Exact ? row.word == text : text.starts_with(row.word))
            return &row;
    return nullptr;
}

/// Why an order was refused or ended, by the venue's code or words.
using ReasonWord = Word<core::OrderReason>;
using StateWord = Word<core::OrderState>;

/// The table's word for the code, else for the words, else BadRequest.
[[nodiscard]] core::OrderReason find_reason(std::span<const ReasonWord> rows, std::string_view code,
                                            std::string_view words);

/// A number of any size and with any number of decimals, "1e-05" too; what Money cannot hold is cut
/// off toward zero. For sums of money and averages, never for prices and quantities.
Result<core::Decimal> to_amount(std::string_view field, std::string_view text);
Result<core::Decimal> read_amount(const object& message, std::string_view field);
/// 0 where it is not there, null or "".
Result<core::Decimal> read_amount_or_zero(const object& message, std::string_view field);
Result<std::optional<core::Decimal>> read_amount_if_filled(const object& message,
                                                           std::string_view field);
/// Venues write 0 and "" for a price that is not there.
Result<std::optional<core::Decimal>> read_price_if_above_zero(const object& message,
                                                              std::string_view field);
Result<std::optional<core::Decimal>> read_average(const object& message, std::string_view field);

/// Error: BadField, where it does not fit.
Result<core::Decimal> sum(std::string_view field, core::Decimal a, core::Decimal b);
core::Decimal negative(core::Decimal a);
core::Decimal not_below_zero(core::Decimal a);
bool above_zero(const std::optional<core::Decimal>& a);

/// A number is taken as it is; "" and a text are refused.
Result<core::TradeId> read_trade_number(const object& message, std::string_view field);
Result<core::TradeId> read_trade_text(const object& message, std::string_view field);

/// The venue's names for what it says of funding; the time in milliseconds.
struct FundingFields {
    std::string_view symbol, asset, change, at;
};
core::Status read_funding(const object& message, const FundingFields& fields, AccountEvents& to);

/// Reads each of a list of objects; the first error ends it.
template <class Read>
core::Status for_each(std::string_view field, const array& items, Read read) {
    for (const auto entry : items) {
        NJ_TRY(item, as_object(field, entry));
        NJ_TRY(read(item));
    }
    return {};
}

/// An order that was filled in part before it was refused is cancelled: what was filled counts.
void settle_state(OrderSaid& order);

}  // namespace nightjar::venue
