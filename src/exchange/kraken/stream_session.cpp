#include "exchange/kraken/stream_session.hpp"

#include "exchange/exact_json.hpp"
#include "exchange/kraken/market_messages.hpp"
#include "exchange/kraken/user_messages.hpp"
#include "exchange/kraken/ws_orders.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <set>

namespace nightjar::exchange::kraken {

namespace {

constexpr std::size_t longest_message = std::size_t{64} << 10;
constexpr std::array<std::uint64_t, 5> depths{10, 25, 100, 500, 1'000};
constexpr std::array<std::uint64_t, 9> intervals{1, 5, 15, 30, 60, 240, 1'440, 10'080, 21'600};

class StreamSession final : public net::WebSession, private TopicSink, private UserSink {
public:
    StreamSession(Parts& parts, net::WebPeer& peer) : parts_{&parts}, peer_{&peer} {
        auto status = Json{{"version", "2.0.10"},
                           {"system", "online"},
                           {"api_version", "v2"},
                           {"connection_id", ++parts.connections}};
        say(channel_message("status", "update", Json::array({std::move(status)})));
    }
    StreamSession(const StreamSession&) = delete;
    StreamSession& operator=(const StreamSession&) = delete;
    ~StreamSession() override {
        for (const auto& topic : topics_) parts_->streams.topics().leave(topic, *this);
        for (const auto channel : {PrivateChannel::Executions, PrivateChannel::Balances})
            parts_->users.leave(channel, *this);
    }

    void on_text(std::string_view text) override {
        parts_->catch_up();
        if (text.size() > longest_message) return peer_->close();
        const auto request = read_exact(text);
        id_ = request.is_object() ? request.value("req_id", Json{}) : Json{};
        if (!id_.is_number()) id_ = nullptr;
        const auto method = request.is_object() ? request.value("method", Json{}) : Json{};
        const auto params = request.is_object() ? request.value("params", Json::object()) : Json{};
        if (!method.is_string() || !params.is_object())
            return refuse_method("unknown", "Invalid request");
        serve(method.get<std::string>(), params);
    }

private:
    void serve(const std::string& method, const Json& params) {
        if (method == "ping") return say(head("pong"));
        if (method == "subscribe" || method == "unsubscribe")
            return subscribe(method == "subscribe", params);
        if (!is_order_method(method)) return refuse_method("unknown", "Unknown method");
        auto* client = client_of(params);
        if (client == nullptr) return refuse_method(method, "ESession:Invalid session");
        // Events of the orders may be told before the answer, as at the venue.
        for (auto& answer : order_method(parts_->desk.office(), *client, method, params)) {
            if (!answer) {
                refuse_method(method, answer.error().text);
                continue;
            }
            accept(method, *std::move(answer));
        }
    }

    /// A token stays good where it has subscribed.
    Client* client_of(const Json& params) {
        const auto token = params.value("token", Json{});
        if (!token.is_string()) return nullptr;
        const auto text = token.get<std::string>();
        if (client_ != nullptr && same_secret(text, token_)) return client_;
        return parts_->tokens.find(text, parts_->hall.now());
    }

    void subscribe(bool joins, const Json& params) {
        const auto* method = joins ? "subscribe" : "unsubscribe";
        const auto channel = params.value("channel", Json{});
        if (!channel.is_string()) return refuse_method(method, "Channel not specified");
        const auto name = channel.get<std::string>();
        if (name == "executions" || name == "balances")
            return subscribe_private(joins, name, params);
        constexpr std::array known{"book", "trade", "ticker", "ohlc", "instrument"};
        if (std::ranges::find(known, name) == known.end())
            return refuse_method(method, "Channel not supported");
        auto wanted = read_wanted(name, params);
        if (!wanted) return refuse_method(method, wanted.error());
        if (name == "instrument") return subscribe_one(joins, *wanted, params);
        const auto symbols = params.value("symbol", Json{});
        if (!symbols.is_array() || symbols.empty() || symbols.size() > most_fields)
            return refuse_method(method, "Symbol(s) not found");
        for (const auto& symbol : symbols) {
            wanted->view =
                symbol.is_string() ? parts_->hall.find(symbol.get<std::string>()) : nullptr;
            if (wanted->view == nullptr) {
                refuse_method(method, "Currency pair not supported " +
                                          (symbol.is_string() ? symbol.get<std::string>() : ""));
                continue;
            }
            subscribe_one(joins, *wanted, params);
        }
    }

    static std::expected<Wanted, std::string> read_wanted(const std::string& channel,
                                                          const Json& params) {
        const auto number = [&params](const char* name, std::uint64_t usual) -> std::uint64_t {
            const auto value = params.value(name, Json(usual));
            return value.is_number_unsigned() ? value.get<std::uint64_t>() : 0;
        };
        Wanted wanted;
        wanted.channel = channel;
        wanted.depth = number("depth", wanted.depth);
        wanted.minutes = number("interval", wanted.minutes);
        wanted.by_quote = params.value("event_trigger", Json{}) == "bbo";
        if (channel == "book" && std::ranges::find(depths, wanted.depth) == depths.end())
            return std::unexpected{"Subscription depth not supported"};
        if (channel == "ohlc" && std::ranges::find(intervals, wanted.minutes) == intervals.end())
            return std::unexpected{"Subscription ohlc interval not supported"};
        return wanted;
    }

    void subscribe_one(bool joins, const Wanted& wanted, const Json& params) {
        auto& topics = parts_->streams.topics();
        const auto topic = wanted.topic();
        const bool there = topics_.contains(topic);
        if (joins && there) return refuse_method("subscribe", "Already subscribed");
        if (!joins && !there) return refuse_method("unsubscribe", "Subscription Not Found");
        auto result = wanted.json();
        if (!joins) {
            topics_.erase(topic);
            topics.leave(topic, *this);
            return accept("unsubscribe", std::move(result));
        }
        const bool tells = params.value("snapshot", Json(true)) != false;
        result["snapshot"] = tells;
        accept("subscribe", std::move(result));
        const auto snapshot = parts_->streams.snapshot(wanted);
        if (tells && snapshot) say(*snapshot);
        join(topic);
    }

    void join(const std::string& topic) {
        for (const auto& each : {topic, std::string{"heartbeat"}}) {
            topics_.insert(each);
            parts_->streams.topics().join(each, *this);
        }
    }

    void subscribe_private(bool joins, const std::string& name, const Json& params) {
        const auto channel =
            name == "executions" ? PrivateChannel::Executions : PrivateChannel::Balances;
        const auto* method = joins ? "subscribe" : "unsubscribe";
        auto* client = client_of(params);
        if (client == nullptr) return refuse_method(method, "ESession:Invalid session");
        auto& sequence = sequence_of(channel);
        if (joins == sequence.has_value())
            return refuse_method(method, joins ? "Already subscribed" : "Subscription Not Found");
        if (!joins) {
            sequence.reset();
            parts_->users.leave(channel, *this);
            return accept(method, {{"channel", name}});
        }
        if (client_ != nullptr && client_ != client)
            return refuse_method(method, "ESession:Invalid session");
        client_ = client;
        token_ = params["token"].get<std::string>();
        sequence = 0;
        const auto flag = [&params](const char* field, bool usual) {
            return params.value(field, Json(usual)) == true;
        };
        if (channel == PrivateChannel::Balances) {
            const bool snapshot = flag("snapshot", true);
            accept(method, {{"channel", name}, {"snapshot", snapshot}});
            if (snapshot) tell(channel, "snapshot", balance_snapshot(parts_->hall, *client));
        } else {
            const bool orders = flag("snap_orders", true);
            const bool trades = flag("snap_trades", false);
            accept(method, {{"channel", name},
                            {"maxratecount", orders_of_pair.most},
                            {"snap_orders", orders},
                            {"snap_trades", trades}});
            auto items = orders ? open_order_items(parts_->hall, *client) : Json::array();
            if (trades)
                for (auto& item : last_execution_items(parts_->hall, *client))
                    items.push_back(std::move(item));
            tell(channel, "snapshot", items);
        }
        parts_->users.join(*client, channel, *this);
        join("heartbeat");
    }

    std::optional<std::uint64_t>& sequence_of(PrivateChannel channel) {
        return channel == PrivateChannel::Executions ? executions_ : balances_;
    }

    [[nodiscard]] Json head(std::string_view method) const {
        const auto now = date_text(parts_->hall.now());
        Json json{{"method", method}};
        if (!id_.is_null()) json["req_id"] = id_;
        json.update({{"time_in", now}, {"time_out", now}});
        return json;
    }
    void accept(std::string_view method, Json result) {
        auto json = head(method);
        json["success"] = true;
        json["result"] = std::move(result);
        say(json);
    }
    void refuse_method(std::string_view method, std::string_view why) {
        auto json = head(method);
        json["success"] = false;
        json["error"] = why;
        say(json);
    }

    void say(const Json& message) { peer_->send(write_exact(message)); }
    void publish(std::string_view /*topic*/, const std::string& text) override {
        peer_->send(text);
    }
    void tell(PrivateChannel channel, std::string_view type, const Json& items) override {
        const auto* name = channel == PrivateChannel::Executions ? "executions" : "balances";
        auto message = channel_message(name, type, items);
        message["sequence"] = ++*sequence_of(channel);
        say(message);
    }

    Parts* parts_;
    net::WebPeer* peer_;
    std::set<std::string> topics_;
    Json id_;  // of the request that is being answered
    Client* client_{};
    std::string token_;  // with which he subscribed
    std::optional<std::uint64_t> executions_;
    std::optional<std::uint64_t> balances_;
};

}  // namespace

std::unique_ptr<net::WebSession> open_stream(Parts& parts, net::WebPeer& peer) {
    return std::make_unique<StreamSession>(parts, peer);
}

}  // namespace nightjar::exchange::kraken
