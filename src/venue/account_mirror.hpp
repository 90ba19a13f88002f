#pragma once
/// Our orders at one venue as the engine has been told of them. What the venue says, by whatever
/// way and however often, becomes each update and each fill once.

#include "venue/account_event.hpp"
#include "venue/cash_book.hpp"
#include "venue/reconcile.hpp"

#include <deque>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace nightjar::venue {

struct MirroredOrder {
    core::OrderRequest request;  ///< price and quantity as amended
    std::string client_id;
    std::string venue_id;  ///< empty until the venue has told it
    core::OrderState state{core::OrderState::Reserved};
    core::Qty filled;
    /// At the venue it is done so, with that much filled; the fills are still missing.
    struct End {
        core::OrderState state{};
        core::OrderReason reason{};
        core::Qty filled;
    };
    std::optional<End> end{};
    core::Time sent_at;
    bool in_flight{};      ///< a request for it waits for its answer
    bool cancel_wanted{};  ///< and not yet confirmed
    core::Time check_at;   ///< when the venue is to be asked for it, unless it has spoken
    core::Duration check_after{core::seconds(1)};
    std::uint64_t changed{};  ///< the mirror's count of changes at its last one

    [[nodiscard]] bool done() const { return core::is_terminal(state); }
};

/// Funding of one instrument, by its time at the venue.
struct Settlement {
    core::Time at;
    core::InstrumentId instrument;
    friend auto operator<=>(const Settlement&, const Settlement&) = default;
};

/// One thread. Done orders are remembered for late fills, the last 4,096; so are trades, the last
/// 65,536, and settlements of funding, the last 4,096.
class AccountMirror {
public:
    static constexpr std::size_t remembered_orders = 4'096;
    static constexpr std::size_t remembered_trades = 65'536;
    static constexpr std::size_t remembered_settlements = 4'096;

    AccountMirror(const core::Catalog& catalog, core::VenueId venue, std::uint16_t node);

    /// What has been told since the last call; stamps are the caller's to set but for `exch`.
    [[nodiscard]] std::vector<core::Event> take();

    MirroredOrder& add(const core::OrderRequest& request, core::Time now);
    /// Of a life before: as the ledger has it, and trades, funding and cash as booked.
    MirroredOrder& adopt(const OwnOrder& order, core::Time sent_at);
    void adopt(const TradeKey& trade) { remember(trade); }
    void adopt(const Settlement& funding) { settlements_.insert(funding); }
    void adopt(const portfolio::Account& books) { cash_.adopt(books); }

    [[nodiscard]] const MirroredOrder* find(core::OrderId id) const;
    [[nodiscard]] MirroredOrder* find(core::OrderId id) {
        return const_cast<MirroredOrder*>(std::as_const(*this).find(id));
    }
    /// By our id, if it is one; else by the venue's, which orders of other instruments may have
    /// too: where the instrument is not said, if only one order has it.
    [[nodiscard]] const MirroredOrder* find(std::string_view client_id, std::string_view venue_id,
                                            const core::Instrument* instrument) const;
    /// What an OrderSaid or a FillSaid is about.
    template <class Said>
    [[nodiscard]] const MirroredOrder* about(const Said& said) const {
        return find(said.client_id, said.venue_id, instrument(said.symbol));
    }
    template <class Said>
    [[nodiscard]] MirroredOrder* about(const Said& said) {
        return const_cast<MirroredOrder*>(std::as_const(*this).about(said));
    }
    [[nodiscard]] std::map<core::OrderId, MirroredOrder>& orders() { return orders_; }
    [[nodiscard]] const std::map<core::OrderId, MirroredOrder>& orders() const { return orders_; }
    void learn(MirroredOrder& order, std::string_view venue_id);

    /// Tells the engine.
    void tell(core::InstrumentId instrument, core::Time at, core::Event::Body body);
    /// Tells it, if that is news.
    void update(MirroredOrder& order, core::OrderState state, core::OrderReason reason);

    // What a venue says. Errors: BadField, for what is on no step of its instrument.
    core::Status on(const OrderSaid& said);
    core::Status on(const FillSaid& said);
    core::Status on(const FundingSaid& said);

    /// Orders of which fills are missing; asking for fills since then brings them.
    [[nodiscard]] std::optional<core::Time> fills_due() const;
    [[nodiscard]] const core::Instrument* instrument(std::string_view symbol) const;
    /// Fills of orders that nobody knew when they came; those before then, in the venue's time, are
    /// told as nobody's.
    void settle_homeless(core::Time sure_before);
    /// No fill is known of that is not booked.
    [[nodiscard]] bool all_booked() const { return homeless_.empty() && !fills_due(); }
    [[nodiscard]] const CashBook& cash() const { return cash_; }

    // For reconciling.
    /// Of the orders those for which nothing is under way, and that have not changed since. Good
    /// until the next call.
    [[nodiscard]] OwnView view(std::uint64_t unchanged_since);
    [[nodiscard]] std::uint64_t changes() const { return changes_; }
    [[nodiscard]] core::Result<VenueOrder> translate(const OrderSaid& said) const;
    [[nodiscard]] core::Result<VenueFill> translate(const FillSaid& said) const;
    void apply(const Missed& missed);

private:
    void remember(const TradeKey& trade);
    void book(core::InstrumentId instrument, core::Time at, const core::Fill& fill);
    void finish(MirroredOrder& order);

    const core::Catalog* catalog_;
    core::VenueId venue_;
    std::uint16_t node_;
    std::map<std::string, core::InstrumentId, std::less<>> symbols_;
    std::map<core::OrderId, MirroredOrder> orders_;  // open, and the last that are done
    std::multimap<std::string, core::OrderId, std::less<>> by_venue_id_;
    std::deque<core::OrderId> done_;
    std::set<TradeKey> trades_;
    std::deque<TradeKey> trades_in_order_;
    std::set<Settlement> settlements_;
    CashBook cash_;
    std::vector<VenueFill> homeless_;
    std::vector<OwnOrder> viewed_orders_;
    std::vector<TradeKey> viewed_trades_;
    std::vector<core::Event> told_;
    std::uint64_t changes_{};
};

}  // namespace nightjar::venue
