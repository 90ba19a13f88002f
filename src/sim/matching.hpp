#pragma once
/// The exchange: it takes orders of any number of accounts and decides what fills.

#include "core/model/event.hpp"
#include "core/model/instrument.hpp"
#include "portfolio/account.hpp"
#include "sim/models/fees.hpp"

#include <span>
#include <variant>
#include <vector>

namespace nightjar::sim {

struct MatchingConfig {
    FeeModel fees;
    std::int64_t slippage_ppb{};  ///< of the price, against every taker on bars
    bool short_spot{};            ///< may spot be sold that is not held
};

/// What the exchange tells one account.
struct Report {
    core::AccountId account;
    core::Time at;  ///< exchange time
    core::InstrumentId instrument;
    std::variant<core::OrderUpdate, core::Fill, core::Balance> body;
};

/// One venue; one thread; in exchange time. Bars hold no book, so on bars: market orders fill at
/// the next open; a resting limit fills at its price only when the bar trades through it; a stop
/// fills at its trigger, or at the open beyond it; when a bar touches several, stops come first.
class Matching {
public:
    Matching(const core::Catalog& catalog, core::VenueId venue, core::AssetId currency,
             MatchingConfig config);

    core::AccountId open_account(core::Money cash);
    /// As a restarted node's venue must stand: cash and positions that the ledger knows.
    void restore(core::AccountId account, const portfolio::Account& books);

    void submit(core::AccountId account, const core::OrderRequest& order, core::Time at);
    void cancel(core::AccountId account, core::OrderId order, core::Time at,
                core::OrderReason reason);

    /// A bar opens at that price; whatever waits for liquidity gets it here.
    void on_open(core::InstrumentId instrument, core::Price open, core::Time at);
    /// The rest of the bar: its range, and its close as the new mark.
    void on_bar(core::InstrumentId instrument, const core::Candle& candle);

    [[nodiscard]] bool has_orders(core::InstrumentId instrument) const {
        return !resting_[instrument.value].empty();
    }
    [[nodiscard]] const portfolio::Account& account(core::AccountId id) const {
        return accounts_[id.value];
    }
    /// Reports since the last call of `forget_reports`, in order.
    [[nodiscard]] std::span<const Report> reports() const { return reports_; }
    void forget_reports() { reports_.clear(); }

private:
    struct Resting {
        core::AccountId account;
        core::OrderRequest order;
        core::Qty left;
        core::Time arrived;
        bool fresh{true};  ///< no price has been seen since it came
    };

    void tell(const Resting& resting, core::Time at, core::OrderState state,
              core::OrderReason reason);
    void execute(Resting& resting, core::Price price, core::Liquidity liquidity, core::Time at);
    void end(Resting& resting, core::OrderState state, core::OrderReason reason, core::Time at);
    void open_one(Resting& resting, core::Price open, core::Time at);
    void range_one(Resting& resting, const core::Candle& candle);
    [[nodiscard]] core::Price slipped(core::Price price, core::Side side) const;
    /// Lots that the account can pay for, or give, at that price.
    [[nodiscard]] core::Qty affordable(const Resting& resting, core::Price price) const;

    const core::Catalog* catalog_;
    core::VenueId venue_;
    core::AssetId currency_;
    MatchingConfig config_;
    std::vector<portfolio::Account> accounts_;
    std::vector<std::vector<Resting>> resting_;  // by instrument, in order of arrival
    std::vector<Report> reports_;
    std::uint64_t next_trade_{1};
};

}  // namespace nightjar::sim
