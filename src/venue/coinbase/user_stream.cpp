#include "venue/coinbase/user_stream.hpp"

#include "venue/coinbase/account_messages.hpp"
#include "venue/coinbase/sign.hpp"
#include "venue/coinbase/token_nonce.hpp"
#include "venue/json_user_stream.hpp"
#include "venue/request_text.hpp"

#include <map>

namespace nightjar::venue::coinbase {

namespace {

using core::Decimal;
using core::Status;
using core::Time;

class Stream final : public JsonUserStream {
public:
    Stream(Signer signer, std::string_view key, std::string products)
        : signer_{std::move(signer)}, nonce_{key}, products_{std::move(products)} {}

    [[nodiscard]] core::Result<std::string> target() const override { return "/"; }
    /// The venue sends a heartbeat every second.
    [[nodiscard]] StreamUpkeep upkeep() const override { return {}; }

private:
    Status begin(Time now, Step& to) override {
        ready_ = false;
        messages_.reset();
        filled_.clear();
        to.send.push_back(fmt::format(R"({{"type":"subscribe","channel":"heartbeats","jwt":"{}"}})",
                                      signer_.token({}, now, nonce_.next(now))));
        to.send.push_back(fmt::format(R"({{"type":"subscribe"{},"channel":"user","jwt":"{}"}})",
                                      products_, signer_.token({}, now, nonce_.next(now))));
        return {};
    }
    Status read(const object& message, Time now, Step& to) override;
    Status read_user(const object& message, AccountEvents& to);
    void look_for_fills(bool snapshot, const OrderSaid& order, AccountEvents& to);
    void look_for_ready(const array& events, AccountEvents& to);

    Signer signer_;
    TokenNonce nonce_;
    std::string products_;
    bool ready_{};
    MessageCount messages_;
    std::map<std::string, Decimal, std::less<>> filled_;  // of open orders, by the venue's id
};

void Stream::look_for_fills(bool snapshot, const OrderSaid& order, AccountEvents& to) {
    const auto known = filled_.find(order.venue_id);
    const auto before = known == filled_.end() ? Decimal{} : known->second;
    // Who sees the snapshot reconciles anyway.
    if (!snapshot && *order.filled != before)
        to.emplace_back(FillsDue{.symbol = order.symbol, .venue_id = order.venue_id});
    if (core::is_terminal(order.state)) {
        if (known != filled_.end()) filled_.erase(known);
    } else if (known != filled_.end()) {
        known->second = *order.filled;
    } else {
        filled_.emplace(order.venue_id, *order.filled);
    }
}

Status Stream::read_user(const object& message, AccountEvents& to) {
    NJ_TRY(at, read_date(message, "timestamp"));
    NJ_TRY(events, read_array(message, "events"));
    for (const auto entry : events) {
        NJ_TRY(event, as_object("events", entry));
        NJ_TRY(type, read_text(event, "type"));
        if (!has(event, "orders")) continue;
        NJ_TRY(orders, read_array(event, "orders"));
        for (const auto item : orders) {
            NJ_TRY(order, as_object("orders", item));
            NJ_TRY(read_user_order(order, at, to));
            const auto said = std::get<OrderSaid>(to.back());
            look_for_fills(type == "snapshot", said, to);
        }
    }
    return {};
}

void Stream::look_for_ready(const array& events, AccountEvents& to) {
    for (const auto entry : events) {
        object channels;
        if (entry["subscriptions"].get(channels) != simdjson::SUCCESS) continue;
        if (ready_ || !has(channels, "user") || !has(channels, "heartbeats")) continue;
        ready_ = true;
        to.emplace_back(Ready{});
    }
}

Status Stream::read(const object& message, Time, Step& to) {
    if (has(message, "sequence_num")) {
        NJ_TRY(number, read_count(message, "sequence_num"));
        messages_.check(number, to.events);
    }
    if (text_or_empty(message, "type") == "error") {
        to.events.emplace_back(Refused{"error", text_or_empty(message, "message")});
        return {};
    }
    const auto channel = text_or_empty(message, "channel");
    if (channel == "user") return read_user(message, to.events);
    if (channel == "heartbeats") to.events.emplace_back(Pong{});
    if (channel == "subscriptions") {
        NJ_TRY(events, read_array(message, "events"));
        look_for_ready(events, to.events);
    }
    return {};
}

}  // namespace

core::Result<std::unique_ptr<UserStream>> make_user_stream(const Credentials& credentials,
                                                           std::span<const std::string> products) {
    NJ_TRY(signer, Signer::make(credentials));
    std::string list;
    for (const auto& product : products) {
        NJ_TRY(check_name("product", product));
        list += fmt::format(R"({}"{}")", list.empty() ? "" : ",", product);
    }
    if (!list.empty()) list = fmt::format(R"(,"product_ids":[{}])", list);
    return std::make_unique<Stream>(std::move(signer), credentials.key, std::move(list));
}

}  // namespace nightjar::venue::coinbase
