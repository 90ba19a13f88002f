#pragma once
/// One event in, all effects out.

#include "engine/config.hpp"
#include "exec/departures.hpp"
#include "exec/executor.hpp"
#include "exec/protection_desk.hpp"
#include "exec/quote_desk.hpp"
#include "exec/router.hpp"
#include "exec/tca.hpp"
#include "market/candle_builder.hpp"
#include "market/market.hpp"
#include "portfolio/books.hpp"
#include "portfolio/order_table.hpp"
#include "risk/breakers.hpp"
#include "risk/netting.hpp"
#include "risk/order_gate.hpp"
#include "risk/ramp.hpp"
#include "risk/target_gate.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <memory>
#include <vector>

namespace nightjar::engine {

struct Counters {
    std::uint64_t events{};
    std::uint64_t bars{};
    std::uint64_t targets{};
    std::uint64_t orders{};
    std::uint64_t fills{};
    std::uint64_t refusals{};
    std::uint64_t unexplained{};  ///< fills and updates that fit no order of ours

    template <class Archive, class Self>
    static void fields(Archive& a, Self& s) {
        a(s.events, s.bars, s.targets, s.orders, s.fills, s.refusals, s.unexplained);
    }
};

/// Owns all trading state; one thread. It knows no time but the stamps of its events, so the same
/// events give the same records. Once warm it neither allocates, locks nor waits.
class Engine {
public:
    /// What became of a person's order: the parent that was opened, or why none was.
    struct ManualAnswer {
        std::uint16_t ticket{};
        core::ParentId parent;
        std::optional<core::Refusal> refused{};
        std::optional<core::ParentEnded> ended{};
    };

    /// The only assembly: makes every part from the registries. Then either `open`, or `recall` for
    /// each record of the session's ledger; a Resumed command as the first event then begins the
    /// new epoch.
    static core::Result<std::unique_ptr<Engine>> build(Config config, core::Registries& registries,
                                                       Ports ports);

    /// A new session: writes the ledger's first records.
    void open();
    /// Takes one record of the ledger back into the books. Positions have no price until the market
    /// comes back. An error means that the ledger does not fit the configuration.
    core::Status recall(core::RecordType type, core::Time at, std::span<const std::byte> body);
    /// What the records recalled so far came to; `load` takes a fresh engine of the same
    /// configuration there. Layouts of other versions do not fit.
    [[nodiscard]] std::vector<std::byte> save() const;
    core::Status load(std::span<const std::byte> state);
    static constexpr std::uint32_t state_version = 9;

    void on(const core::Event& event);
    /// Cancels what is open, samples the equity and closes the ledger's session.
    void close();

