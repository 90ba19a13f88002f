#include "net/memory_transport.hpp"

#include "net/errc.hpp"

#include <algorithm>

namespace nightjar::net {

using core::Time;

namespace {

std::unexpected<core::Error> failed(Errc errc, const Url& server) {
    return core::fail(errc, "{}: {}", server.authority(), errc_name(errc));
}

/// The answer to one request, given once, whoever comes first.
struct Asked {
    Transport::Answer answer;

    void say(core::Result<WebReply> reply) {
        if (auto once = std::exchange(answer, nullptr)) once(std::move(reply));
    }
};

class MemoryTimer final : public Transport::Timer {
public:
    explicit MemoryTimer(std::shared_ptr<bool> wanted) : wanted_{std::move(wanted)} {}
    ~MemoryTimer() override { *wanted_ = false; }
    MemoryTimer(const MemoryTimer&) = delete;
    MemoryTimer& operator=(const MemoryTimer&) = delete;

private:
    std::shared_ptr<bool> wanted_;
};

}  // namespace

/// One stream: the client's end, the server's, and what is between.
class MemoryTransport::Link final : public WebPeer, public std::enable_shared_from_this<Link> {
public:
    Link(MemoryTransport& net, Url server, StreamListener& listener)
        : net_{&net}, server_{std::move(server)}, listener_{&listener} {}

    void connect(const WebRequest& request) {
        auto* service = net_->service(server_);
        if (listener_ == nullptr) return;
        if (service == nullptr) return end(Errc::CannotConnect);
        connected_ = true;
        // What the service says while it opens the stream comes after the opening.
        listener_->on_open();
        session_ = service->on_stream(request, *this);
        if (session_ == nullptr) end(Errc::CannotConnect);
    }
    void to_server(std::string text) {
        carry(Passage::Kind::ToServer, up_, std::move(text), [this](const std::string& said) {
            if (session_ != nullptr) session_->on_text(said);
        });
    }
    void send(std::string text) override {
        carry(Passage::Kind::ToClient, down_, std::move(text), [this](const std::string& said) {
            if (listener_ != nullptr) listener_->on_text(said);
        });
    }
    void close() override {
        net_->at(std::max(down_, net_->now_),
                 [self = shared_from_this()] { self->end(Errc::Closed); });
    }
    void end(Errc errc) {
        connected_ = false;
        session_.reset();
        if (auto* listener = std::exchange(listener_, nullptr))
            listener->on_closed(failed(errc, server_).error());
    }
    /// The client is gone.
    void forget() {
        listener_ = nullptr;
        net_->at(net_->now_, [self = shared_from_this()] { self->end(Errc::Closed); });
    }
    [[nodiscard]] const Url& server() const { return server_; }

private:
    template <class Arrive>
    void carry(Passage::Kind kind, Time& last, std::string text, Arrive arrive) {
        if (listener_ == nullptr && kind == Passage::Kind::ToServer) return;
        const auto fate = net_->fate({kind, server_, text});
        last = std::max(last, net_->now_ + fate.delay);
        net_->at(last, [self = shared_from_this(), fate, arrive, text = std::move(text)] {
            if (!self->connected_) return;
            for (std::uint32_t i = 0; i < fate.copies; ++i) arrive(text);
            if (fate.cut) self->end(Errc::Closed);
        });
    }

