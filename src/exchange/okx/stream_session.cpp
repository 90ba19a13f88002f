#include "exchange/okx/stream_session.hpp"

#include "exchange/okx/account_json.hpp"

#include <algorithm>
#include <array>

namespace nightjar::exchange::okx {

namespace {

constexpr std::size_t most_channels = 480;
constexpr std::size_t longest_message = std::size_t{64} << 10;

enum class Door : std::uint8_t { Public, Business, Private };

struct Deed {
    std::string_view op;
    std::string_view path;
};
constexpr std::array deeds{
    Deed{"order", "/api/v5/trade/order"},
    Deed{"batch-orders", "/api/v5/trade/batch-orders"},
    Deed{"cancel-order", "/api/v5/trade/cancel-order"},
    Deed{"batch-cancel-orders", "/api/v5/trade/cancel-batch-orders"},
    Deed{"amend-order", "/api/v5/trade/amend-order"},
    Deed{"batch-amend-orders", "/api/v5/trade/amend-batch-orders"},
};

struct Trouble {
    const char* code;
    std::string text;
};

/// Bars and single trades have an address of their own.
Door door_of(std::string_view channel) {
    const bool business = channel.starts_with("candle") || channel == "trades-all";
    return business ? Door::Business : Door::Public;
}

class Session final : public net::WebSession, private TopicSink, private UserSink {
public:
    Session(Parts& parts, net::WebPeer& peer, Door door)
        : parts_{&parts},
          peer_{&peer},
          door_{door},
          id_{fmt::format("{:08x}", ++parts.connections)},
          messages_{core::hours(1), most_channels} {}
    Session(const Session&) = delete;
    Session& operator=(const Session&) = delete;
    ~Session() override {
        for (const auto& topic : topics_) parts_->streams.leave(topic, *this);
        parts_->users.leave(*this);
    }

    void on_text(std::string_view text) override {
        parts_->catch_up();
        if (text.size() > longest_message) return peer_->close();
        if (text == "ping") return peer_->send("pong");
        const auto request = read_json(text);
        const auto op = request.is_object() ? request.value("op", Json{}) : Json{};
        const auto args = request.is_object() ? request.value("args", Json{}) : Json{};
        const bool good =
            op.is_string() && args.is_array() && !args.empty() &&
            std::ranges::all_of(args, [](const Json& arg) { return arg.is_object(); });
        if (!good) return refuse({"60012", fmt::format("Invalid request: {:.200}", text)});
        const auto word = op.get<std::string>();
        const auto deed = std::ranges::find(deeds, word, &Deed::op);
        if (deed != deeds.end()) return act(*deed, request.value("id", Json{}), args);
        if (!messages_.take(1, parts_->hall.now()))
            return refuse({"60014", "Requests too frequent"});
        if (word == "login") return log_in(Args::of(args.front()));
        if (word != "subscribe" && word != "unsubscribe")
            return refuse({"60012", fmt::format("Invalid request: {:.200}", text)});
        for (const auto& arg : args) word == "subscribe" ? subscribe(arg) : unsubscribe(arg);
    }

private:
    void say(const Json& message) { peer_->send(write_json(message)); }
    void refuse(const Trouble& trouble) {
        say({{"event", "error"}, {"code", trouble.code}, {"msg", trouble.text}, {"connId", id_}});
    }
    void confirm(const char* event, const Json& arg) {
        say({{"event", event}, {"arg", arg}, {"connId", id_}});
    }

    void log_in(const Args& args) {
        const auto client = parts_->desk.log_in(args);
        if (!client) {
            const auto errc = static_cast<Errc>(client.error().code.value);
            if (errc == Errc::BadKey) return refuse({"60005", "Invalid apiKey"});
            if (errc == Errc::BadTime) return refuse({"60006", "Timestamp request expired"});
            if (errc == Errc::BadPassphrase) return refuse({"60024", "Wrong passphrase"});
            return refuse({"60007", "Invalid sign"});
        }
        if (client_ == nullptr && door_ == Door::Private) parts_->users.join(**client, *this);
        client_ = *client;
        say({{"event", "login"}, {"code", "0"}, {"msg", ""}, {"connId", id_}});
    }

