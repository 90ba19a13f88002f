#pragma once
/// Cash and positions of one owner: a venue account, a strategy's virtual account, or the house.

#include "core/model/instrument.hpp"

#include <optional>
#include <vector>

namespace nightjar::portfolio {

struct Position {
    core::Qty qty;         ///< signed; below 0 is short
    core::Money basis;     ///< paid for what is held now; below 0 for a short, or a long inverse
    core::Money realized;  ///< of everything closed, without fees and funding

    template <class Archive, class Self>
    static void fields(Archive& a, Self& s) {
        a(s.qty, s.basis, s.realized);
    }
};

/// Single writer. Spot and perpetuals alike are kept as cash flow and lots: buying takes the value
/// (Instrument::value) from the cash, so that always, to the last unit,
///     equity = cash + sum of (position valued at its mark)
/// and a perpetual's wallet balance is cash + basis. Equity is in `currency`, in which all
/// instruments are settled; base assets held outside positions (fees paid in base) are valued at
/// the mark too.
class Account {
public:
    Account(const core::Catalog& catalog, core::AssetId currency);

    /// `qty` signed; `cash` is what it does to the balance (below 0 for what costs).
    void trade(core::InstrumentId id, core::Qty qty, core::Money cash);
    /// Any other change of a balance: deposits, fees (negative), funding.
    void adjust(core::AssetId asset, core::Money change);
    /// A new price to value an instrument at.
    void mark(core::InstrumentId id, core::Price price) {
        auto& holding = holdings_[id.value];
        if (!holding.mark && holding.position.qty.raw != 0) --unvalued_;
        holding.mark = price;
        if (!holding.empty) revalue(id);
    }

    [[nodiscard]] const Position& position(core::InstrumentId id) const {
        return holdings_[id.value].position;
    }
    /// Of an instrument and of all that may be traded for it.
    [[nodiscard]] core::Qty held(core::InstrumentId home) const {
        core::Qty sum;
        for (const auto id : catalog_->route(home)) sum += position(id).qty;
        return sum;
    }
    [[nodiscard]] core::Money cash(core::AssetId asset) const { return cash_[asset.value]; }
    [[nodiscard]] core::Money equity() const { return equity_; }
    /// Of a position at its last mark; absent while the instrument has no price and a position.
    [[nodiscard]] std::optional<core::Money> value(core::InstrumentId id) const;
    /// False while something held has no price: the equity is then a part of the truth only.
    [[nodiscard]] bool valued() const { return unvalued_ == 0; }
    [[nodiscard]] std::optional<core::Price> marked_at(core::InstrumentId id) const {
        return holdings_[id.value].mark;
    }

    /// Everything but the marks, which come back with the market.
    template <class Archive, class Self>
    static void fields(Archive& a, Self& s) {
        for (auto& holding : s.holdings_) a(holding.position);
        for (auto& cash : s.cash_) a(cash);
    }
    /// After `fields` has been read into a fresh account.
    void revalue_all();

private:
    struct Holding {
        Position position;
        std::optional<core::Price> mark;
        core::Money value;  // of the position, in equity_
        core::Money loose;  // of the base asset outside positions, in equity_
        bool empty{};       // known to be worth nothing at any price
    };
    void revalue(core::InstrumentId id);
    [[nodiscard]] bool values_loose(const core::Instrument& instrument) const;

    const core::Catalog* catalog_;
    core::AssetId currency_;
    std::vector<Holding> holdings_;
    std::vector<core::Money> cash_;
    std::vector<std::optional<core::InstrumentId>> priced_by_;  // asset -> instrument
    core::Money equity_;
    std::int64_t unvalued_{};  // positions without a price
};

}  // namespace nightjar::portfolio
