#pragma once
/// The exchange: it takes orders of any number of accounts and decides what fills.

#include "sim/clearing.hpp"
#include "sim/pits/bar_pit.hpp"
#include "sim/pits/book_pit.hpp"
#include "sim/pits/recorded_pit.hpp"

#include <variant>
#include <vector>

namespace nightjar::sim {

/// One venue; one thread; in exchange time, which never goes back. Each instrument has a pit of the
/// kind that `config.prices` names; calls that belong to another kind stop the process. With a new
/// mark price (on bars the close, else the mid; what on_mark says holds against mids for
/// `own_mark_holds`) funding that is due is paid,
/// and accounts below their maintenance margin are liquidated, isolated positions one by one; of
/// these a bar's open counts as a mark too.
class Matching {
public:
    static constexpr core::Duration own_mark_holds = core::seconds(60);

    Matching(const core::Catalog& catalog, core::VenueId venue, core::AssetId currency,
             MatchingConfig config);
    Matching(const Matching&) = delete;  // the pits point into it
    Matching& operator=(const Matching&) = delete;
    ~Matching() = default;

    /// An account that is not `told` gets no reports: its owner reads its books instead.
    core::AccountId open_account(core::Money cash, bool told = true) {
        return clearing_.open(cash, told);
    }
    /// As a restarted node's venue must stand: cash and positions that the ledger knows.
    void restore(core::AccountId account, const portfolio::Account& books) {
        clearing_.restore(account, books);
    }
    /// Funding comes by on_funding alone, from the first settlement on.
    void expect_rates(core::InstrumentId instrument) { clearing_.expect_rates(instrument); }

    void submit(core::AccountId account, const core::OrderRequest& order, core::Time at);
    /// Nothing is said of an order that is not there: its end was reported before.
    void amend(core::AccountId account, const core::AmendRequest& amend, core::Time at);
    void cancel(core::AccountId account, core::OrderId order, core::Time at,
                core::OrderReason reason);
    void cancel_all(core::AccountId account, core::Time at, core::OrderReason reason);

    /// Bars: one opens at that price; whatever waits for liquidity gets it here.
    void on_open(core::InstrumentId instrument, core::Price open, core::Time at);
    /// Bars: the rest of it: its range, and its close as the new mark.
    void on_bar(core::InstrumentId instrument, const core::Candle& candle);
    /// Recorded: what the recording says next, in exchange time; other events say nothing here.
    void on_recorded(const core::Event& event);
    void on_book(core::InstrumentId instrument, const core::BookDelta& delta, core::Time at);
    void on_quote(core::InstrumentId instrument, const core::Quote& quote, core::Time at);
    void on_trade(core::InstrumentId instrument, const core::Trade& trade, core::Time at);
    void on_gap(core::InstrumentId instrument);
    /// Any: a mark price, or a funding rate, of the venue's own.
    void on_mark(core::InstrumentId instrument, core::Price price, core::Time at);
    void on_funding(core::InstrumentId instrument, const core::Funding& funding, core::Time at);

    [[nodiscard]] bool has_orders(core::InstrumentId instrument) const;
    /// Book and Recorded.
    [[nodiscard]] const OrderPit& pit(core::InstrumentId instrument) const;
    [[nodiscard]] const portfolio::Account& account(core::AccountId id) const {
        return clearing_.books(id);
    }
    /// Of an isolated position.
    [[nodiscard]] core::Money set_aside(core::AccountId id, core::InstrumentId instrument) const {
        return clearing_.set_aside(id, instrument);
    }
    /// Reports to that account since the last call of `forget_reports`, in order.
    [[nodiscard]] std::span<const Report> reports(core::AccountId id) const {
        return clearing_.reports(id);
    }
    void forget_reports(core::AccountId id) { clearing_.forget_reports(id); }

    /// Book: what everybody sees, since the last call of `forget_tape`.
    [[nodiscard]] std::span<const core::Event> tape() const { return tape_.events(); }
    void forget_tape() { tape_.forget(); }
    /// Book: puts the whole book on the tape: a Clear, then its levels.
    void snapshot(core::InstrumentId instrument, core::Time at);

private:
    using Pit = std::variant<BarPit, BookPit, RecordedPit>;

    template <class Kind>
    [[nodiscard]] Kind& pit_of(core::InstrumentId instrument) {
        auto* pit = std::get_if<Kind>(&pits_[instrument.value]);
        NJ_CHECK(pit != nullptr, "instrument {} has prices of another kind", instrument.value);
        return *pit;
    }
    void mark(core::InstrumentId instrument, core::Price price, core::Time at);
    void mark_mid(core::InstrumentId instrument, core::Time at);

    Clearing clearing_;
    Tape tape_;
    std::vector<Pit> pits_;                   // by instrument
    std::vector<core::Time> own_mark_until_;  // likewise
};

}  // namespace nightjar::sim
