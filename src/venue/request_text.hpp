#pragma once
/// The parts that requests are made of. Private to the room.

#include "venue/order_codec.hpp"

#include <string>
#include <string_view>

namespace nightjar::venue {

/// Letters, digits and "/_.:-": needs no escape, in JSON nor in a form. Error: BadField.
[[nodiscard]] core::Status check_name(std::string_view field, std::string_view text);

/// Unsupported: a kind of instrument that the codec does not trade.
[[nodiscard]] std::unexpected<core::Error> not_traded(const core::Instrument& instrument);
/// "GTC", "IOC" or "FOK".
[[nodiscard]] std::string_view tif_word(core::TimeInForce tif);

/// What no venue can do, and what this one cannot by its abilities. Errors: Unsupported, BadField.
[[nodiscard]] core::Status check_order(const core::OrderRequest& order,
                                       const core::Instrument& instrument,
                                       std::string_view client_id, const OrderAbilities& abilities);
/// The same of a new price and quantity. An order can only become smaller where the venue has no
/// more than that.
[[nodiscard]] core::Status check_amend(const PlacedOrder& order, const core::AmendRequest& wanted,
                                       const OrderAbilities& abilities);
[[nodiscard]] core::Status check_cancel_all(const core::Instrument* instrument,
                                            const OrderAbilities& abilities);
/// Gives whole seconds, rounded up.
[[nodiscard]] core::Result<std::int64_t> dead_man_seconds(core::Duration after,
                                                          const OrderAbilities& abilities);
/// Error: MissingField, where the question is of no instrument.
[[nodiscard]] core::Status need_one(const Question& question);

/// In what the venue counts quantities in. Error: BadField, where that needs more than 12 decimals.
[[nodiscard]] core::Result<std::string> venue_qty(core::Qty qty,
                                                  const core::Instrument& instrument);
[[nodiscard]] std::int64_t ms_of(core::Time time);

/// A part of the time of a question about fills, where the venue answers for so long at most. The
/// cursor says from when, and where the venue goes on within it: "1700000000000/rest".
struct Window {
    core::Time from;
    core::Time until;
    std::string_view rest;
};
/// Error: BadField, for a cursor of another make.
[[nodiscard]] core::Result<Window> window_of(const Question& question, core::Duration longest);
/// On in the same window while there is a rest, else in the one behind it, if there is one.
[[nodiscard]] std::string next_cursor(const Question& question, const Window& window,
                                      std::string_view rest);

/// "a=1&b=2".
class Form {
public:
    Form& add(std::string_view name, std::string_view value);
    Form& add(std::string_view name, std::int64_t value);
    Form& add_if(std::string_view name, std::string_view value);  ///< not where it is empty
    [[nodiscard]] const std::string& text() const { return text_; }
    [[nodiscard]] net::WebRequest get(std::string_view path) const;

private:
    std::string text_;
};

/// One JSON object whose texts need no escapes.
class JsonText {
public:
    JsonText& add(std::string_view name, std::string_view text);
    JsonText& add_raw(std::string_view name, std::string_view json);
    [[nodiscard]] std::string text() const { return text_ + '}'; }
    [[nodiscard]] net::WebRequest post(std::string_view path) const;

private:
    void name(std::string_view name);
    std::string text_{"{"};
};

}  // namespace nightjar::venue
