#pragma once
/// Every order that may still trade, and what it could do to us in the worst case.

#include "core/model/event.hpp"
#include "core/model/instrument.hpp"
#include "portfolio/errc.hpp"

#include <optional>
#include <span>
#include <type_traits>
#include <vector>

namespace nightjar::portfolio {

struct Order {
    core::OrderRequest request;
    core::OrderState state{core::OrderState::Reserved};
    core::Qty filled;

    [[nodiscard]] core::Qty open() const { return request.qty - filled; }

    template <class Archive, class Self>
    static void fields(Archive& a, Self& s) {
        a(s.request, s.request.shown, s.state, s.filled);
    }
};

/// The state that an update leads to. An order that is done stays done, but for Unknown, which any
/// clear answer resolves; a venue's late "open" never undoes our pending cancel.
core::Result<core::OrderState> next_state(core::OrderState from, core::OrderState to);

/// Lots of one instrument that open orders could still buy and sell, UNKNOWN ones included; stops
/// that only reduce count as orders alone.
struct Exposure {
    core::Qty buy;
    core::Qty sell;
    core::Money notional;  ///< of orders with a price; market orders count at the price given
    std::int64_t orders{};

    template <class Archive, class Self>
    static void fields(Archive& a, Self& s) {
        a(s.buy, s.sell, s.notional, s.orders);
    }
};

/// Engine thread. Orders are kept in the order of their ids. Bounded: at most `capacity` open
/// orders; the last `remembered` finished ones stay known for late fills. Never allocates after
/// construction.
class OrderTable {
public:
    static constexpr std::size_t capacity = 4096;
    static constexpr std::size_t remembered = 4096;

    explicit OrderTable(const core::Catalog& catalog);

    /// Counts the order as open from now on. `worst` is the price to count it at.
    core::Status reserve(const core::OrderRequest& request, core::Price worst);
    /// The venue's word, or ours. Gives the order as it stands after it.
    core::Result<Order> apply(const core::OrderUpdate& update);
    /// Books the filled lots; a fill that was seen before is DuplicateFill, one beyond the order's
    /// quantity OverFill. A fill that completes the order makes it Filled. Trades are told apart by
    /// instrument and number: some venues number those of each instrument apart.
    core::Result<Order> apply(core::InstrumentId instrument, const core::Fill& fill);

    [[nodiscard]] const Order* find(core::OrderId id) const;  ///< open or remembered
    [[nodiscard]] std::span<const Order> open() const { return open_; }
    /// Lots that orders of a parent have filled or may still fill, of those that are known.
    [[nodiscard]] core::Qty out_for(core::ParentId parent) const;
    [[nodiscard]] const Exposure& exposure(core::InstrumentId id) const {
        return exposures_[id.value];
    }
    [[nodiscard]] core::Money open_notional() const { return open_notional_; }

    /// To be read into a fresh table only.
    template <class Archive, class Self>
    static void fields(Archive& a, Self& s) {
        a(s.open_, s.worst_, s.finished_, s.finished_next_, s.open_notional_);
        for (auto& exposure : s.exposures_) a(exposure);
        for (auto& seen : s.seen_) a(seen);
        if (s.open_.size() > capacity || s.worst_.size() != s.open_.size() ||
            s.finished_.size() > remembered)
            a.refuse();
        if constexpr (!std::is_const_v<Self>) s.find_newest();
    }

private:
    struct Seen {
        core::InstrumentId instrument;
        core::TradeId trade;
        friend bool operator==(const Seen&, const Seen&) = default;

        template <class Archive, class Self>
        static void fields(Archive& a, Self& s) {
            a(s.instrument, s.trade);
        }
    };
    void count(const Order& order, core::Qty change);
    void retire(std::size_t index);
    void find_newest();
    bool seen_before(core::InstrumentId instrument, core::TradeId trade);
    [[nodiscard]] std::optional<std::size_t> index_of(core::OrderId id) const;

    const core::Catalog* catalog_;
    std::vector<Order> open_;
    std::vector<core::Price> worst_;  // beside open_
    std::vector<Order> finished_;     // a ring
    std::size_t finished_next_{};
    core::OrderId newest_;    // of all: what is above it is not looked for
    std::vector<Seen> seen_;  // a hash table of the last trades, oldest overwritten
    std::vector<Exposure> exposures_;
    core::Money open_notional_;
};

}  // namespace nightjar::portfolio