    MemoryTransport* net_;
    Url server_;
    StreamListener* listener_;
    std::unique_ptr<WebSession> session_;
    bool connected_{};
    Time up_;
    Time down_;
};

void MemoryTransport::run_until(Time until) {
    while (!due_.empty() && due_.top().at <= until) {
        const auto next = due_.top();
        due_.pop();
        now_ = std::max(now_, next.at);
        next.action();
    }
    now_ = std::max(now_, until);
}

void MemoryTransport::cut(const Url& server) {
    for (const auto& weak : std::exchange(links_, {}))
        if (const auto link = weak.lock()) {
            if (link->server().authority() == server.authority())
                link->end(Errc::Closed);
            else
                links_.push_back(link);
        }
}

void MemoryTransport::download(const Url& server, WebRequest request, core::Duration patience,
                               Piece piece, Answer answer) {
    const auto hand_on = [server, piece = std::move(piece),
                          answer = std::move(answer)](core::Result<WebReply> reply) {
        const auto body = reply ? std::exchange(reply->body, {}) : std::string{};
        if (!body.empty() && !piece(*reply, body)) return answer(failed(Errc::Closed, server));
        answer(std::move(reply));
    };
    this->request(server, std::move(request), patience, hand_on);
}

void MemoryTransport::request(const Url& server, WebRequest request, core::Duration patience,
                              Answer answer) {
    const auto asked = std::make_shared<Asked>(std::move(answer));
    auto* to = service(server);
    if (to == nullptr) {
        at(now_, [asked, server] { asked->say(failed(Errc::CannotConnect, server)); });
        return;
    }
    at(now_ + patience, [asked, server] { asked->say(failed(Errc::TimedOut, server)); });
    const auto there = fate({Passage::Kind::Request, server, request.body});
    const auto answered = [this, asked, server](WebReply reply) {
        const auto back = fate({Passage::Kind::Answer, server, reply.body});
        at(now_ + back.delay, [asked, server, back, reply = std::move(reply)] {
            if (back.cut || reply.status == 0) return asked->say(failed(Errc::Closed, server));
            if (back.copies > 0) asked->say(reply);
        });
    };
    at(now_ + there.delay, [asked, server, there, to, answered, request = std::move(request)] {
        if (there.cut) return asked->say(failed(Errc::Closed, server));
        if (there.copies > 0) to->on_request(request, answered);
    });
}

std::unique_ptr<Stream> MemoryTransport::open(const Url& server, const Headers& headers,
                                              StreamListener& listener) {
    class Client final : public Stream {
    public:
        explicit Client(std::shared_ptr<Link> link) : link_{std::move(link)} {}
        ~Client() override { link_->forget(); }
        Client(const Client&) = delete;
        Client& operator=(const Client&) = delete;
        void send(std::string text) override { link_->to_server(std::move(text)); }

    private:
        std::shared_ptr<Link> link_;
    };
    auto link = std::make_shared<Link>(*this, server, listener);
    std::erase_if(links_, [](const auto& weak) { return weak.expired(); });
    links_.push_back(link);
    const auto fate_of = fate({Passage::Kind::Connect, server, {}});
    WebRequest request;
    request.target = server.target;
    request.headers = headers;
    at(now_ + fate_of.delay, [link, fate_of, request] {
        if (fate_of.cut || fate_of.copies == 0) return link->end(Errc::CannotConnect);
        link->connect(request);
    });
    return std::make_unique<Client>(std::move(link));
}

std::unique_ptr<Transport::Timer> MemoryTransport::after(core::Duration span,
                                                         std::function<void()> action) {
    auto wanted = std::make_shared<bool>(true);
    at(now_ + span, [wanted, action = std::move(action)] {
        if (*wanted) action();
    });
    return std::make_unique<MemoryTimer>(std::move(wanted));
}

std::unique_ptr<Transport::Bell> MemoryTransport::bell(std::function<void()> action) {
    struct Hears {
        std::function<void()> action;
        bool rung{};
        bool gone{};
    };
    class MemoryBell final : public Bell {
    public:
        MemoryBell(MemoryTransport& transport, std::shared_ptr<Hears> hears)
            : transport_{&transport}, hears_{std::move(hears)} {}
        ~MemoryBell() override { hears_->gone = true; }
        MemoryBell(const MemoryBell&) = delete;
        MemoryBell& operator=(const MemoryBell&) = delete;
        void ring() override {
            if (std::exchange(hears_->rung, true)) return;
            transport_->post([hears = hears_] {
                hears->rung = false;
                if (!hears->gone) hears->action();
            });
        }

    private:
        MemoryTransport* transport_;
        std::shared_ptr<Hears> hears_;
    };
    return std::make_unique<MemoryBell>(*this, std::make_shared<Hears>(std::move(action)));
}

}  // namespace nightjar::net
