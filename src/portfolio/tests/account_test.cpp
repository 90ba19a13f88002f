#include "portfolio/account.hpp"

#include "core/base/random.hpp"
#include "portfolio/tests/fixtures.hpp"

#include <gtest/gtest.h>

#include <array>
#include <map>

namespace nightjar::portfolio {
namespace {

using core::Money;
using core::Price;
using core::Qty;
using tests::World;

TEST(Account, EquityIsCashPlusPositionsAtTheirMarksToTheLastUnitOverAMillionFills) {
    const World world;
    Account account{world.catalog, world.usdt};
    account.adjust(world.usdt, core::whole(1'000'000));
    core::Random random{7, 1};
    Money cash = core::whole(1'000'000);
    std::array<Qty, 3> held{};
    std::array<Price, 3> marks{Price{300'000}, Price{200'000'000}, Price{3'000'000}};
    for (std::uint32_t i = 0; i < marks.size(); ++i) account.mark({i}, marks[i]);
    for (int n = 0; n < 1'000'000; ++n) {
        const core::InstrumentId id{static_cast<std::uint32_t>(random.below(3))};
        auto& mark = marks[id.value];
        mark = {mark.raw + static_cast<std::int64_t>(random.below(2001)) - 1000};
        const Qty qty{static_cast<std::int64_t>(random.below(20'001)) - 10'000};
        const auto& instrument = world.catalog[id];
        const Money paid = instrument.notional(mark, qty);
        const Money fee{static_cast<core::Wide>(random.below(1'000'000'000))};
        account.trade(id, qty, -paid);
        account.adjust(world.usdt, -fee);
        account.mark(id, mark);
        cash -= paid + fee;
        held[id.value] += qty;
        if (n % 1000 != 0) continue;
        Money expected = cash;
        for (std::uint32_t i = 0; i < marks.size(); ++i)
            expected += world.catalog[{i}].notional(marks[i], held[i]);
        ASSERT_EQ(account.equity().raw, expected.raw) << "after fill " << n;
        ASSERT_EQ(account.cash(world.usdt).raw, cash.raw);
    }
}

/// The same cash flows as a linear one, but in base, and turned round.
TEST(Account, AnInversePerpetualEarnsUnitsOverEntryLessUnitsOverExit) {
    core::Catalog catalog;
    core::Instrument coin;
    coin.venue = catalog.add_venue("sim");
    coin.base = catalog.add_asset("BTC");
    coin.quote = catalog.add_asset("USD");
    coin.symbol = "BTCUSD";
    coin.kind = core::InstrumentKind::InversePerpetual;
    coin.tick = *core::parse_money("0.1");
    coin.lot = core::whole(100);
    const auto id = *catalog.add(coin);
    const auto& perp = catalog[id];
    const auto long_at = [&](std::int64_t sign, std::int64_t entry, std::int64_t mark) {
        Account account{catalog, coin.base};
        account.adjust(coin.base, core::whole(1));
        const Qty qty{sign * 100};  // 10,000 USD
        account.trade(id, qty, -perp.value({entry}, qty));
        account.mark(id, {mark});
        EXPECT_EQ(account.equity(), account.cash(coin.base) + *account.value(id));
        const auto& held = account.position(id);
        EXPECT_EQ(account.cash(coin.base) + held.basis, core::whole(1)) << "the wallet";
        return to_string(account.equity());
    };
    // 10,000 USD: 0.5 BTC at 20,000, 0.4 at 25,000, 0.625 at 16,000.
    EXPECT_EQ(long_at(1, 200'000, 250'000), "1.1");
    EXPECT_EQ(long_at(1, 200'000, 160'000), "0.875");
    EXPECT_EQ(long_at(-1, 200'000, 250'000), "0.9");
    EXPECT_EQ(long_at(-1, 200'000, 160'000), "1.125");
}

TEST(Account, RealisedProfitAndBasisExplainEveryChangeOfCash) {
    const World world;
    Account account{world.catalog, world.usdt};
    core::Random random{9, 2};
    for (int n = 0; n < 50'000; ++n) {
        const Qty qty{static_cast<std::int64_t>(random.below(2'001)) - 1'000};
        const Price price{static_cast<std::int64_t>(200'000 + random.below(10'000))};
        account.trade(world.btc, qty, -world.catalog[world.btc].notional(price, qty));
        const auto& position = account.position(world.btc);
        // Wallet = realised: what was paid for the open lots is in the basis.
        ASSERT_EQ((account.cash(world.usdt) + position.basis).raw, position.realized.raw);
        if (position.qty.raw == 0) {
            ASSERT_EQ(position.basis.raw, 0);
        }
    }
}

TEST(Account, AClosedShortHasTheProfitOfTheFallInPrice) {
    const World world;
    Account account{world.catalog, world.usdt};
    const auto& btc = world.catalog[world.btc];
    account.trade(world.btc, Qty{-2'000}, -btc.notional(Price{300'000}, Qty{-2'000}));
    account.trade(world.btc, Qty{2'000}, -btc.notional(Price{290'000}, Qty{2'000}));
    EXPECT_EQ(to_string(account.position(world.btc).realized), "2000");
    EXPECT_EQ(account.position(world.btc).qty.raw, 0);
}

TEST(Account, TurningRoundRealisesTheOldPartAndOpensWithTheRest) {
    const World world;
    Account account{world.catalog, world.usdt};
    const auto& btc = world.catalog[world.btc];
    account.trade(world.btc, Qty{1'000}, -btc.notional(Price{300'000}, Qty{1'000}));
    account.trade(world.btc, Qty{-3'000}, -btc.notional(Price{310'000}, Qty{-3'000}));
    EXPECT_EQ(to_string(account.position(world.btc).realized), "1000");
    EXPECT_EQ(to_string(account.position(world.btc).basis), "-62000");
}

TEST(Account, AFeePaidInBaseIsValuedAtTheMark) {
    const World world;
    Account account{world.catalog, world.usdt};
    const auto base = world.catalog[world.spot].base;
    account.mark(world.btc, Price{300'000});  // 30 000.0, the first instrument of that asset
    account.adjust(base, -*core::parse_money("0.001"));
    EXPECT_EQ(to_string(account.equity()), "-30");
}

TEST(Account, SaysWhenAPositionHasNoPrice) {
    const World world;
    Account account{world.catalog, world.usdt};
    account.trade(world.btc, Qty{1}, core::whole(-30));
    EXPECT_FALSE(account.valued());
    EXPECT_FALSE(account.value(world.btc).has_value());
    account.mark(world.btc, Price{300'000});
    EXPECT_TRUE(account.valued());
}

}  // namespace
}  // namespace nightjar::portfolio
