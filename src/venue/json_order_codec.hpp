#pragma once
/// The part of an OrderCodec that is the same for all venues: the JSON, and what became of a
/// request by what the answer says. Private to the room.

#include "venue/account_fields.hpp"
#include "venue/order_codec.hpp"

#include <string>

namespace nightjar::venue {

/// What an answer says of itself, whatever was asked.
struct Verdict {
    std::string_view code{};  ///< empty where it is good, or its kind has none
    std::string_view words{};
    std::string_view venue_id{};  ///< of an order
    bool good{};                  ///< it says that it is good; codes are not looked at then
};

/// To be derived from by each venue. An answer is read three times: what it says of itself
/// (`judge`), what that means (`outcome_of`, `reason_of`), and what it says of orders (`read`).
class JsonOrderCodec : public OrderCodec {
public:
    [[nodiscard]] OrderAnswer decode_answer(OrderAction action, const net::WebReply& reply) final;
    [[nodiscard]] core::Result<AccountPage> decode(const Question& question,
                                                   const net::WebReply& reply) final;
    [[nodiscard]] RateSaid rate_of(const net::WebReply& reply) const override;

private:
    /// Of the answer to an action, or with nothing to a question.
    [[nodiscard]] virtual Verdict judge(std::optional<OrderAction> action, element root) const = 0;
    [[nodiscard]] virtual Outcome outcome_of(const VenueAnswer& answer) const = 0;
    [[nodiscard]] virtual core::OrderReason reason_of(std::string_view code,
                                                      std::string_view words) const = 0;
    /// That the order which was asked for does not exist.
    [[nodiscard]] virtual bool says_absent(std::string_view code) const = 0;
    /// Where else it may be.
    [[nodiscard]] virtual std::string_view next_place(const Question&) const { return {}; }
    virtual core::Status read(const Question& question, element root, AccountEvents& to,
                              std::string& next) = 0;

    JsonDocument document_;
    AccountEvents events_;
    std::string next_;
};

/// What an answer other than Ack is to who asked a question.
[[nodiscard]] std::unexpected<core::Error> refusal(Outcome outcome, const VenueAnswer& answer);

}  // namespace nightjar::venue
