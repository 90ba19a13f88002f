#include "exchange/binance/stream_session.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <set>

namespace nightjar::exchange::binance {

namespace {

constexpr std::size_t most_streams = 1'024;

Json refused(const Json& id, const char* why) {
    constexpr int invalid = 2;
    return {{"error", {{"code", invalid}, {"msg", why}}}, {"id", id}};
}

class StreamSession final : public net::WebSession, private TopicSink, private UserSink {
public:
    StreamSession(Parts& parts, net::WebPeer& peer, bool combined)
        : parts_{&parts}, peer_{&peer}, combined_{combined}, messages_{parts.market} {}
    StreamSession(const StreamSession&) = delete;
    StreamSession& operator=(const StreamSession&) = delete;
    ~StreamSession() override {
        for (const auto& name : streams_) parts_->streams.topics().leave(name, *this);
        parts_->users.leave(*this);
    }

    /// False for what the venue does not have.
    bool add(std::string_view name) {
        if (streams_.size() >= most_streams) return false;
        if (const auto* client = parts_->listen_keys.find(name)) {
            if (listen_key_.empty()) parts_->users.join(*client, *this);
            listen_key_ = name;
            return true;
        }
        if (!read_stream(parts_->market, parts_->hall, name)) return false;
        streams_.emplace(name);
        parts_->streams.topics().join(name, *this);
        return true;
    }

    void on_text(std::string_view text) override {
        parts_->catch_up();
        if (!messages_.take(parts_->hall.now()) || text.size() > longest_message)
            return peer_->close();
        const auto request = Json::parse(text, nullptr, false);
        if (!request.is_object()) return say(refused(nullptr, "Invalid JSON: expected object"));
        const auto id = request.value("id", Json{});
        const auto method = request.value("method", Json{});
        const auto names = request.value("params", Json::array());
        if (!method.is_string() || !names.is_array())
            return say(refused(id, "Invalid request: request ID must be an unsigned integer"));
        say(answer(method.get<std::string>(), names, id));
    }

private:
    Json answer(const std::string& method, const Json& names, const Json& id) {
        if (method == "LIST_SUBSCRIPTIONS") {
            auto all = Json::array();
            for (const auto& name : streams_) all.push_back(name);
            return {{"result", std::move(all)}, {"id", id}};
        }
        if (method == "SET_PROPERTY" && names.size() == 2 && names[0] == "combined") {
            combined_ = names[1] == true;
            return {{"result", nullptr}, {"id", id}};
        }
        const bool joins = method == "SUBSCRIBE";
        if (!joins && method != "UNSUBSCRIBE")
            return refused(id, "Invalid request: unknown method");
        for (const auto& name : names) {
            if (!name.is_string()) return refused(id, "Invalid request: not a stream name");
            const auto text = name.get<std::string>();
            if (joins && !add(text)) return refused(id, "Invalid request: invalid stream");
            if (!joins) drop(text);
        }
        return {{"result", nullptr}, {"id", id}};
    }

    void drop(const std::string& name) {
        if (streams_.erase(name) > 0) parts_->streams.topics().leave(name, *this);
        if (listen_key_.empty() || listen_key_ != name) return;
        parts_->users.leave(*this);
        end_user();
    }

    void say(const Json& message) { peer_->send(message.dump()); }

    void send(std::string_view stream, const std::string& text) {
        if (combined_)
            peer_->send(fmt::format(R"({{"stream":"{}","data":{}}})", stream, text));
        else
            peer_->send(text);
    }
    void publish(std::string_view topic, const std::string& text) override { send(topic, text); }
    void tell_user(const std::string& event) override { send(listen_key_, event); }
    void end_user() override { listen_key_.clear(); }

    Parts* parts_;
    net::WebPeer* peer_;
    bool combined_;
    MessageCount messages_;
    std::set<std::string, std::less<>> streams_;
    std::string listen_key_;
};

}  // namespace

std::unique_ptr<net::WebSession> open_stream(Parts& parts, net::WebPeer& peer,
                                             std::string_view target) {
    const auto [path, query] = split_target(target);
    const auto names = segments(path);
    const auto root = std::ranges::find_if(
        names, [](std::string_view name) { return name == "ws" || name == "stream"; });
    if (root == names.end()) return nullptr;
    auto session = std::make_unique<StreamSession>(parts, peer, *root == "stream");
    // As the venue does, names that it does not know are passed over here.
    for (auto name = root + 1; name != names.end(); ++name) session->add(*name);
    const auto fields = parse_form(query);
    if (!fields) return nullptr;
    const Params params{*fields};
    for (const auto name : segments(params.find("streams").value_or(std::string_view{})))
        session->add(name);
    if (const auto key = params.find("listenKey"); key && !session->add(*key)) return nullptr;
    return session;
}

}  // namespace nightjar::exchange::binance
