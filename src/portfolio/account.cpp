#include "portfolio/account.hpp"

#include <algorithm>

namespace nightjar::portfolio {

using core::Money;
using core::Qty;

Account::Account(const core::Catalog& catalog, core::AssetId currency)
    : catalog_{&catalog},
      currency_{currency},
      holdings_(catalog.instruments().size()),
      cash_(catalog.assets().size()),
      priced_by_(catalog.assets().size()) {
    for (const auto& instrument : catalog.instruments()) {
        NJ_CHECK(instrument.settle() == currency, "{} is not settled in the account's currency",
                 instrument.symbol);
        auto& pricer = priced_by_[instrument.base.value];
        if (!pricer) pricer = instrument.id;
    }
}

void Account::trade(core::InstrumentId id, Qty qty, Money cash) {
    auto& position = holdings_[id.value].position;
    const bool reduces =
        qty.raw != 0 && (position.qty.raw < 0) != (qty.raw < 0) && position.qty.raw != 0;
    if (!reduces) {
        position.basis -= cash;
    } else {
        // The part that closes takes its share of the basis with it; a flip opens with the rest.
        const Qty closed = std::min(magnitude(qty), magnitude(position.qty));
        const Money closing_cash = scaled(cash, closed.raw, magnitude(qty).raw);
        const Money closing_basis = scaled(position.basis, closed.raw, magnitude(position.qty).raw);
        position.realized += closing_cash - closing_basis;
        position.basis -= closing_basis;
        position.basis -= cash - closing_cash;
    }
    const bool was_unvalued = position.qty.raw != 0 && !holdings_[id.value].mark;
    position.qty += qty;
    const bool is_unvalued = position.qty.raw != 0 && !holdings_[id.value].mark;
    unvalued_ += (is_unvalued ? 1 : 0) - (was_unvalued ? 1 : 0);
    cash_[currency_.value] += cash;
    equity_ += cash;
    revalue(id);
}

void Account::adjust(core::AssetId asset, Money change) {
    cash_[asset.value] += change;
    if (asset == currency_) {
        equity_ += change;
    } else if (const auto pricer = priced_by_[asset.value]) {
        revalue(*pricer);
    }
}

bool Account::values_loose(const core::Instrument& instrument) const {
    return instrument.base != currency_ && priced_by_[instrument.base.value] == instrument.id;
}

void Account::revalue(core::InstrumentId id) {
    auto& holding = holdings_[id.value];
    if (!holding.mark) return;
    const auto& instrument = (*catalog_)[id];
    const Money value = holding.position.qty.raw == 0
                            ? Money{}
                            : instrument.value(*holding.mark, holding.position.qty);
    equity_ += value - holding.value;
    holding.value = value;
    holding.empty = holding.position.qty.raw == 0;
    if (!values_loose(instrument)) return;
    const Money outside = cash_[instrument.base.value];
    const Money loose =
        outside.raw == 0 ? Money{} : instrument.value_of_base(outside, *holding.mark);
    equity_ += loose - holding.loose;
    holding.loose = loose;
    holding.empty = holding.empty && outside.raw == 0;
}

std::optional<Money> Account::value(core::InstrumentId id) const {
    const auto& holding = holdings_[id.value];
    if (!holding.mark && holding.position.qty.raw != 0) return std::nullopt;
    return holding.value;
}

void Account::revalue_all() {
    equity_ = cash_[currency_.value];
    unvalued_ = 0;
    for (auto& holding : holdings_) {
        holding.value = holding.loose = {};
        holding.mark.reset();
        holding.empty = false;
        if (holding.position.qty.raw != 0) ++unvalued_;
    }
}

}  // namespace nightjar::portfolio
