#pragma once
/// One account at one venue: orders out, and what becomes of them back.

#include "core/base/random.hpp"
#include "core/base/spsc_queue.hpp"
#include "core/model/ports.hpp"
#include "venue/account_mirror.hpp"
#include "venue/asker.hpp"
#include "venue/user_link.hpp"
#include "venue/venue_clock.hpp"

#include <atomic>

namespace nightjar::venue {

struct GatewayConfig {
    core::VenueId venue;
    std::uint16_t node{};
    net::Url rest;
    net::Url stream;
    core::Duration patience = core::seconds(5);  ///< for an answer
    /// After so long a request that was sent has been taken, or never will be.
    core::Duration late = core::seconds(10);
    core::Duration connect_patience = core::seconds(20);  ///< until the private stream is ready
    core::Duration sweep_every = core::seconds(30);
    core::Duration clock_every = core::seconds(30);
    core::Duration most_ahead = core::seconds(10);        ///< of either clock
    core::Duration most_doubt = core::milliseconds(750);  ///< beyond it nothing is traded
    core::Duration dead_man{};                            ///< 0: none is set at the venue
    std::uint64_t seed{};                                 ///< of the waits between attempts
    /// What others did to the account before is not looked for; 0: before the start.
    core::Time since{};
    /// Nobody else trades with the account's cash: its balances can be compared.
    bool alone{true};
};

/// How it stands, for who watches; any thread.
struct GatewayFigures {
    std::atomic<std::uint64_t> orders{};
    std::atomic<std::uint64_t> cancels{};
    std::atomic<std::uint64_t> unknown{};
    std::atomic<std::uint64_t> queries{};
    std::atomic<std::uint64_t> sweeps{};
    std::atomic<std::uint64_t> missed{};
    std::atomic<std::uint64_t> connections{};
    std::atomic<std::int64_t> ahead_ns{};
    /// Assets and instruments that differ from the venue's, and are not traded.
    std::atomic<std::uint64_t> quarantined{};
};

/// The engine's thread calls the Venue port and `next_report`; everything else happens on the
/// transport's. Orders leave only while it is Live: connected, its clock measured, and reconciled.
/// Before that each is rejected as Disconnected; cancels wait. An order is sent once: what became
/// of one whose answer did not come is asked for, until the venue says it.
class Gateway final : public core::Venue, private UserLink::Ear {
public:
    enum class State : std::uint8_t { Down, Syncing, Live };
    using Note = std::function<void(std::string)>;

    /// All outlive it. `note` is told, on the transport's thread, what a person should know.
    Gateway(GatewayConfig config, const core::Catalog& catalog, OrderCodec& codec,
            UserStream& stream, RateLimiter& limiter, net::Transport& transport, Note note);
    ~Gateway() override;
    Gateway(const Gateway&) = delete;
    Gateway& operator=(const Gateway&) = delete;

    /// What the ledger knows of a life before is adopted here, before `start`.
    [[nodiscard]] AccountMirror& mirror() { return mirror_; }
    void start();
    /// Orders stay as they are at the venue.
    void stop();

    // Engine thread
    void submit(core::Approved<core::OrderRequest>&& order) override;
    void amend(core::Approved<core::AmendRequest>&& amend) override;
    void cancel(const core::CancelRequest& cancel) override;
    [[nodiscard]] bool next_report(core::Event& event);

    // Any thread
    [[nodiscard]] State state() const { return state_.load(std::memory_order_relaxed); }
    [[nodiscard]] const GatewayFigures& figures() const { return figures_; }

private:
    struct Wish {
        std::optional<core::Approved<core::OrderRequest>> order;
        std::optional<core::Approved<core::AmendRequest>> amend;
        std::optional<core::CancelRequest> cancel;
    };
    /// A balance that differs, as it was noted, and more of it with each sweep that saw it.
    struct Doubt {
        unsigned weight{};
        core::Money more;
        core::Money seen;  ///< the gap at the last sweep
    };
    static constexpr std::size_t most_wishes = 4'096;
    static constexpr std::size_t most_reports = 16'384;