    [[nodiscard]] const Counters& counters() const { return counters_; }
    [[nodiscard]] const core::Catalog& catalog() const { return config_.catalog; }
    [[nodiscard]] const Config& config() const { return config_; }
    [[nodiscard]] const portfolio::Books& books() const { return books_; }
    [[nodiscard]] const portfolio::OrderTable& orders() const { return orders_; }
    [[nodiscard]] const market::Market& market() const { return market_; }
    [[nodiscard]] core::KillLevel kill_level() const { return kill_.level(); }
    /// What brought it there; the rule is None where a person or a failure did.
    [[nodiscard]] const core::KillLevelChanged& last_level() const { return last_level_; }
    [[nodiscard]] const risk::Breakers& breakers() const { return breakers_; }
    [[nodiscard]] const risk::OrderGate& order_gate() const { return gate_; }
    /// Why a strategy may only reduce.
    [[nodiscard]] std::optional<core::Refusal> bar(core::StrategyId strategy) const {
        if (now_ >= slots_[strategy.value].barred_until) return std::nullopt;
        return config_.losses->strategy_loss(books_, strategy);
    }
    [[nodiscard]] const exec::Tca& tca() const { return tca_; }
    [[nodiscard]] const exec::Executor& executor() const { return executor_; }
    [[nodiscard]] const exec::ProtectionDesk& protections() const { return protections_; }
    /// The strategy works what persons order.
    [[nodiscard]] bool by_hand(core::StrategyId strategy) const {
        return slots_[strategy.value].strategy->by_hand();
    }
    /// Whether such an order can be taken at all; of fixed things only, so for any thread.
    [[nodiscard]] core::Status check(const core::ManualOrder& order) const;
    /// To the last of them, the oldest first.
    template <class Use>
    void manual_answers(Use use) const {
        const auto first = answered_ - std::min(answered_, answers_.size());
        for (auto i = first; i < answered_; ++i) use(answers_[i % answers_.size()]);
    }
    /// A stop that protects a position stays at its venue when the session ends, and is taken up
    /// again when it goes on.
    [[nodiscard]] bool keeps(core::OrderId order) const;
    /// Absent: every strategy has its full size.
    [[nodiscard]] const std::optional<risk::Ramp>& ramp() const { return ramp_; }
    [[nodiscard]] core::Time now() const { return now_; }
    /// When the feed is to say TimerFired; `never` is far away.
    [[nodiscard]] core::Time next_timer() const { return next_timer_; }
    static constexpr core::Time never{std::numeric_limits<std::int64_t>::max()};

private:
    struct Slot {
        std::unique_ptr<strategy::Strategy> strategy;
        core::Duration timeframe;
        core::Time alarm{never};
        core::Time barred_until{};  ///< it has lost what a day may cost it
        bool resized{};             ///< it may have more or less than before
        bool cut{};                 ///< less
    };
    struct Stated {
        double exposure{};
        bool said{};
        core::Duration pause;
        core::Time retry_after;
    };

    Engine(Config config, Ports ports, std::vector<Slot> slots,
           std::vector<std::vector<std::unique_ptr<risk::Sizer>>> sizers, risk::OrderGate gate,
           std::vector<std::unique_ptr<exec::Algorithm>> algorithms,
           core::Registry<exec::Algorithm> known_algorithms);

    void add_builder(core::InstrumentId instrument, core::Duration timeframe);

    // Events (engine.cpp)
    void on_market(const core::Event& event);
    void tell_strategies(const core::Event& event);
    void on_candle(const core::Event& event, const core::Candle& candle);
    void build_candles(const core::Event& event);
    void close_candle(const core::Event& event, const core::Candle& closed);
    void on_timer(const core::Event& event);
    void on_opinion(const core::Event& event, const core::OpinionReady& ready);
    void set_timer();
    void on_command(const core::Command& command);
    void set_level(core::KillLevel level, core::Person by);
    void set_limit(const core::LimitChange& change);
    [[nodiscard]] bool recovered() const;
    template <class Say>
    void tell(core::StrategyId id, Say say);

    // Decisions (deciding.cpp)
    void act();
    void consider(const core::Target& target);
    void pursue(core::InstrumentId instrument);
    void work_limited(const core::Target& target, core::Qty change);
    void send(const core::ChildIntent& child);
    std::optional<core::Qty> send_part(const core::ChildIntent& child);
    /// Why it has not left; absent: it has.
    [[nodiscard]] std::optional<core::Refusal> place(const core::OrderRequest& order,
                                                     const core::ParentOrder& parent,
                                                     bool quoting = false);
    [[nodiscard]] core::OrderRequest lesser(const core::OrderRequest& order,
                                            const core::Refusal& why);
    [[nodiscard]] risk::Throttles throttles(core::StrategyId strategy) const;
    void cancel(const portfolio::Order& order, risk::CancelReason why);
    void depart();
    void never_left(const core::OrderRequest& order);
    void end_parent(const exec::Parent& parent, bool keep = false);
    void cancel_all(risk::CancelReason why);
    void watch_losses();
    void watch_losses(core::StrategyId strategy);
    void raise(core::KillLevel level, const core::Refusal& cause, core::Person by = {});
    void arm(core::Person by);
    void rearm();
    void say_level(const core::KillLevelChanged& changed);
    /// Nothing new is decided.
    [[nodiscard]] bool mute() const {
        return stopping_ || kill_.level() >= core::KillLevel::Flatten;
    }
    [[nodiscard]] risk::View view() const;
    /// What the order's parent has left for each strategy.
    [[nodiscard]] std::span<const core::Allocation> shares_of(
        const core::OrderRequest& order) const {
        return netting_.shares(config_.catalog.home(order.instrument), order.parent);
    }

