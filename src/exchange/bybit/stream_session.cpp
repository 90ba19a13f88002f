#include "exchange/bybit/stream_session.hpp"

#include "exchange/decimal_text.hpp"

#include <algorithm>
#include <array>
#include <set>

namespace nightjar::exchange::bybit {

namespace {

constexpr std::size_t most_topics = 1'000;
constexpr std::size_t longest_message = std::size_t{64} << 10;

enum class Door : std::uint8_t { Spot, Linear, Private, Trade };

struct Deed {
    std::string_view op;
    std::string_view path;
};
constexpr std::array deeds{
    Deed{"order.create", "/v5/order/create"},
    Deed{"order.amend", "/v5/order/amend"},
    Deed{"order.cancel", "/v5/order/cancel"},
    Deed{"order.create-batch", "/v5/order/create-batch"},
};

std::string text_of(const Json& value) {
    return value.is_string() ? value.get<std::string>() : value.dump();
}

class Session final : public net::WebSession, private TopicSink, private UserSink {
public:
    Session(Parts& parts, net::WebPeer& peer, Door door)
        : parts_{&parts},
          peer_{&peer},
          door_{door},
          id_{fmt::format("sim-{:08x}", ++parts.connections)} {}
    Session(const Session&) = delete;
    Session& operator=(const Session&) = delete;
    ~Session() override {
        if (is_public())
            for (const auto& topic : topics_) parts_->streams.leave(linear(), topic, *this);
        parts_->users.leave(*this);
    }

    void on_text(std::string_view text) override {
        parts_->catch_up();
        if (text.size() > longest_message) return peer_->close();
        const auto request = read_json(text);
        const auto op = request.is_object() ? request.value("op", Json{}) : Json{};
        if (!op.is_string()) return answer(Json::object(), "", false, "Invalid request");
        const auto word = op.get<std::string>();
        if (word == "ping") return pong(request);
        const auto args = request.value("args", Json::array());
        if (!args.is_array()) return answer(request, word, false, "Params Error");
        if (word == "auth" && !is_public()) return log_in(request, args);
        const auto deed = std::ranges::find(deeds, word, &Deed::op);
        if (door_ == Door::Trade && deed != deeds.end()) return act(*deed, request, args);
        if (door_ == Door::Trade || (word != "subscribe" && word != "unsubscribe"))
            return answer(request, word, false, "Invalid op");
        subscribe(request, word, args);
    }

private:
    [[nodiscard]] bool is_public() const { return door_ == Door::Spot || door_ == Door::Linear; }
    [[nodiscard]] bool linear() const { return door_ == Door::Linear; }

    void say(const Json& message) { peer_->send(write_json(message)); }
    void answer(const Json& request, std::string_view op, bool success, std::string_view words) {
        Json json{{"success", success}, {"ret_msg", words}, {"conn_id", id_}};
        if (request.contains("req_id")) json["req_id"] = request["req_id"];
        json["op"] = op;
        say(json);
    }
    void pong(const Json& request) {
        const auto now = ms_text(parts_->hall.now());
        if (is_public()) return answer(request, "ping", true, "pong");
        if (door_ == Door::Trade)
            return say({{"retCode", 0},
                        {"retMsg", "OK"},
                        {"op", "pong"},
                        {"data", Json::array({now})},
                        {"connId", id_}});
        Json json{{"op", "pong"}, {"args", Json::array({now})}, {"conn_id", id_}};
        if (request.contains("req_id")) json["req_id"] = request["req_id"];
        say(json);
    }

    void log_in(const Json& request, const Json& args) {
        constexpr std::size_t parts = 3;
        const auto client =
            args.size() == parts
                ? parts_->desk.log_in(text_of(args[0]), text_of(args[1]), text_of(args[2]))
                : core::Result<Client*>{core::fail(Errc::BadRequest, "Params Error")};
        if (client) {
            if (client_ == nullptr && door_ == Door::Private) parts_->users.join(**client, *this);
            client_ = *client;
        }
        if (door_ == Door::Private)
            return answer(request, "auth", client.has_value(),
                          client ? "" : refusal_of(true, client.error()).text);
        const auto refusal = client ? Refusal{0, "OK"} : refusal_of(true, client.error());
        say({{"retCode", refusal.code}, {"retMsg", refusal.text}, {"op", "auth"}, {"connId", id_}});
    }