    void act(const Deed& deed, const Json& id, const Json& args) {
        if (client_ == nullptr || door_ != Door::Private) return refuse({"60011", "Please log in"});
        constexpr std::size_t most = 20;
        const auto in = std::to_string(parts_->hall.now().ns / core::microseconds(1).ns);
        std::vector<Args> items;
        for (const auto& arg : args) items.push_back(Args::of(arg));
        const auto data = items.size() > most
                              ? Answer{core::fail(Errc::BadRequest, "Parameter args error")}
                              : parts_->desk.run("POST", deed.path, items, *client_);
        Json reply{{"id", id}, {"op", deed.op}};
        reply.update(data ? envelope(*data) : to_json(refusal_of(Wish::Place, data.error())));
        reply["inTime"] = in;
        reply["outTime"] = in;
        say(reply);
    }

    void subscribe(const Json& arg) {
        const auto args = Args::of(arg);
        const auto channel = args.get("channel");
        const auto wrong = [&] {
            refuse({"60018", fmt::format("Wrong URL or {:.200} doesn't exist.", write_json(arg))});
        };
        if (topics_.size() + private_.size() >= most_channels)
            return refuse({"60014", "Requests too frequent"});
        if (is_private(channel)) return subscribe_private(channel, arg, args);
        const auto* view = parts_->hall.find(args.get("instId"));
        if (view == nullptr || door_ != door_of(channel) || !MarketStreams::has(channel, *view))
            return wrong();
        confirm("subscribe", arg);
        topics_.push_back(topic_of(channel, view->instrument()));
        const auto first = parts_->streams.join(channel, *view, *this);
        if (!first.empty()) peer_->send(first);
    }

    static bool is_private(std::string_view channel) {
        static constexpr std::array channels{"orders", "account", "positions",
                                             "balance_and_position"};
        return std::ranges::find(channels, channel) != channels.end();
    }

    void subscribe_private(std::string_view channel, const Json& arg, const Args& args) {
        if (client_ == nullptr || door_ != Door::Private) return refuse({"60011", "Please log in"});
        const bool typed = channel == "orders" || channel == "positions";
        if (typed && !args.find("instType"))
            return refuse({"60012", fmt::format("Invalid request: {:.200}", write_json(arg))});
        confirm("subscribe", arg);
        if (std::ranges::find(private_, arg) == private_.end()) private_.push_back(arg);
        const auto& hall = parts_->hall;
        if (channel == "account") send(arg, account_json(hall, *client_, args.get("ccy")));
        if (channel != "positions") return;
        for (const auto& view : hall.views()) {
            const auto& instrument = view.instrument();
            const bool open = client_->books.position(instrument.id).qty.raw != 0;
            if (is_swap(instrument) && open && fits(hall, instrument, args))
                send(arg, position_json(hall, *client_, view));
        }
    }

    void unsubscribe(const Json& arg) {
        const auto args = Args::of(arg);
        std::erase(private_, arg);
        if (const auto* view = parts_->hall.find(args.get("instId"))) {
            const auto topic = topic_of(args.get("channel"), view->instrument());
            if (std::erase(topics_, topic) > 0) parts_->streams.leave(topic, *this);
        }
        confirm("unsubscribe", arg);
    }

    void send(const Json& arg, const Json& row) {
        auto told = arg;
        told["uid"] = std::to_string(client_->account.value + 1);
        say({{"arg", std::move(told)}, {"data", Json::array({row})}});
    }
    void publish(std::string_view /*topic*/, const std::string& text) override {
        peer_->send(text);
    }
    void tell_user(std::string_view channel, const core::Instrument* of, const Json& row) override {
        for (const auto& arg : private_) {
            const auto args = Args::of(arg);
            if (args.get("channel") != channel) continue;
            if (of == nullptr || fits(parts_->hall, *of, args)) send(arg, row);
        }
    }

    Parts* parts_;
    net::WebPeer* peer_;
    Door door_;
    std::string id_;
    RateWindow messages_;
    Client* client_{};
    std::vector<std::string> topics_;
    std::vector<Json> private_;  // what was subscribed to, as it was said
};

}  // namespace

std::unique_ptr<net::WebSession> open_stream(Parts& parts, net::WebPeer& peer,
                                             std::string_view target) {
    const auto path = split_target(target).path;
    if (path.ends_with("/ws/v5/public"))
        return std::make_unique<Session>(parts, peer, Door::Public);
    if (path.ends_with("/ws/v5/business"))
        return std::make_unique<Session>(parts, peer, Door::Business);
    if (path.ends_with("/ws/v5/private"))
        return std::make_unique<Session>(parts, peer, Door::Private);
    return nullptr;
}

}  // namespace nightjar::exchange::okx