    // Orders (gateway_orders.cpp)
    void wish(Wish wish);
    void grant();
    using Heard = void (Gateway::*)(MirroredOrder&, const core::Result<net::WebReply>&);
    /// A request for one order, and who hears the answer. False: the limits do not allow it now.
    [[nodiscard]] bool send(MirroredOrder& order, net::WebRequest request,
                            RateLimiter::Purpose purpose, Heard heard);
    [[nodiscard]] Question question_of(const MirroredOrder& order) const;
    void place(const core::Approved<core::OrderRequest>& order);
    void placed(MirroredOrder& order, const core::Result<net::WebReply>& reply);
    void amend_now(const core::Approved<core::AmendRequest>& amend);
    void amended(MirroredOrder& order, const core::Result<net::WebReply>& reply);
    void refuse(const core::OrderRequest& order, core::OrderReason reason);
    void cancel_now(MirroredOrder& order);
    void cancelled(MirroredOrder& order, const core::Result<net::WebReply>& reply);
    void ask_for(MirroredOrder& order);
    void asked(core::OrderId id, const core::Status& status, bool found);
    void unclear(MirroredOrder& order);
    void check_orders();
    void ask_for_fills();
    [[nodiscard]] PlacedOrder placed_of(const MirroredOrder& order) const;

    // The account as a whole (gateway.cpp)
    void on_account(std::span<const AccountEvent> events) override;
    void on_lost(const core::Error& why) override;
    core::Status hear(const AccountEvent& event);
    void connect_later();
    void measure_clock();
    void set_dead_man();
    void set_state(State state);
    void tick();
    void flush();

    // Reconciling (gateway_sweep.cpp)
    struct Sweep;
    void sweep();
    void sweep_later(core::Duration span);
    void sweep_fills();
    void sweep_positions();
    void sweep_funding();
    [[nodiscard]] core::Time sweep_since() const;
    core::Status settled(const FundingSaid& funding);
    void sweep_balances();
    void sweep_questions();
    void ask_next();
    void conclude();
    void go_live(bool settled);
    [[nodiscard]] core::Time strangers_before(const Sweep& done) const;
    void quarantine(const Findings& findings);
    void compare_cash(const Sweep& done, bool settled);
    void quarantine(const BalanceGap& gap, Doubt& doubt);
    void sweep_failed(const core::Error& why);

    [[nodiscard]] bool clock_is_good() const {
        return clock_.known() && clock_.doubt() <= config_.most_doubt &&
               clock_.ahead() <= config_.most_ahead && clock_.ahead().ns >= -config_.most_ahead.ns;
    }
    [[nodiscard]] core::Time now() const { return transport_->now(); }
    [[nodiscard]] core::Time venue_now() const { return now() + ahead_; }
    [[nodiscard]] const core::Instrument& instrument(const MirroredOrder& order) const {
        return (*catalog_)[order.request.instrument];
    }

    GatewayConfig config_;
    const core::Catalog* catalog_;
    std::vector<const core::Instrument*> instruments_;  // of this venue
    OrderCodec* codec_;
    net::Transport* transport_;
    Note note_;
    core::Random chance_;
    VenueClock clock_;
    core::Duration ahead_;
    AccountMirror mirror_;
    Asker asker_;
    UserLink link_;
    std::atomic<State> state_{State::Down};
    GatewayFigures figures_;

    core::SpscQueue<Wish> wishes_{most_wishes};
    core::SpscQueue<core::Event> reports_{most_reports};
    std::deque<core::Event> spilled_;      // beyond the queue; the transport's
    std::deque<core::Event> turned_down_;  // wishes beyond their queue; the engine's
    std::unique_ptr<net::Transport::Bell> bell_;
    std::unique_ptr<net::Transport::Timer> tick_;
    std::unique_ptr<net::Transport::Timer> reconnect_;
    std::shared_ptr<Sweep> sweep_;
    std::vector<Unexplained> unexplained_;    // at the last sweep
    std::optional<CashHeld> beside_;          // what lay in the account that is not the session's
    std::map<core::AssetId, Doubt> doubted_;  // gaps at the last sweep
    std::set<core::InstrumentId> quarantined_;
    std::set<std::string, std::less<>> strangers_;
    std::optional<core::Time> ready_by_;  // of a connection that is being made
    core::Time born_;
    bool missed_before_{};  // at the last sweep while live
    core::Time swept_to_;
    core::Time next_sweep_;
    core::Time next_clock_;
    core::Time next_dead_man_;
    core::Time next_fills_;
    bool asking_fills_{};
    bool measuring_{};
    unsigned attempts_{};
    std::uint64_t seq_{};
    bool stopped_{true};
};

}  // namespace nightjar::venue
