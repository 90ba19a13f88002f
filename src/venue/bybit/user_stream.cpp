#include "venue/bybit/user_stream.hpp"

#include "venue/bybit/account_messages.hpp"
#include "venue/bybit/sign.hpp"
#include "venue/json_user_stream.hpp"

namespace nightjar::venue::bybit {

namespace {

using core::Status;
using core::Time;

class Stream final : public JsonUserStream {
public:
    Stream(Category category, Signer signer) : category_{category}, signer_{std::move(signer)} {}

    [[nodiscard]] core::Result<std::string> target() const override { return "/v5/private"; }
    [[nodiscard]] StreamUpkeep upkeep() const override {
        constexpr std::int64_t period = 20;
        return {.ping_every = core::seconds(period), .renew_every = {}};
    }
    [[nodiscard]] std::string ping() const override { return R"({"op":"ping"})"; }

private:
    Status begin(Time now, Step& to) override {
        constexpr std::int64_t life = 10;
        to.send.push_back(signer_.login(now + core::seconds(life)));
        return {};
    }
    Status read(const object& message, Time now, Step& to) override;
    Status read_answer(const object& message, Step& to) const;
    Status read_item(std::string_view topic, const object& item, AccountEvents& to) const;

    Category category_;
    Signer signer_;
};

Status Stream::read_answer(const object& message, Step& to) const {
    NJ_TRY(op, read_text(message, "op"));
    if (op == "pong" || op == "ping") {
        to.events.emplace_back(Pong{});
        return {};
    }
    if (op != "auth" && op != "subscribe") return {};
    NJ_TRY(success, read_flag(message, "success"));
    if (!success) {
        // Two spellings, by the address.
        auto words = text_or_empty(message, "ret_msg");
        if (words.empty()) words = text_or_empty(message, "retMsg");
        to.events.emplace_back(Refused{text_or_empty(message, "retCode"), words});
    } else if (op == "subscribe") {
        to.events.emplace_back(Ready{});
    } else {
        to.send.push_back(fmt::format(
            R"({{"op":"subscribe","req_id":"user","args":["order","execution","wallet"{}]}})",
            category_ == Category::Linear ? R"(,"position")" : ""));
    }
    return {};
}

Status Stream::read_item(std::string_view topic, const object& item, AccountEvents& to) const {
    const auto category = text_or_empty(item, "category");
    if (topic != "wallet" && !category.empty() && category != word(category_)) return {};
    if (topic == "order") return read_order(item, to);
    if (topic == "execution") return read_fill(item, category_, to);
    if (topic == "position") return read_position(item, to);
    if (topic == "wallet") return read_wallet(item, to);
    return {};
}

Status Stream::read(const object& message, Time, Step& to) {
    if (!has(message, "topic")) return has(message, "op") ? read_answer(message, to) : Status{};
    NJ_TRY(topic, read_text(message, "topic"));
    if (topic == "dcp") return {};
    NJ_TRY(items, read_array(message, "data"));
    for (const auto entry : items) {
        NJ_TRY(item, as_object("data", entry));
        NJ_TRY(read_item(topic, item, to.events));
    }
    return {};
}

}  // namespace

core::Result<std::unique_ptr<UserStream>> make_user_stream(Category category,
                                                           const Credentials& credentials) {
    NJ_TRY(signer, Signer::make(credentials));
    return std::make_unique<Stream>(category, std::move(signer));
}

}  // namespace nightjar::venue::bybit