    // Stages (staging.cpp)
    void sample_stages();
    void lose_stage(core::StrategyId strategy);
    void set_stage(const core::StageWish& wish, core::Person by);
    void say_stage(const core::StageChanged& changed, std::int64_t share_before);
    void restate_all();
    void restate(core::StrategyId strategy, bool cut);

    // K3 (flattening.cpp)
    void forget_wishes();
    void flatten();
    void flatten(const core::Instrument& instrument, core::Qty held);

    // Parents that algorithms work (working.cpp)
    void open_parent(core::Approved<core::ParentOrder>&& parent, const core::AlgoTerms& terms = {});
    void work_parents(const core::Event& event);
    void work(core::ParentId id);
    [[nodiscard]] const exec::Child* stale_child(const exec::Parent& parent) const;
    [[nodiscard]] bool step(core::ParentId id);
    [[nodiscard]] bool may_send(core::InstrumentId instrument) const;
    [[nodiscard]] std::optional<core::EndReason> reason_to_stop(const exec::Parent& parent) const;
    void take_up_parents();

    // Parents of persons (manual.cpp)
    void on_manual(const core::ManualOrder& order);
    void on_manual(const core::ManualCancel& wish);
    [[nodiscard]] std::optional<core::Refusal> open_manual(const core::ManualOrder& order);
    [[nodiscard]] core::Qty after_manual(const core::ManualOrder& order) const;
    /// Null: at once.
    [[nodiscard]] core::Result<std::unique_ptr<exec::Algorithm>> algorithm_of(
        core::StrategyId strategy, const core::AlgoTerms& terms) const;

    // Quotes (quoting.cpp)
    void consider(core::QuoteWish wish);
    void pursue(const exec::QuoteDesk::Seat& seat);
    void end_quote(const exec::QuoteDesk::Seat& seat, const portfolio::Order& order);

    // Protection (protecting.cpp)
    using Seat = exec::ProtectionDesk::Seat;
    using Guard = exec::ProtectionDesk::Guard;
    void protect(const core::Event& event);
    void protect(Seat& seat);
    [[nodiscard]] exec::Protection::Seen look_at(const Seat& seat) const;
    [[nodiscard]] std::optional<core::Price> closing_price(core::InstrumentId id,
                                                           core::Side held) const;
    void begin_to_close(Seat& seat);
    void give_way(const Seat& seat);
    void close_protected(Seat& seat);
    [[nodiscard]] core::Qty leaving(const Seat& seat, core::InstrumentId id) const;
    [[nodiscard]] bool alone_on_side(core::StrategyId strategy, core::InstrumentId home,
                                     core::Side side) const;
    bool place_guard(Seat& seat, core::ChildIntent child);
    void withdraw(const Guard& guard);
    [[nodiscard]] bool rests(const Guard& guard) const;
    [[nodiscard]] std::optional<core::Price> venue_level(const Seat& seat) const;
    void keep_stop(Seat& seat);
    [[nodiscard]] core::Time replaced_at(const Seat& seat, const Guard& stop,
                                         core::Price wanted) const;
    void say_resting(Seat& seat, std::optional<core::Price> level);
    void tell(const Seat& seat);
    [[nodiscard]] bool permitted(const core::Target& target);
    void guard_filled(const portfolio::Order& order, const core::Fill& fill);
    void end_guard(const portfolio::Order& order);
    void retry_later(Seat& seat);
    [[nodiscard]] core::Qty closed_apart(const core::ChildIntent& child) const;

