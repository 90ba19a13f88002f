#include "core/model/margin.hpp"

#include "core/errc.hpp"
#include "core/model/record.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace nightjar::core {
namespace {

using By = MarginTiers::By;

MarginTier tier(std::int64_t up_to, std::int32_t initial_ppm, std::int32_t maintenance_ppm,
                std::optional<Money> deduction = {}) {
    return {whole(up_to), initial_ppm, maintenance_ppm, deduction};
}

/// Four brackets of BTCUSDT as Binance had them: 125, 100, 50 and 20 times.
const std::vector<MarginTier> brackets{
    tier(50'000, 8'000, 4'000, whole(0)), tier(250'000, 10'000, 5'000, whole(50)),
    tier(1'000'000, 20'000, 10'000, whole(1'300)), tier(10'000'000, 50'000, 25'000, whole(16'300))};

std::string maintenance(const MarginTiers& tiers, std::int64_t notional) {
    return to_string(tiers.maintenance(whole(notional), {}));
}

TEST(MarginTiers, TakeOffWhatKeepsTheMaintenanceMarginEven) {
    const auto tiers = MarginTiers::of(brackets, By::Notional);
    ASSERT_TRUE(tiers) << tiers.error().text();
    EXPECT_EQ(maintenance(*tiers, 50'000), "200");
    EXPECT_EQ(maintenance(*tiers, 250'000), "1200");     // 1250 - 50
    EXPECT_EQ(maintenance(*tiers, 1'000'000), "8700");   // 10 000 - 1300
    EXPECT_EQ(maintenance(*tiers, 3'000'000), "58700");  // 75 000 - 16 300
    EXPECT_EQ(maintenance(*tiers, 20'000'000), "483700") << "the last tier has no end";
    EXPECT_EQ(to_string(tiers->initial(whole(250'000), {})), "2500");
    EXPECT_EQ(to_string(tiers->initial(whole(250'001), {})), "5000.02");
}

TEST(MarginTiers, ByUnitsTakeTheRateOfTheTierForTheWholePosition) {
    const auto tiers = MarginTiers::of(
        std::vector{tier(100, 10'000, 4'000), tier(500, 20'000, 10'000)}, By::Units);
    ASSERT_TRUE(tiers);
    EXPECT_EQ(to_string(tiers->maintenance(whole(1'000'000), whole(100))), "4000");
    EXPECT_EQ(to_string(tiers->maintenance(whole(1'000'000), whole(101))), "10000");
}

TEST(MarginTiers, RoundUp) {
    const auto tiers = MarginTiers::of(std::vector{tier(100, 13'334, 5'000)}, By::Notional);
    EXPECT_EQ(tiers->initial(Money{1}, {}).raw, 1);
    EXPECT_EQ(tiers->maintenance(Money{201}, {}).raw, 2);
    EXPECT_EQ(tiers->maintenance(Money{}, {}).raw, 0);
}

TEST(MarginTiers, RefuseWhatContradictsItself) {
    const auto refused = [](std::vector<MarginTier> tiers) {
        const auto made = MarginTiers::of(tiers, By::Notional);
        return made ? std::string{"taken"} : std::string{made.error().text()};
    };
    EXPECT_EQ(refused({tier(100, 20'000, 10'000), tier(100, 30'000, 20'000)}),
              "margin tier 2: ends at 100, and the one before at 100");
    EXPECT_EQ(refused({tier(100, 20'000, 10'000), tier(200, 20'000, 9'999)}),
              "margin tier 2: initial 20000 ppm and maintenance 9999 ppm after 20000 and 10000: "
              "neither may fall, and initial is from maintenance to 1000000");
    EXPECT_NE(refused({tier(100, 10'000, 10'001)}), "taken");
    EXPECT_NE(refused({tier(100, 1'000'001, 10'000)}), "taken");
    EXPECT_NE(refused({tier(100, 10'000, 0)}), "taken");
    EXPECT_NE(refused({tier(-1, 10'000, 5'000)}), "taken");
    EXPECT_EQ(refused({tier(50'000, 8'000, 4'000), tier(250'000, 10'000, 5'000, whole(51))}),
              "margin tier 2: takes 51 off, but 50 keeps it even");
    std::vector<MarginTier> many;
    for (int i = 1; i <= 257; ++i) many.push_back(tier(i, 10'000, 5'000));
    EXPECT_EQ(refused(many), "257 margin tiers: at most 256 are held");
}

TEST(MarginTiers, TakeADeductionThatKnowsItsRateBetter) {
    // 1 / 150 of 60 000 000: the rate is held as 6 667 ppm.
    const auto tiers = MarginTiers::of(std::vector{tier(60'000'000, 10'000, 5'000),
                                                   tier(90'000'000, 13'334, 6'667, whole(100'000))},
                                       By::Notional);
    EXPECT_TRUE(tiers) << tiers.error().text();
}

std::vector<MarginTier> any_tiers() {
    std::vector<MarginTier> tiers;
    MarginTier last;
    const auto count = *rc::gen::inRange(1, 17);
    for (int i = 0; i < count; ++i) {
        last.up_to += Money{*rc::gen::inRange<std::int64_t>(1, 1'000'000'000'000'000'000)};
        last.maintenance_ppm += *rc::gen::inRange(i == 0 ? 1 : 0, 30'000);
        last.initial_ppm =
            std::max(last.initial_ppm, last.maintenance_ppm) + *rc::gen::inRange(0, 20'000);
        tiers.push_back(last);
    }
    return tiers;
}

RC_GTEST_PROP(MarginTiersProperty, GrowWithThePositionAndDoNotJumpAtAnEnd, ()) {
    const auto said = any_tiers();
    const auto tiers = MarginTiers::of(said, By::Notional);
    RC_ASSERT(tiers.has_value());
    for (const auto& tier : said) {
        const auto at = tiers->maintenance(tier.up_to, {});
        const auto above = tiers->maintenance(tier.up_to + Money{1}, {});
        RC_ASSERT(above >= at);
        RC_ASSERT((above - at).raw <= 2);
    }
    const Money less{*rc::gen::inRange<std::int64_t>(0, 4'000'000'000'000'000'000)};
    const Money more = less + Money{*rc::gen::inRange<std::int64_t>(0, 4'000'000'000'000'000'000)};
    RC_ASSERT(tiers->maintenance(less, {}) <= tiers->maintenance(more, {}));
    RC_ASSERT(tiers->initial(less, {}) <= tiers->initial(more, {}));
    RC_ASSERT(tiers->maintenance(more, {}) <= tiers->initial(more, {}));
}

std::vector<std::byte> bytes_of(const InstrumentDefined& defined) {
    std::vector<std::byte> buffer(16'384);
    ByteWriter writer{buffer};
    writer(defined);
    const auto used = writer.bytes();
    return {used.begin(), used.end()};
}

TEST(InstrumentDefined, WithoutTiersIsWrittenAsBeforeThereWereAny) {
    InstrumentDefined defined;
    defined.instrument.symbol = "BTCUSDT";
    const auto plain = bytes_of(defined);
    defined.instrument.margin_mode = MarginMode::Isolated;
    defined.instrument.margin_tiers = *MarginTiers::of(brackets, By::Notional);
    const auto full = bytes_of(defined);
    ASSERT_EQ(full.size(), plain.size() + 1 + 1 + 4 + brackets.size() * 24);
    EXPECT_TRUE(std::ranges::equal(plain, std::span{full}.first(plain.size())));

    const auto old = decode<InstrumentDefined>(plain);
    ASSERT_TRUE(old);
    EXPECT_EQ(old->instrument.margin_mode, MarginMode::Cross);
    EXPECT_TRUE(old->instrument.margin_tiers.empty());
    const auto back = decode<InstrumentDefined>(full);
    ASSERT_TRUE(back);
    EXPECT_EQ(back->instrument.margin_mode, MarginMode::Isolated);
    EXPECT_EQ(maintenance(back->instrument.margin_tiers, 3'000'000), "58700");
}

TEST(InstrumentDefined, WithTiersThatContradictThemselvesIsNotRead) {
    InstrumentDefined defined;
    defined.instrument.margin_tiers = *MarginTiers::of(brackets, By::Notional);
    auto bytes = bytes_of(defined);
    bytes[bytes.size() - 24] = std::byte{0xff};  // the last tier's end
    bytes[bytes.size() - 9] = std::byte{0xff};
    EXPECT_FALSE(decode<InstrumentDefined>(bytes));
}

TEST(Instrument, WantsTheLeverageInUseToBeOpenedAndItsTierToBeHeld) {
    Instrument made;
    made.kind = InstrumentKind::LinearPerpetual;
    made.lot = whole(1);
    EXPECT_EQ(to_string(made.maintenance_margin(whole(-100), Qty{-1})), "5");
    made.margin_tiers = *MarginTiers::of(brackets, By::Notional);
    EXPECT_EQ(to_string(made.initial_margin(whole(50'000), Qty{1})), "5000") << "10 times";
    made.initial_margin_bps = 100;
    EXPECT_EQ(to_string(made.initial_margin(whole(1'000'000), Qty{1})), "20000") << "its tier's";
    EXPECT_EQ(to_string(made.maintenance_margin(whole(-50'000), Qty{-1})), "200");
    made.kind = InstrumentKind::Spot;
    EXPECT_EQ(to_string(made.initial_margin(whole(1'000'000), Qty{1})), "0");
}

}  // namespace
}  // namespace nightjar::core
