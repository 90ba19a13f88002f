#pragma once
/// Ours against the venue's: what each knows that the other does not. Pure functions.
///
/// The venue is the truth for what was done, we for what was meant. What neither explains is told,
/// and never traded over.

#include "core/model/event.hpp"
#include "core/model/instrument.hpp"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace nightjar::venue {

/// The order that a client order id of ours names; nothing for anybody else's, and for those of
/// another node.
std::optional<core::OrderId> own_order(std::string_view client_id, std::uint16_t node);

/// One of our orders that is not known to be done: as we have it.
struct OwnOrder {
    core::OrderId id;
    core::InstrumentId instrument;
    core::Side side{};
    core::Price price;
    core::Qty qty;
    core::Qty filled;
    core::OrderState state{};
    core::OrderType type{core::OrderType::Limit};
};

/// An order as the venue has it.
struct VenueOrder {
    std::string client_id;
    std::string venue_id;  ///< empty where it waits for its trigger, with no number yet
    core::InstrumentId instrument;
    core::Side side{};
    core::Price price;
    core::Qty qty;
    core::Qty filled;
    core::OrderState state{core::OrderState::Open};
};

struct VenueFill {
    core::Time at;
    core::InstrumentId instrument;
    std::string client_id;
    core::Fill fill;  ///< its order is set by `reconcile`
};

/// One trade. Binance and OKX number those of each instrument apart.
struct TradeKey {
    core::InstrumentId instrument;
    core::TradeId trade;
    friend auto operator<=>(const TradeKey&, const TradeKey&) = default;
};

/// Holdings by instrument or asset index; what is beyond the end is 0.
using LotsHeld = std::vector<core::Qty>;
using CashHeld = std::vector<core::Money>;

struct OwnView {
    std::span<const OwnOrder> orders;
    std::span<const TradeKey> trades;  ///< booked, as far back as the venue is asked
    LotsHeld positions;
};

/// Asked in this order: open orders, fills, positions; then `asked` for each of `questions`. What
/// happens in between shows as a missed fill or a difference, and is gone at the next sweep.
struct VenueView {
    std::vector<VenueOrder> open;
    std::vector<VenueOrder> asked;         ///< one by one, by their client ids
    std::vector<core::OrderId> absent;     ///< asked too: the venue has never heard of them
    std::vector<core::OrderId> forgotten;  ///< asked too: they were there, and are not any more
    std::vector<VenueFill> fills;
    LotsHeld positions;
};

/// Our orders that the venue does not list as open: it must be asked for each.
std::vector<core::OrderId> questions(std::span<const OwnOrder> ours,
                                     std::span<const VenueOrder> open, std::uint16_t node);

/// An event that the engine missed.
struct Missed {
    core::InstrumentId instrument;
    core::Time at;  ///< at the venue; of updates 0
    std::variant<core::Fill, core::OrderUpdate> body;
};

struct Stranger {
    VenueOrder order;
    bool ours{};  ///< our id, but of an order that we had for done, or as another
};
struct Unexplained {
    core::InstrumentId instrument;
    core::Qty lots;  ///< that the venue has more
};

/// Venues forget what ended without a fill, some within two hours: what is forgotten was cancelled.
///
/// Invariants, for any two views of which `asked`, `absent` and `forgotten` answer all `questions`:
/// 1. after `missed` is applied, what we have open is what the venue has open of ours, with its
///    price, quantity and filled lots, but for those among `unsettled`;
/// 2. no trade is told twice, and none that we have booked;
/// 3. after that, our positions differ from the venue's by `unexplained`, no more;
/// 4. reconciling again finds nothing missed.
struct Findings {
    std::vector<Missed> missed;       ///< fills in the order of their times, then states
    std::vector<Stranger> strangers;  ///< to be told, and left alone
    std::vector<Unexplained> unexplained;
    std::vector<core::OrderId> unsettled;  ///< to be asked again: they count as open until then

    [[nodiscard]] bool agree() const {
        return missed.empty() && strangers.empty() && unexplained.empty() && unsettled.empty();
    }
};
Findings reconcile(const OwnView& ours, const VenueView& theirs, std::uint16_t node);

/// What a fill or a settlement of funding did to the balance of an asset.
struct CashChange {
    core::Time at;  ///< at the venue
    core::AssetId asset;
    core::Money change;
};

/// Balances by asset index, as we have booked them, and with whatever else of the account is not
/// ours.
struct OwnCash {
    CashHeld held;
    CashHeld basis;  ///< of it, what was paid for perpetuals that are held; below 0 for shorts
    std::vector<CashChange> lately;  ///< of it, what may have come after the venue was asked
    CashHeld doubt;                  ///< how much the venue's own rounding may have added up to
};

struct VenueCash {
    CashHeld held;
    CashHeld basis;  ///< by the average prices that the venue tells
};

struct BalanceGap {
    core::AssetId asset;
    core::Money ours;
    core::Money theirs;
    bool moving{};  ///< it has changed lately: a part of it may be

    [[nodiscard]] core::Money more() const { return theirs - ours; }  ///< that the venue has
};

/// Invariants, for each asset, within its doubt:
/// 1. nothing is told where the venue has what we had at some moment: all that is booked but the
///    last few of `lately`, in the order of their times;
/// 2. nor, while nothing moves, where both sides have paid the same in all: fills that were booked
///    in another order realise other profits, until the position is closed;
/// 3. else the gap is told against all that is booked: ours + more = theirs.
std::vector<BalanceGap> compare(OwnCash ours, const VenueCash& theirs);

}  // namespace nightjar::venue