    // Recovery (recalling.cpp)
    core::Status recall_booking(core::RecordType type, std::span<const std::byte> body);
    core::Status recall_order(core::RecordType type, core::Time at,
                              std::span<const std::byte> body);
    core::Status recall_parent(const core::ParentOpened& opened);
    core::Status recall_guard(const core::ParentOpened& opened);
    void recall_guard(const core::OrderRequest& order);
    /// All that `recall` changes.
    template <class Archive, class Self>
    static void recalled(Archive& a, Self& s) {
        a(s.now_, s.epoch_, s.next_order_, s.next_parent_, s.counters_, s.kill_, s.orders_,
          s.books_, s.last_level_, s.limits_set_, s.executor_, s.netting_, s.router_.fees(),
          s.protections_);
        for (auto& stated : s.stated_) a(stated.exposure);
        for (auto& price : s.first_prices_) a(price);
        for (auto& slot : s.slots_) a(slot.barred_until);
        if (s.ramp_) a(*s.ramp_);
    }

    // Books (booking.cpp)
    void on_update(const core::Event& event, const core::OrderUpdate& update);
    void on_fill(const core::Event& event, const core::Fill& fill);
    void on_balance(const core::Event& event, const core::Balance& balance);
    void settle_crosses(const core::Event& event);
    void sample_equity(core::Time now);
    void sample_all(core::Time at);
    void sample(core::StrategyId account, const portfolio::Performance& performance, core::Time at);
    template <class Record>
    void record(const Record& record) {
        this->record(record, now_);
    }
    template <class Record>
    void record(const Record& record, core::Time at) {
        core::ByteWriter writer{scratch_};
        writer(record);
        ports_.journal->append(Record::type, at, writer.bytes());
    }

    // What a ledger names need not be of this configuration.
    [[nodiscard]] bool known(core::StrategyId id) const { return id.value < slots_.size(); }
    [[nodiscard]] bool known(core::InstrumentId id) const {
        return id.value < config_.catalog.instruments().size();
    }
    [[nodiscard]] Stated& stated(core::StrategyId strategy, core::InstrumentId instrument) {
        return stated_[strategy.value * config_.catalog.instruments().size() + instrument.value];
    }

    Config config_;
    Ports ports_;
    market::Market market_;
    portfolio::OrderTable orders_;
    portfolio::Books books_;
    risk::TargetGate targets_gate_;
    risk::Netting netting_;
    risk::OrderGate gate_;
    risk::KillSwitch kill_;
    risk::Breakers breakers_;
    std::optional<risk::Ramp> ramp_;
    core::KillLevelChanged last_level_;
    std::vector<core::LimitChange> limits_set_;   // by persons, in their order
    core::Registry<exec::Algorithm> algorithms_;  // for what persons order; else empty
    exec::Executor executor_;
    std::array<ManualAnswer, 16> answers_;
    std::size_t answered_{};
    exec::QuoteDesk quotes_;
    exec::ProtectionDesk protections_;
    exec::Router router_;
    exec::Departures departures_;
    exec::Tca tca_;
    std::vector<core::ParentId> due_;  // during this event
    std::vector<Slot> slots_;
    std::vector<std::vector<core::StrategyId>> subscribers_;    // by instrument
    std::vector<std::vector<market::CandleBuilder>> builders_;  // likewise; none where bars come
    std::vector<Stated> stated_;
    std::vector<std::optional<core::Price>> first_prices_;  // since trading could begin
    strategy::Said said_;                                   // during this event
    std::vector<std::byte> scratch_;
    Counters counters_;
    core::Time now_;
    core::Time next_sample_;
    core::Time next_timer_{never};
    std::uint64_t next_order_{1};
    std::uint64_t next_parent_{1};
    std::uint32_t epoch_;
    bool reconciling_{};  // since a restart, until the books are whole again
    bool stranger_{};     // the ledger's session is of another build or configuration
    bool stopping_{};     // nothing new leaves
    core::Time next_slice_;
    bool flatten_late_{};  // and said
    bool resized_{};       // some slot is
};

}  // namespace nightjar::engine
