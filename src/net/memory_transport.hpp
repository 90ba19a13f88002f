#pragma once
/// A network in memory: clients and services in one thread, in a time of their own, with whatever
/// goes wrong on the way.

#include "net/transport.hpp"
#include "net/web_service.hpp"

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <queue>
#include <string>
#include <vector>

namespace nightjar::net {

/// A message on its way. The answer to a request is one too.
struct Passage {
    enum class Kind : std::uint8_t { Request, Answer, Connect, ToServer, ToClient };

    Kind kind{};
    const Url& server;
    std::string_view text;  ///< of the stream's message, or the body
};

/// What becomes of it. Messages of one stream and direction never overtake each other.
struct Fate {
    core::Duration delay{};
    std::uint32_t copies{1};  ///< 0: it is lost; a stream's message may come twice
    bool cut{};               ///< the connection is cut where it would have arrived
};

/// Deterministic: the same calls and fates give the same order of events.
class MemoryTransport final : public Transport {
public:
    explicit MemoryTransport(core::Time start) : now_{start} {}

    /// The service outlives what is sent to it.
    void serve(const Url& server, WebService& service) { services_[server.authority()] = &service; }
    /// Asked for each message; without it all arrive at once.
    void set_fates(std::function<Fate(const Passage&)> fates) { fates_ = std::move(fates); }
    /// What is due until then happens, in the order of its time.
    void run_until(core::Time until);
    /// Cuts all streams of a server, as a restart of it does.
    void cut(const Url& server);

    void request(const Url& server, WebRequest request, core::Duration patience,
                 Answer answer) override;
    /// In one piece.
    void download(const Url& server, WebRequest request, core::Duration patience, Piece piece,
                  Answer answer) override;
    [[nodiscard]] std::unique_ptr<Stream> open(const Url& server, const Headers& headers,
                                               StreamListener& listener) override;
    [[nodiscard]] core::Time now() const override { return now_; }
    [[nodiscard]] std::unique_ptr<Timer> after(core::Duration span,
                                               std::function<void()> action) override;
    void post(std::function<void()> action) override { at(now_, std::move(action)); }
    [[nodiscard]] std::unique_ptr<Bell> bell(std::function<void()> action) override;

private:
    class Link;
    struct Due {
        core::Time at;
        std::uint64_t order;
        std::function<void()> action;

        friend bool operator<(const Due& a, const Due& b) {
            return a.at == b.at ? a.order > b.order : a.at > b.at;
        }
    };
    void at(core::Time when, std::function<void()> action) {
        due_.push({when, ++ordered_, std::move(action)});
    }
    [[nodiscard]] Fate fate(const Passage& passage) const {
        return fates_ ? fates_(passage) : Fate{};
    }
    [[nodiscard]] WebService* service(const Url& server) const {
        const auto found = services_.find(server.authority());
        return found == services_.end() ? nullptr : found->second;
    }

    core::Time now_;
    std::uint64_t ordered_{};
    std::priority_queue<Due> due_;
    std::map<std::string, WebService*> services_;
    std::vector<std::weak_ptr<Link>> links_;
    std::function<Fate(const Passage&)> fates_;
};

}  // namespace nightjar::net
