#pragma once
/// One venue's market: its instruments, the crowd that trades there, and the clients' accounts and
/// orders. What a venue's protocol says and hears is translated into this and from this.

#include "exchange/client.hpp"
#include "exchange/errc.hpp"
#include "exchange/hall_listener.hpp"
#include "exchange/market_view.hpp"
#include "exchange/source.hpp"

#include <memory>
#include <optional>
#include <span>
#include <vector>

namespace nightjar::exchange {

/// What a client has of an asset. Real venues lock what open orders may need; so does this.
struct Holding {
    core::Money total;       ///< in the wallet
    core::Money unrealized;  ///< of perpetuals, at their marks; of the currency only
    core::Money locked;      ///< by orders
    core::Money margin;      ///< by positions

    [[nodiscard]] core::Money free() const { return total + unrealized - locked - margin; }
};

/// One thread; time comes from outside and goes forward only. All that happens is told to the
/// listener while it happens, before the call returns. References to views, clients and the catalog
/// hold as long as the hall; orders until the client's next one.
///
/// Halls with the same seed, opening and prices have the same hidden values, asset by asset, when
/// they list the same bases in the same order.
class Hall {
public:
    static constexpr core::Duration beat = core::milliseconds(50);
    static constexpr core::Duration longest_stride = core::minutes(10);

    explicit Hall(HallConfig config);
    Hall(const Hall&) = delete;  // views and clients point into it
    Hall& operator=(const Hall&) = delete;
    ~Hall() = default;

    /// Null: nobody.
    void tell(HallListener* listener) { listener_ = listener; }
    /// The market up to then, in beats. After a pause longer than `longest_stride` it skips.
    void advance(core::Time now);
    [[nodiscard]] core::Time now() const { return now_; }
    /// Recordings begin: what happened there at a time happens here so much later.
    void play(core::Duration later) { source_->play(later); }

    [[nodiscard]] const HallConfig& config() const { return config_; }
    [[nodiscard]] const core::Catalog& catalog() const { return catalog_; }
    [[nodiscard]] core::AssetId currency() const { return currency_; }
    [[nodiscard]] std::span<const MarketView> views() const { return views_; }
    [[nodiscard]] const MarketView& view(core::InstrumentId id) const { return views_[id.value]; }
    [[nodiscard]] const Listing& listing(core::InstrumentId id) const {
        return config_.listings[id.value];
    }
    [[nodiscard]] const MarketView* find(std::string_view symbol) const;
    /// Off the market: orders there are cancelled and none is taken, its book is empty, and nothing
    /// is told of what goes on. On it again: the book is there again.
    void delist(core::InstrumentId id);
    void list_again(core::InstrumentId id);
    [[nodiscard]] bool delisted(core::InstrumentId id) const { return view(id).closed(); }

    /// Error: BadConfig, for a key that is there already, an asset that is not, or an amount below
    /// zero.
    core::Result<Client*> admit(ClientConfig config);
    /// Its cash and positions are those from now on: an exchange that was there before it began.
    /// `books` are of this hall's catalog.
    void restore(const Client& client, const portfolio::Account& books) {
        source_->exchange().restore(client.account, books);
    }
    /// So much of its currency is gone, and nobody is told why; below 0 it comes.
    void take(Client& client, core::Money amount);
    [[nodiscard]] Client* client(std::string_view key);
    [[nodiscard]] std::span<const std::unique_ptr<Client>> clients() const { return clients_; }
    [[nodiscard]] Holding holding(const Client& client, core::AssetId asset) const;
    /// What the position's leverage is for that client.
    [[nodiscard]] std::int32_t leverage(const Client& client, core::InstrumentId id) const;
    /// Errors: BadRequest, beyond what is listed; InsufficientFunds, where positions and orders
    /// would need more than there is.
    core::Status set_leverage(Client& client, core::InstrumentId id, std::int64_t times);
    /// The exchange's own books, for who wants to compare.
    [[nodiscard]] const portfolio::Account& books(const Client& client) const {
        return source_->exchange().account(client.account);
    }

    /// Says whether the order would be taken, as far as that is known before.
    [[nodiscard]] core::Status check(const Client& client, Terms terms) const;
    /// What could be filled at once is filled when it returns. A refused order leaves no trace,
    /// unless the venue rejects it later (HallConfig::rejects_later).
    core::Result<const Order*> place(Client& client, Terms terms);
    /// Errors: UnknownOrder, NotOpen. `cancel_id` is the client's name for the request.
    core::Result<const Order*> cancel(Client& client, core::OrderId id,
                                      std::string_view cancel_id = {});
    /// All, or those at one instrument; gives them in the order of their age.
    std::vector<core::OrderId> cancel_all(Client& client,
                                          std::optional<core::InstrumentId> instrument);
    /// `qty` in all, the filled part included.
    core::Result<const Order*> amend(Client& client, core::OrderId id, core::Price price,
                                     core::Qty qty);
    /// The dead man's switch: orders are cancelled at that time unless it is set again.
    void cancel_after(Client& client, std::optional<core::InstrumentId> instrument,
                      std::optional<core::Time> at);

private:
    struct Sleeper {
        Client* client{};
        core::OrderId order;
        core::InstrumentId instrument;
        Trigger trigger;
    };
    void list();
    void step(core::Time to);
    void on_beat(core::Time at);
    void settle();
    void drain();
    void on_event(const core::Event& event);
    void on_print(core::InstrumentId instrument, core::Price price);
    void wake();

    void read_reports();
    void on_report(Client& client, const sim::Report& report);
    void on_update(Client& client, const core::OrderUpdate& update, core::Time at);
    void on_fill(Client& client, core::InstrumentId instrument, const core::Fill& fill,
                 core::Time at);
    Order& liquidation(Client& client, core::InstrumentId instrument, const core::Fill& fill,
                       core::Time at);
    void end(Client& client, Order& order, OrderStatus status, core::Time at);
    void announce(Client& client, const Order& order, const OrderEvent& event);
    void submit(Client& client, const Order& order);

    [[nodiscard]] core::Status resolve(Terms& terms) const;
    [[nodiscard]] core::Status check_steps(const Terms& terms) const;
    [[nodiscard]] core::Status check_funds(const Client& client, const Terms& terms,
                                           const Order* instead) const;
    [[nodiscard]] core::Status check_all(const Client& client, Terms& terms) const;

    HallConfig config_;
    core::Catalog catalog_;
    core::AssetId currency_;
    std::vector<MarketView> views_;  // by instrument
    std::unique_ptr<MarketSource> source_;
    std::vector<std::unique_ptr<Client>> clients_;
    std::vector<Sleeper> sleepers_;
    std::vector<Sleeper> awake_;
    HallListener* listener_{};
    core::Time now_;
    core::Time next_beat_;
    std::uint64_t next_order_{1'000'001};
    bool amend_refused_{};
};

}  // namespace nightjar::exchange
