#pragma once
/// What goes wrong at a simulated exchange: chosen, seeded, counted.

#include "core/base/random.hpp"
#include "exchange/service.hpp"

#include <array>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace nightjar::exchange {

enum class FaultKind : std::uint8_t {
    // Requests
    Lose,         ///< never arrives, and is never answered
    ErrorBefore,  ///< HTTP 503 instead of being looked at
    ErrorAfter,   ///< done, then HTTP 504
    SilentAfter,  ///< done, and never answered
    CutBefore,    ///< the connection is cut
    CutAfter,     ///< done, then the connection is cut
    Throttle,     ///< HTTP 429, Retry-After: 1
    Late,         ///< done, and answered after the span
    Delay,        ///< arrives after the span; of a cancel: when it was filled, maybe
    // Messages of streams to the client
    Drop,
    Double,
    Swap,           ///< comes after the next one
    Garble,         ///< a digit of it is another
    Hold,           ///< this and all behind it come after the span
    Cut,            ///< the stream is cut
    Mute,           ///< this stream says nothing any more, and stays open
    MuteAfterPart,  ///< so it does once it has told that an order was filled in part
    // The venue
    Skew,         ///< its clock is ahead by the span, or with "-" behind
    Maintenance,  ///< HTTP 503 to all, streams are cut
    Delist,       ///< the instrument of the path, or the last that is listed, is off the market
    Balance,      ///< the chance is the part of each account's currency that is gone
};

struct Fault {
    FaultKind kind{};
    double chance{1};  ///< of each request or message; what happens to the venue always does
    core::Duration span{};
    core::Duration from{};  ///< since the exchange opened
    std::optional<core::Duration> until{};
    /// Only of requests and streams whose target has that in it; of Delist "/" and a symbol.
    std::string path{};

    /// "KIND[:CHANCE][:SPAN][@FROM[-UNTIL]][/PATH]", as in "error_after:0.05",
    /// "late:0.1:200ms/order", "maintenance@60s-90s", "skew:-1500ms". Error: BadRequest.
    static core::Result<Fault> parse(std::string_view spec);
};
[[nodiscard]] std::string_view name(FaultKind kind);
constexpr std::size_t fault_kinds = 21;

/// A venue behind faults: its requests, its streams and its clock. One thread, its server's. With
/// the same seed the same requests and messages meet the same faults. At
/// /nightjar/faults GET tells the faults and how often each struck, and POST takes new ones, one
/// in a line, instead of those that were there; /nightjar/account?key=K and
/// /nightjar/book?base=BTC&kind=spot are the exchange's own figures (own_books.hpp).
class FaultyVenue final : public VenueService {
public:
    /// Makes the venue by the clock that it is to have.
    using Make = std::function<std::unique_ptr<VenueService>(Now)>;

    FaultyVenue(const Make& make, Now now, std::uint64_t seed);
    ~FaultyVenue() override;

    /// They hold from the next moment on, and what the ones before did to the venue is undone then.
    void set(std::vector<Fault> faults) { faults_ = std::move(faults); }
    [[nodiscard]] const std::vector<Fault>& faults() const { return faults_; }
    [[nodiscard]] std::uint64_t struck(FaultKind kind) const {
        return struck_[static_cast<std::size_t>(kind)];
    }
    [[nodiscard]] std::uint64_t requests() const { return requests_; }
    [[nodiscard]] std::uint64_t messages() const { return messages_; }
    /// What Balance took of the first client's currency.
    [[nodiscard]] core::Money taken() const {
        return taken_.empty() ? core::Money{} : taken_.begin()->second;
    }

    void advance(core::Time now) override;
    [[nodiscard]] Hall& hall() override { return venue_->hall(); }
    void on_request(const net::WebRequest& request, Reply reply) override;
    std::unique_ptr<net::WebSession> on_stream(const net::WebRequest& request,
                                               net::WebPeer& peer) override;

private:
    class Peer;
    class Session;

    [[nodiscard]] bool applies(const Fault& fault, std::string_view target) const;
    /// The first of the kinds that strikes now.
    [[nodiscard]] const Fault* strikes(std::span<const FaultKind> kinds, std::string_view target);
    [[nodiscard]] core::Duration skew() const;
    [[nodiscard]] bool in_maintenance() const;
    [[nodiscard]] bool partly_filled() const;
    /// What is to hold of the market and the accounts now.
    void change_venue();
    void change_listing();
    void change_balances();
    [[nodiscard]] net::WebReply control(const net::WebRequest& request);
    [[nodiscard]] net::WebReply control_faults(const net::WebRequest& request);
    void later(core::Duration span, std::function<void()> action);

    Now now_;
    core::Time opened_;
    core::Random chance_;
    std::unique_ptr<VenueService> venue_;
    std::vector<Fault> faults_;
    std::array<std::uint64_t, fault_kinds> struck_{};
    std::uint64_t requests_{};
    std::uint64_t messages_{};
    std::multimap<core::Time, std::function<void()>> later_;
    std::vector<Peer*> peers_;
    std::map<std::size_t, core::Money> taken_;  // by client
};

}  // namespace nightjar::exchange
