#include "venue/cash_book.hpp"

#include <algorithm>
#include <array>

namespace nightjar::venue {

using core::AssetId;
using core::InstrumentKind;
using core::Money;

namespace {

/// What venues round off at each fill: values and fees to 5 decimals of a currency at the worst,
/// fees in what is traded to 8.
constexpr Money off_currency{10'000'000};
constexpr Money off_base{10'000};

/// One for all venues.
AssetId currency_of(const core::Catalog& catalog) {
    return catalog.instruments().empty() ? AssetId{} : catalog.instruments().front().settle();
}

}  // namespace

CashBook::CashBook(const core::Catalog& catalog, core::VenueId venue)
    : catalog_{&catalog},
      venue_{venue},
      books_{catalog, currency_of(catalog)},
      doubt_(catalog.assets().size()) {
    const auto add = [this](AssetId asset) {
        if (std::ranges::find(assets_, asset) == assets_.end()) assets_.push_back(asset);
    };
    for (const auto& instrument : catalog.instruments()) {
        if (instrument.venue != venue) continue;
        if (instrument.kind == InstrumentKind::Spot) add(instrument.base);
        add(instrument.settle());
    }
}

void CashBook::adopt(const portfolio::Account& books) {
    for (std::size_t i = 0; i < catalog_->assets().size(); ++i) {
        const AssetId asset{static_cast<std::uint16_t>(i)};
        books_.adjust(asset, books.cash(asset));
    }
    for (const auto& instrument : catalog_->instruments()) {
        if (instrument.venue != venue_) continue;
        const auto& position = books.position(instrument.id);
        // The cash has been paid already.
        books_.trade(instrument.id, position.qty, -position.basis);
        books_.adjust(instrument.settle(), position.basis);
    }
}

Money CashBook::held(AssetId asset) const {
    auto sum = books_.cash(asset);
    for (const auto& instrument : catalog_->instruments()) {
        if (instrument.venue != venue_) continue;
        const auto& position = books_.position(instrument.id);
        const bool spot = instrument.kind == InstrumentKind::Spot;
        if (spot && instrument.base == asset) sum += instrument.units(position.qty);
        if (!spot && instrument.settle() == asset) sum += position.basis;
    }
    return sum;
}

void CashBook::remember(core::Time at, AssetId asset, Money change) {
    if (change.raw == 0) return;
    changes_.push_back({at, asset, change});
    if (changes_.size() > remembered_changes) changes_.pop_front();
}

void CashBook::book(core::InstrumentId instrument, core::Time at, const core::Fill& fill) {
    const auto& traded = (*catalog_)[instrument];
    const auto currency = traded.settle();
    const std::array before{held(currency), held(traded.base)};
    const auto change = signed_qty(fill.side, fill.qty);
    books_.trade(instrument, change, -traded.value(fill.price, change));
    remember(at, currency, held(currency) - before[0]);
    if (traded.base != currency) remember(at, traded.base, held(traded.base) - before[1]);
    books_.adjust(fill.fee_asset, -fill.fee);
    remember(at, fill.fee_asset, -fill.fee);
    doubt_[currency.value] += off_currency;
    doubt_[traded.base.value] += off_base;
}

void CashBook::book(core::Time at, const core::Balance& balance) {
    books_.adjust(balance.asset, balance.change);
    remember(at, balance.asset, balance.change);
    doubt_[balance.asset.value] += off_base;
}

OwnCash CashBook::view(core::Time since) const {
    OwnCash view;
    view.held.resize(catalog_->assets().size());
    view.basis.resize(catalog_->assets().size());
    view.doubt = doubt_;
    for (const auto asset : assets_) view.held[asset.value] = held(asset);
    for (const auto& instrument : catalog_->instruments())
        if (instrument.venue == venue_ && instrument.kind != InstrumentKind::Spot)
            view.basis[instrument.settle().value] += books_.position(instrument.id).basis;
    for (const auto& change : changes_)
        if (change.at >= since) view.lately.push_back(change);
    return view;
}

}  // namespace nightjar::venue