    void act(const Deed& deed, const Json& request, const Json& args) {
        Json reply{{"reqId", request.value("reqId", Json{""})}};
        FrontDesk::Wire wire;
        const auto now = parts_->hall.now();
        if (client_ == nullptr)
            wire.reply = envelope(Refusal{10003, "not logged in"}, now);
        else if (args.size() != 1 || !args[0].is_object())
            wire.reply = envelope(Refusal{10001, "params error: args"}, now);
        else
            wire = run(deed, request, args[0]);
        reply["retCode"] = wire.reply["retCode"];
        reply["retMsg"] = wire.reply["retMsg"];
        reply["op"] = deed.op;
        reply["data"] = wire.reply["result"];
        reply["retExtInfo"] = wire.reply["retExtInfo"];
        reply["header"] = {{"Timenow", ms_text(now)}};
        for (const auto& [name, value] : wire.limits) reply["header"][name] = value;
        reply["connId"] = id_;
        say(reply);
    }

    FrontDesk::Wire run(const Deed& deed, const Json& request, const Json& order) {
        constexpr std::size_t most = 20;
        const auto header = request.value("header", Json::object());
        const auto stated = header.is_object() ? Args::of(header) : Args{};
        std::vector<Args> items;
        const auto list = order.value("request", Json::array());
        for (const auto& item : list) {
            if (!item.is_object() || items.size() == most) continue;
            auto each = item;
            each["category"] = order.value("category", Json{""});
            items.push_back(Args::of(each));
        }
        return parts_->desk.run(deed.path, Args::of(order), items, *client_,
                                stated.get("X-BAPI-TIMESTAMP"), stated.get("X-BAPI-RECV-WINDOW"));
    }

    /// All of a request or nothing.
    void subscribe(const Json& request, const std::string& op, const Json& args) {
        constexpr std::size_t most_args = 10;
        if (door_ == Door::Private && client_ == nullptr)
            return answer(request, op, false, "Request not authorized");
        if (door_ == Door::Spot && args.size() > most_args)
            return answer(request, op, false, "args size >10");
        for (const auto& arg : args)
            if (!arg.is_string() || !knows(arg.get<std::string>()))
                return answer(request, op, false,
                              fmt::format("error:handler not found,topic:{:.100}", text_of(arg)));
        if (topics_.size() + args.size() > most_topics)
            return answer(request, op, false, "too many topics");
        answer(request, op, true, "");
        for (const auto& arg : args) {
            const auto topic = arg.get<std::string>();
            if (op == "subscribe")
                add(topic);
            else if (topics_.erase(topic) > 0 && is_public())
                parts_->streams.leave(linear(), topic, *this);
        }
    }

    [[nodiscard]] bool knows(std::string_view topic) const {
        if (is_public()) return parts_->streams.read(linear(), topic).has_value();
        static constexpr std::array names{"order", "execution", "position", "wallet", "dcp"};
        const auto point = std::min(topic.find('.'), topic.size());
        const auto category = topic.substr(point);
        return std::ranges::find(names, topic.substr(0, point)) != names.end() &&
               (category.empty() || category == ".spot" || category == ".linear" ||
                category == ".future");
    }

    void add(const std::string& topic) {
        topics_.insert(topic);
        if (!is_public()) return;
        const auto first = parts_->streams.join(linear(), topic, *this);
        if (!first.empty()) peer_->send(first);
    }

    void publish(std::string_view /*topic*/, const std::string& text) override {
        peer_->send(text);
    }
    void tell_user(std::string_view topic, std::string_view category, const Json& row) override {
        for (const auto& own : topics_) {
            const bool whole = own == topic;
            if (!whole && own != fmt::format("{}.{}", topic, category)) continue;
            const auto now = ms_of(parts_->hall.now());
            say({{"id", fmt::format("{}-{}", id_, ++told_)},
                 {"topic", own},
                 {"creationTime", now},
                 {"data", Json::array({row})}});
        }
    }

    Parts* parts_;
    net::WebPeer* peer_;
    Door door_;
    std::string id_;
    Client* client_{};
    std::set<std::string, std::less<>> topics_;
    std::uint64_t told_{};
};

}  // namespace

std::unique_ptr<net::WebSession> open_stream(Parts& parts, net::WebPeer& peer,
                                             std::string_view target) {
    const auto path = split_target(target).path;
    const auto open = [&](Door door) { return std::make_unique<Session>(parts, peer, door); };
    if (path.ends_with("/v5/public/spot")) return open(Door::Spot);
    if (path.ends_with("/v5/public/linear")) return open(Door::Linear);
    if (path.ends_with("/v5/private")) return open(Door::Private);
    if (path.ends_with("/v5/trade")) return open(Door::Trade);
    return nullptr;
}

}  // namespace nightjar::exchange::bybit
