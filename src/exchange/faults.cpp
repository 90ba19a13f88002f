#include "exchange/faults.hpp"

#include "exchange/form.hpp"
#include "exchange/own_books.hpp"

#include <algorithm>
#include <set>

namespace nightjar::exchange {

using core::Duration;
using core::Time;

namespace {

constexpr std::string_view control_paths = "/nightjar/";
constexpr std::uint64_t fault_stream = 0xFA;

constexpr std::array before{FaultKind::Lose, FaultKind::ErrorBefore, FaultKind::CutBefore,
                            FaultKind::Throttle, FaultKind::Delay};
constexpr std::array after{FaultKind::ErrorAfter, FaultKind::SilentAfter, FaultKind::CutAfter,
                           FaultKind::Late};
constexpr std::array on_the_way{FaultKind::Drop,   FaultKind::Double, FaultKind::Swap,
                                FaultKind::Garble, FaultKind::Hold,   FaultKind::Cut,
                                FaultKind::Mute};
constexpr std::array after_a_part{FaultKind::MuteAfterPart};

net::WebReply unavailable() {
    constexpr unsigned status = 503;
    return {.status = status,
            .headers = {{"Content-Type", "text/plain"}},
            .body = "Service Unavailable\n"};
}

/// What stands between client and venue has given up; the venue has not.
net::WebReply given_up() {
    constexpr unsigned status = 504;
    return {.status = status,
            .headers = {{"Content-Type", "text/plain"}},
            .body = "Gateway Time-out\n"};
}

net::WebReply throttled() {
    constexpr unsigned status = 429;
    return {.status = status,
            .headers = {{"Content-Type", "text/plain"}, {"Retry-After", "1"}},
            .body = "Too Many Requests\n"};
}

/// Another digit in the place of one of them.
std::string garbled(std::string text, core::Random& chance) {
    std::vector<std::size_t> digits;
    for (std::size_t i = 0; i < text.size(); ++i)
        if (text[i] >= '0' && text[i] <= '9') digits.push_back(i);
    if (digits.empty()) return text;
    auto& digit = text[digits[chance.below(digits.size())]];
    digit = digit == '9' ? '1' : static_cast<char>(digit + 1);
    return text;
}

}  // namespace

/// Between a session of the venue and its client.
class FaultyVenue::Peer final : public net::WebPeer {
public:
    Peer(FaultyVenue& venue, net::WebPeer& client, std::string target)
        : venue_{&venue}, client_{&client}, target_{std::move(target)} {
        venue_->peers_.push_back(this);
    }
    ~Peer() override { std::erase(venue_->peers_, this); }
    Peer(const Peer&) = delete;
    Peer& operator=(const Peer&) = delete;

    void send(std::string text) override {
        ++venue_->messages_;
        if (mute_) return;
        if (venue_->partly_filled() && venue_->strikes(after_a_part, target_) != nullptr) {
            pass(std::move(text));
            mute_ = true;
            return;
        }
        const auto* fault = venue_->strikes(on_the_way, target_);
        if (fault == nullptr) return pass(std::move(text));
        switch (fault->kind) {
            case FaultKind::Drop: return;
            case FaultKind::Double: pass(text); return pass(std::move(text));
            case FaultKind::Swap: swapped_ = std::move(text); return;
            case FaultKind::Garble: return pass(garbled(std::move(text), venue_->chance_));
            case FaultKind::Hold:
                held_.push_back(std::move(text));
                venue_->later(fault->span, [life = std::weak_ptr{life_}, this] {
                    if (!life.expired()) release();
                });
                return;
            case FaultKind::Cut: return client_->close();
            default: mute_ = true; return;
        }
    }
    void close() override { client_->close(); }

private:
    void pass(std::string text) {
        if (!held_.empty()) return held_.push_back(std::move(text));
        client_->send(std::move(text));
        if (auto late = std::exchange(swapped_, {}); !late.empty()) client_->send(std::move(late));
    }
    void release() {
        for (auto& text : std::exchange(held_, {})) pass(std::move(text));
    }

