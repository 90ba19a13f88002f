#pragma once
/// The exchange's back office: accounts, margin, funding, and what each account is told.

#include "core/model/event.hpp"
#include "core/model/instrument.hpp"
#include "portfolio/account.hpp"
#include "sim/config.hpp"

#include <optional>
#include <span>
#include <variant>
#include <vector>

namespace nightjar::sim {

/// An order at the exchange. `left` 0: it is done, and goes.
struct Resting {
    core::AccountId account;
    core::OrderRequest order;
    core::Qty left;
    core::Time arrived;
    core::Qty tip{};   ///< in a book: what is left of the part that it shows, where it hides some
    bool fresh{true};  ///< on bars: no price has been seen since it came
    double front{};    ///< on a recording: lots of others that trade before it, as estimated
    double printed{};  ///< likewise: lots that have traded there since the level last changed

    [[nodiscard]] core::Qty filled() const { return order.qty - left; }
    [[nodiscard]] core::Qty visible() const { return tip.raw > 0 ? tip : left; }
};

/// What the exchange tells one account. A Fill that leaves nothing ends its order without words.
struct Report {
    core::Time at;  ///< exchange time
    core::InstrumentId instrument;
    std::variant<core::OrderUpdate, core::Fill, core::Balance> body;
};

/// Who is to be liquidated: all cross positions of the account, or one isolated.
struct Breach {
    core::AccountId account;
    std::optional<core::InstrumentId> isolated;
};

/// One venue, one thread. Perpetuals with cross margin have one equity for all of them: what is in
/// no isolated position. An isolated one has what was set aside when it was opened (and given back,
/// share by share, as it is closed), its own profit, and the funding that it paid or got; it cannot
/// be liquidated into more than that. Funds are looked at when an order is accepted and again at
/// each fill; open orders lock none.
class Clearing {
public:
    Clearing(const core::Catalog& catalog, core::AssetId currency, const MatchingConfig& config);

    /// An account that is not `told` gets no reports: its owner reads its books instead.
    core::AccountId open(core::Money cash, bool told);
    void restore(core::AccountId account, const portfolio::Account& books);
    [[nodiscard]] const portfolio::Account& books(core::AccountId id) const {
        return members_[id.value].books;
    }
    [[nodiscard]] std::span<const Report> reports(core::AccountId id) const {
        return members_[id.value].reports;
    }
    void forget_reports(core::AccountId id) { members_[id.value].reports.clear(); }

    void tell(const Resting& resting, core::Time at, core::OrderState state,
              core::OrderReason reason = core::OrderReason::None);
    /// Tells the terminal state and leaves nothing of the order.
    void end(Resting& resting, core::OrderState state, core::OrderReason reason, core::Time at);
    /// Ends an order that its account cannot pay for, or that would not reduce.
    void end_unaffordable(Resting& resting, core::Time at);

    /// How much of `wanted` the account can pay for, or give, at that price: all, or the part that
    /// closes what it holds.
    [[nodiscard]] core::Qty affordable(const Resting& resting, core::Qty wanted,
                                       core::Price price) const;
    /// Books an execution as it is; affordable() was asked before.
    void fill(Resting& resting, core::Price price, core::Qty qty, core::Liquidity liquidity,
              core::TradeId trade, core::Time at);
    /// Executes against nobody's account as much as is affordable, and ends the order when that is
    /// less than wanted. Gives what was booked.
    core::Qty execute(Resting& resting, core::Price price, core::Qty wanted,
                      core::Liquidity liquidity, core::Time at);
    core::TradeId next_trade(core::InstrumentId instrument) {
        return {next_trades_[config_.trades_numbered_apart ? instrument.value : 0]++};
    }

    void mark(core::InstrumentId instrument, core::Price price);
    [[nodiscard]] std::optional<core::Price> marked_at(core::InstrumentId id) const {
        return marks_[id.value];
    }
    /// The first account that holds the perpetual with less behind it than its maintenance margin.
    [[nodiscard]] std::optional<Breach> breached(core::InstrumentId id) const;
    /// Closes the positions at their marks, moved against the account by the penalty; an isolated
    /// one no lower than where its margin, with the fee, is used up.
    void liquidate(const Breach& breach, core::Time at);
    [[nodiscard]] bool isolates(core::InstrumentId id) const {
        const auto& instrument = (*catalog_)[id];
        return instrument.margin_mode == core::MarginMode::Isolated &&
               instrument.kind != core::InstrumentKind::Spot;
    }
    /// Set aside for an isolated position.
    [[nodiscard]] core::Money set_aside(core::AccountId account,
                                        core::InstrumentId instrument) const {
        return members_[account.value].set_aside[instrument.value];
    }

    /// Funding that has come due: at most one payment, for all settlements since the last.
    void settle_due(core::InstrumentId instrument, core::Time now) {
        if (now >= next_funding_[instrument.value]) settle_assumed(instrument, now);
    }
    /// Rates will be fed in: nothing is assumed from the beginning.
    void expect_rates(core::InstrumentId instrument);
    /// A recorded rate in 1e-12 of the value; above 0 longs pay shorts. Ends the assumed charge.
    void settle(core::InstrumentId instrument, core::Money rate, core::Time at);

private:
    struct Member {
        portfolio::Account books;
        bool told;
        std::vector<core::Money> set_aside;  // by instrument
        std::vector<Report> reports;
    };
    using MarginOf = core::Money (core::Instrument::*)(core::Money, core::Qty) const;

    void settle_assumed(core::InstrumentId instrument, core::Time now);
    void pay(Member& member, core::InstrumentId instrument, core::Money change, core::Time at);
    /// Of the account's cross positions but `without`.
    [[nodiscard]] core::Money margin(const portfolio::Account& books, MarginOf of,
                                     std::optional<core::InstrumentId> without) const;
    /// What an isolated position has behind it.
    [[nodiscard]] static core::Money own_equity(const Member& member, core::InstrumentId id);
    /// What all cross positions have behind them.
    [[nodiscard]] core::Money shared_equity(const Member& member) const;
    /// By how much the margin grows when so much is opened beside what stays.
    [[nodiscard]] static core::Money opening_margin(const portfolio::Account& books,
                                                    const core::Instrument& instrument, bool adds,
                                                    core::Price price, core::Qty opening);
    /// An isolated position is about to change.
    void set_aside(Member& member, const core::Instrument& instrument, core::Price price,
                   core::Qty change) const;
    void close(core::AccountId account, const core::Instrument& instrument, core::Time at);
    [[nodiscard]] core::Price last_price(const Member& member, const core::Instrument& instrument,
                                         core::Price wanted) const;

    const core::Catalog* catalog_;
    core::AssetId currency_;
    MatchingConfig config_;
    std::vector<Member> members_;
    std::vector<core::InstrumentId> isolated_;
    std::vector<std::optional<core::Price>> marks_;  // by instrument
    std::vector<core::Time> next_funding_;           // by instrument; far away where none is due
    std::vector<std::uint64_t> next_trades_;         // by instrument, or the first for all
};

}  // namespace nightjar::sim
