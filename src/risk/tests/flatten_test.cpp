#include "risk/flatten.hpp"

#include "risk/tests/fixtures.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace nightjar::risk {
namespace {

using core::Price;
using core::Qty;
using core::Side;

market::InstrumentState book_of(const std::vector<std::int64_t>& bids,
                                const std::vector<std::int64_t>& asks) {
    using Delta = core::BookDelta;
    market::InstrumentState state;
    (void)state.book.apply({Delta::Action::Clear, {}, {}, {}, false});
    for (std::size_t i = 0; i < bids.size(); ++i)
        (void)state.book.apply({Delta::Action::Set,
                                Side::Buy,
                                {10'000 - 100 * static_cast<std::int64_t>(i)},
                                {bids[i]},
                                false});
    for (std::size_t i = 0; i < asks.size(); ++i)
        (void)state.book.apply({Delta::Action::Set,
                                Side::Sell,
                                {10'010 + 100 * static_cast<std::int64_t>(i)},
                                {asks[i]},
                                i + 1 == asks.size()});
    state.reference = market::Reference{{10'005}, {}, {}};
    return state;
}

TEST(FlattenSlice, OfBarsAloneIsTheWholePosition) {
    const tests::Desk desk;
    const auto& btc = desk.world.catalog[desk.world.btc];
    const auto slice = flatten_slice(btc, {5'000'000}, desk.market[desk.world.btc]);
    ASSERT_TRUE(slice);
    EXPECT_EQ(slice->change, Qty{-5'000'000});
    EXPECT_EQ(slice->limit, Price{291'000});
}

TEST(FlattenSlice, IsNotGuessedWithoutAPriceOrFromABookThatIsNotValid) {
    const tests::Desk desk;
    const auto& btc = desk.world.catalog[desk.world.btc];
    EXPECT_FALSE(flatten_slice(btc, {5}, {}));
    auto state = book_of({1'000}, {1'000});
    state.trade = core::Trade{};
    state.book.invalidate();
    EXPECT_FALSE(flatten_slice(btc, {5}, state));
}

TEST(FlattenSlice, CountsNoLevelBeyondTheCollar) {
    const tests::Desk desk;
    const auto& btc = desk.world.catalog[desk.world.btc];
    const auto state = book_of({100'000, 200'000, 300'000, 9'000'000}, {1'000});
    const auto slice = flatten_slice(btc, {1'000'000}, state);
    ASSERT_TRUE(slice);
    EXPECT_EQ(slice->limit, Price{9'705}) << "so the level at 9,700 is out";
    EXPECT_EQ(slice->change, Qty{-30'000});
}

RC_GTEST_PROP(FlattenSlice, IsPartOfThePositionAgainstItAndWhatTheBookBearsOrTheVenueNeeds, ()) {
    const tests::Desk desk;
    auto btc = desk.world.catalog[desk.world.btc];
    btc.min_qty = Qty{*rc::gen::inRange<std::int64_t>(1, 1'000)};
    const auto levels =
        rc::gen::container<std::vector<std::int64_t>>(rc::gen::inRange<std::int64_t>(1, 1'000'000));
    auto bids = *levels;
    auto asks = *levels;
    bids.push_back(1);
    asks.push_back(1);
    const auto held = *rc::gen::nonZero<std::int64_t>() % 100'000 * 2 + 1;
    const auto slice = flatten_slice(btc, {held}, book_of(bids, asks));
    RC_ASSERT(slice.has_value());
    RC_ASSERT((slice->change.raw < 0) == (held > 0));
    const auto lots = magnitude(slice->change).raw;
    const auto all = magnitude(Qty{held}).raw;
    RC_ASSERT(lots > 0 && lots <= all);
    const auto rest = all - lots;
    RC_ASSERT(rest == 0 || (rest >= btc.min_qty.raw && lots >= btc.min_qty.raw));
}

}  // namespace
}  // namespace nightjar::risk