    FaultyVenue* venue_;
    net::WebPeer* client_;
    std::string target_;
    std::string swapped_;
    std::vector<std::string> held_;
    bool mute_{};
    std::shared_ptr<bool> life_{std::make_shared<bool>()};
};

class FaultyVenue::Session final : public net::WebSession {
public:
    explicit Session(std::unique_ptr<Peer> peer) : peer_{std::move(peer)} {}
    void begin(std::unique_ptr<net::WebSession> inner) { inner_ = std::move(inner); }
    void on_text(std::string_view text) override { inner_->on_text(text); }

private:
    std::unique_ptr<Peer> peer_;  // goes after the session that speaks to it
    std::unique_ptr<net::WebSession> inner_;
};

FaultyVenue::FaultyVenue(const Make& make, Now now, std::uint64_t seed)
    : now_{std::move(now)},
      opened_{now_()},
      chance_{seed, fault_stream},
      venue_{make([this] { return now_() + skew(); })} {}

FaultyVenue::~FaultyVenue() = default;

bool FaultyVenue::applies(const Fault& fault, std::string_view target) const {
    const auto since = now_() - opened_;
    return since >= fault.from && (!fault.until || since < *fault.until) &&
           (fault.path.empty() || target.find(fault.path) != std::string_view::npos);
}

const Fault* FaultyVenue::strikes(std::span<const FaultKind> kinds, std::string_view target) {
    for (const auto& fault : faults_) {
        if (std::ranges::find(kinds, fault.kind) == kinds.end() || !applies(fault, target))
            continue;
        if (chance_.uniform() >= fault.chance) continue;
        ++struck_[static_cast<std::size_t>(fault.kind)];
        return &fault;
    }
    return nullptr;
}

Duration FaultyVenue::skew() const {
    Duration sum;
    for (const auto& fault : faults_)
        if (fault.kind == FaultKind::Skew && applies(fault, {})) sum = sum + fault.span;
    return sum;
}

bool FaultyVenue::in_maintenance() const {
    return std::ranges::any_of(faults_, [this](const Fault& fault) {
        return fault.kind == FaultKind::Maintenance && applies(fault, {});
    });
}

/// Whether some order is open with a part of it filled; looked for only where that matters.
bool FaultyVenue::partly_filled() const {
    const bool matters = std::ranges::any_of(
        faults_, [](const Fault& fault) { return fault.kind == FaultKind::MuteAfterPart; });
    return matters && std::ranges::any_of(venue_->hall().clients(), [](const auto& client) {
               return std::ranges::any_of(client->orders.open(),
                                          [](const Order* order) { return order->filled.raw > 0; });
           });
}

void FaultyVenue::later(Duration span, std::function<void()> action) {
    later_.emplace(now_() + span, std::move(action));
}

void FaultyVenue::change_venue() {
    change_listing();
    change_balances();
}

void FaultyVenue::change_listing() {
    auto& venue = hall();
    std::set<core::InstrumentId> off;
    for (const auto& fault : faults_) {
        if (fault.kind != FaultKind::Delist || !applies(fault, fault.path)) continue;
        const auto* named = fault.path.empty() ? &venue.views().back()
                                               : venue.find(std::string_view{fault.path}.substr(1));
        if (named != nullptr) off.insert(named->instrument().id);
    }
    for (const auto& view : venue.views()) {
        const auto id = view.instrument().id;
        if (off.contains(id) == view.closed()) continue;
        if (view.closed()) {
            venue.list_again(id);
            continue;
        }
        ++struck_[static_cast<std::size_t>(FaultKind::Delist)];
        venue.delist(id);
    }
}

void FaultyVenue::change_balances() {
    auto& venue = hall();
    const auto wanted = std::ranges::find_if(faults_, [this](const Fault& fault) {
        return fault.kind == FaultKind::Balance && applies(fault, fault.path);
    });
    for (std::size_t i = 0; i < venue.clients().size(); ++i) {
        auto& client = *venue.clients()[i];
        const bool is_taken = taken_.contains(i);
        if (is_taken == (wanted != faults_.end())) continue;
        if (is_taken) {
            venue.take(client, -taken_.at(i));
            taken_.erase(i);
            continue;
        }
        constexpr std::int64_t parts = 1'000'000;
        const auto part = static_cast<std::int64_t>(wanted->chance * static_cast<double>(parts));
        const auto amount = scaled(venue.books(client).cash(venue.currency()), part, parts);
        ++struck_[static_cast<std::size_t>(FaultKind::Balance)];
        taken_.emplace(i, amount);
        venue.take(client, amount);
    }
}

void FaultyVenue::advance(Time now) {
    change_venue();
    venue_->advance(now + skew());
    while (!later_.empty() && later_.begin()->first <= now) {
        const auto action = std::move(later_.begin()->second);
        later_.erase(later_.begin());
        action();
    }
    if (!in_maintenance()) return;
    for (auto* peer : std::vector{peers_}) peer->close();
}

void FaultyVenue::on_request(const net::WebRequest& request, Reply reply) {
    if (request.target.starts_with(control_paths)) return reply(control(request));
    ++requests_;
    if (in_maintenance()) {
        ++struck_[static_cast<std::size_t>(FaultKind::Maintenance)];
        return reply(unavailable());
    }
    if (const auto* fault = strikes(before, request.target)) {
        if (fault->kind == FaultKind::ErrorBefore) return reply(unavailable());
        if (fault->kind == FaultKind::Throttle) return reply(throttled());
        if (fault->kind == FaultKind::CutBefore)
            return reply({.status = 0, .headers = {}, .body = {}});
        if (fault->kind == FaultKind::Delay)
            return later(fault->span,
                         [this, request, reply] { venue_->on_request(request, reply); });
        // Lost: kept, so that the connection stays as it is.
        return later(core::seconds(60), [reply] {});
    }
    const auto* fault = strikes(after, request.target);
    if (fault == nullptr) return venue_->on_request(request, std::move(reply));
    const auto struck = *fault;
    venue_->on_request(request, [this, struck, reply](net::WebReply answer) {
        if (struck.kind == FaultKind::ErrorAfter) return reply(given_up());
        if (struck.kind == FaultKind::CutAfter)
            return reply({.status = 0, .headers = {}, .body = {}});
        if (struck.kind == FaultKind::SilentAfter) return later(core::seconds(60), [reply] {});
        later(struck.span, [reply, answer = std::move(answer)] { reply(answer); });
    });
}

std::unique_ptr<net::WebSession> FaultyVenue::on_stream(const net::WebRequest& request,
                                                        net::WebPeer& peer) {
    if (in_maintenance()) return nullptr;
    auto between = std::make_unique<Peer>(*this, peer, request.target);
    auto& to_client = *between;
    auto session = std::make_unique<Session>(std::move(between));
    auto inner = venue_->on_stream(request, to_client);
    if (!inner) return nullptr;
    session->begin(std::move(inner));
    return session;
}

net::WebReply FaultyVenue::control(const net::WebRequest& request) {
    const auto [path, query] = split_target(request.target);
    const auto fields = parse_form(query).value_or(Fields{});
    const auto field = [&](std::string_view wanted) {
        const auto found = std::ranges::find(fields, wanted, &Fields::value_type::first);
        return found == fields.end() ? std::string{} : found->second;
    };
    if (path == "/nightjar/faults") return control_faults(request);
    std::string page;
    if (path == "/nightjar/book") page = book_page(hall(), field("base"), field("kind") == "spot");
    if (const auto* client = hall().client(field("key"));
        path == "/nightjar/account" && client != nullptr)
        page = account_page(hall(), *client);
    if (page.empty()) return {.status = 404, .body = "there is no such page\n"};
    return {.headers = {{"Content-Type", "application/json"}}, .body = std::move(page)};
}

net::WebReply FaultyVenue::control_faults(const net::WebRequest& request) {
    if (request.method == "POST") {
        std::vector<Fault> faults;
        std::string_view rest = request.body;
        while (!rest.empty()) {
            const auto end = std::min(rest.find('\n'), rest.size());
            const auto line = rest.substr(0, end);
            rest.remove_prefix(std::min(end + 1, rest.size()));
            if (line.empty()) continue;
            auto fault = Fault::parse(line);
            if (!fault) return {.status = 400, .body = std::string{fault.error().text()} + "\n"};
            faults.push_back(std::move(*fault));
        }
        set(std::move(faults));
    }
    std::string said = fmt::format("requests {}\nmessages {}\n", requests_, messages_);
    for (const auto& fault : faults_)
        said += fmt::format("{} struck {}\n", name(fault.kind), struck(fault.kind));
    return {.headers = {{"Content-Type", "text/plain"}}, .body = std::move(said)};
}

}  // namespace nightjar::exchange
