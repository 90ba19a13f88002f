#include "sim/models/fees.hpp"

#include <gtest/gtest.h>

namespace nightjar::sim {
namespace {

core::Instrument traded(core::InstrumentKind kind) {
    core::Instrument instrument;
    instrument.kind = kind;
    instrument.base = {0};
    instrument.quote = {1};
    instrument.tick = core::whole(1);
    instrument.lot = core::whole(1);
    EXPECT_TRUE(instrument.prepare());
    return instrument;
}

core::Money fee(const FeeModel& fees, core::InstrumentKind kind, core::Liquidity liquidity) {
    return fees.of(traded(kind), core::Side::Sell, {1'000}, {1}, liquidity).amount;
}

TEST(FeeModel, PerpetualsHaveTheRatesOfSpotUnlessTheyHaveTheirOwn) {
    using enum core::InstrumentKind;
    FeeModel fees{1'000'000, 2'000'000, FeeModel::PaidIn::Received};
    for (const auto kind : {Spot, LinearPerpetual}) {
        EXPECT_EQ(fee(fees, kind, core::Liquidity::Maker), core::whole(1));
        EXPECT_EQ(fee(fees, kind, core::Liquidity::Taker), core::whole(2));
    }
    fees.perpetuals = FeeModel::Rates{3'000'000, 5'000'000};
    EXPECT_EQ(fee(fees, Spot, core::Liquidity::Maker), core::whole(1));
    EXPECT_EQ(fee(fees, Spot, core::Liquidity::Taker), core::whole(2));
    EXPECT_EQ(fee(fees, LinearPerpetual, core::Liquidity::Maker), core::whole(3));
    EXPECT_EQ(fee(fees, LinearPerpetual, core::Liquidity::Taker), core::whole(5));
}

}  // namespace
}  // namespace nightjar::sim
