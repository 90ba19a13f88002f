#include "exchange/coinbase/stream_session.hpp"

#include "exchange/coinbase/order_json.hpp"
#include "exchange/coinbase/terms.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <set>

namespace nightjar::exchange::coinbase {

namespace {

constexpr std::size_t longest_message = std::size_t{64} << 10;
constexpr auto patience = core::seconds(5);
constexpr std::int64_t messages_a_second = 8;  // of those without a token
constexpr const char* newcomers = "newcomers";

class StreamSession final : public net::WebSession, private TopicSink, private UserSink {
public:
    StreamSession(Parts& parts, net::WebPeer& peer)
        : parts_{&parts}, peer_{&peer}, opened_{parts.hall.now()} {
        join(newcomers);
    }
    StreamSession(const StreamSession&) = delete;
    StreamSession& operator=(const StreamSession&) = delete;
    ~StreamSession() override {
        for (const auto& topic : topics_) parts_->streams.topics().leave(topic, *this);
        parts_->users.leave(*this);
    }

    void on_text(std::string_view text) override {
        parts_->catch_up();
        if (text.size() > longest_message) return peer_->close();
        const auto request = Json::parse(text, nullptr, false);
        if (!request.is_object()) return refuse("failed to parse the message");
        const auto type = text_of(request, "type");
        const auto channel = text_of(request, "channel");
        const bool joins = type == "subscribe";
        if (!joins && type != "unsubscribe") return refuse("type is not supported");
        const auto token = text_of(request, "jwt");
        auto* client = token.empty() ? nullptr : parts_->gate.admit(token, {}, {});
        if (!token.empty() && client == nullptr) return refuse("authentication failure");
        if (client == nullptr && !messages_.take(1, parts_->hall.now()))
            return refuse("rate limit exceeded");
        const auto views = read_products(request);
        if (!views) return refuse("one of the products is not known");
        leave(newcomers);
        if (channel == "heartbeats") return heartbeats(joins);
        if (channel == "user") return user(joins, client, *views);
        constexpr std::array known{"level2", "market_trades", "ticker", "ticker_batch", "candles"};
        if (std::ranges::find(known, channel) == known.end())
            return refuse("channel is not supported");
        market(joins, channel, *views);
    }

private:
    using Views = std::vector<const MarketView*>;

    /// All, where none is named.
    [[nodiscard]] std::optional<Views> read_products(const Json& request) const {
        const auto names = request.value("product_ids", Json::array());
        if (!names.is_array()) return std::nullopt;
        Views views;
        for (const auto& name : names) {
            const auto* view =
                name.is_string() ? parts_->hall.find(name.get<std::string>()) : nullptr;
            if (view == nullptr) return std::nullopt;
            if (std::ranges::find(views, view) == views.end()) views.push_back(view);
        }
        if (names.empty())
            for (const auto& view : parts_->hall.views()) views.push_back(&view);
        return views;
    }

    void heartbeats(bool joins) {
        if (joins)
            join("heartbeats");
        else
            leave("heartbeats");
        acknowledge();
    }

    void market(bool joins, const std::string& channel, const Views& views) {
        for (const auto* view : views) {
            const auto topic = topic_of(channel, *view);
            if (joins)
                join(topic);
            else
                leave(topic);
        }
        acknowledge();
        if (!joins) return;
        for (const auto* view : views)
            publish(topic_of(channel, *view),
                    Json::array({parts_->streams.snapshot(channel, *view)}).dump());
    }

    void user(bool joins, Client* client, const Views& views) {
        if (client == nullptr || (client_ != nullptr && client_ != client))
            return refuse("authentication failure");
        parts_->users.leave(*this);
        client_ = joins ? client : nullptr;
        wanted_.clear();
        if (joins) {
            for (const auto* view : views) wanted_.insert(view->instrument().id);
            parts_->users.join(*client, *this);
        }
        acknowledge();
        if (!joins) return;
        auto orders = Json::array();
        for (const auto* order : std::as_const(client->orders).open())
            if (wanted_.contains(order->terms.instrument))
                orders.push_back(user_order_json(parts_->hall, *client, *order));
        tell_user("snapshot", std::move(orders));
    }

    /// All that is subscribed to now, by channel.
    void acknowledge() {
        auto all = Json::object();
        for (const auto& topic : topics_) {
            const auto gap = topic.find(' ');
            const auto product = gap == std::string::npos ? topic : topic.substr(gap + 1);
            all[topic.substr(0, gap)].push_back(product);
        }
        if (client_ != nullptr) all["user"].push_back(user_name(*client_));
        Json event{{"subscriptions", std::move(all)}};
        send("subscriptions", Json::array({std::move(event)}).dump());
    }

    void join(const std::string& topic) {
        topics_.insert(topic);
        parts_->streams.topics().join(topic, *this);
    }
    void leave(const std::string& topic) {
        if (topics_.erase(topic) > 0) parts_->streams.topics().leave(topic, *this);
    }

    void refuse(std::string_view why) {
        peer_->send(Json{{"type", "error"}, {"message", why}}.dump());
    }
    /// The number rises over all channels: who misses one knows.
    void send(std::string_view channel, const std::string& events) {
        peer_->send(
            fmt::format(R"({{"channel":"{}","client_id":"","timestamp":"{}","sequence_num":{},)"
                        R"("events":{}}})",
                        channel, core::format_time(parts_->hall.now()), sequence_++, events));
    }
    void publish(std::string_view topic, const std::string& events) override {
        if (topic == newcomers) {
            if (parts_->hall.now() - opened_ > patience) peer_->close();
            return;
        }
        const auto channel = topic.substr(0, topic.find(' '));
        send(channel == "level2" ? "l2_data" : channel, events);
    }
    void tell_user(const char* type, Json orders) {
        Json event{{"type", type}, {"orders", std::move(orders)}};
        event["positions"] = {{"perpetual_futures_positions", Json::array()},
                              {"expiring_futures_positions", Json::array()}};
        send("user", Json::array({std::move(event)}).dump());
    }
    void tell_order(const Client& client, const Order& order) override {
        if (wanted_.contains(order.terms.instrument))
            tell_user("update", Json::array({user_order_json(parts_->hall, client, order)}));
    }

    Parts* parts_;
    net::WebPeer* peer_;
    core::Time opened_;
    RateWindow messages_{core::seconds(1), messages_a_second};
    std::set<std::string> topics_;
    Client* client_{};  // whose orders are told
    std::set<core::InstrumentId> wanted_;
    std::uint64_t sequence_{};
};

}  // namespace

std::unique_ptr<net::WebSession> open_stream(Parts& parts, net::WebPeer& peer) {
    return std::make_unique<StreamSession>(parts, peer);
}

}  // namespace nightjar::exchange::coinbase
