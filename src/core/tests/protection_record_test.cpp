#include "core/base/archive.hpp"
#include "core/model/record_text.hpp"

#include <gtest/gtest.h>

#include <array>

namespace nightjar::core {
namespace {

template <class Record>
std::vector<std::byte> bytes_of(const Record& record) {
    std::array<std::byte, 512> buffer{};
    ByteWriter writer{buffer};
    writer(record);
    const auto written = writer.bytes();
    return {written.begin(), written.end()};
}

ProtectionChanged armed() {
    ProtectionChanged changed;
    changed.strategy = {3};
    changed.instrument = {7};
    changed.state = ProtectionState::Armed;
    changed.leg = ProtectionLeg::Trailing;
    changed.held = Qty{500};
    changed.stop = Price{5'910'000};
    changed.take_profit = Price{6'240'000};
    changed.best = Price{6'000'000};
    return changed;
}

TEST(ProtectionRecord, ComesBackAsItWasWritten) {
    const auto back = decode<ProtectionChanged>(bytes_of(armed()));
    ASSERT_TRUE(back.has_value());
    EXPECT_EQ(back->instrument, InstrumentId{7});
    EXPECT_EQ(back->leg, ProtectionLeg::Trailing);
    EXPECT_EQ(back->stop, Price{5'910'000});
    EXPECT_EQ(back->best, Price{6'000'000});
    EXPECT_FALSE(back->resting.has_value());
    auto broken = bytes_of(armed());
    broken[6] = std::byte{9};  // behind strategy and instrument: the state
    EXPECT_FALSE(decode<ProtectionChanged>(broken).has_value());
}

TEST(ProtectionRecord, SaysInWordsWhichStopIsLive) {
    Instrument instrument;
    instrument.tick = {Money::one / 100};
    auto changed = armed();
    EXPECT_EQ(state_of(changed, instrument), "armed here: trailing stop 59100, take profit 62400");
    changed.resting = Price{5'900'000};
    changed.take_profit.reset();
    EXPECT_EQ(state_of(changed, instrument), "armed at the venue: trailing stop 59100");
    changed.state = ProtectionState::Closing;
    changed.reached = Price{5'899'000};
    EXPECT_EQ(state_of(changed, instrument), "closing: trailing stop at 58990, at the venue");
    changed.state = ProtectionState::Waiting;
    EXPECT_EQ(state_of(changed, instrument),
              "waiting for another wish: closed by its trailing stop");
}

TEST(ProtectionRecord, AParentThatProtectsNothingIsWrittenAsBefore) {
    const std::array<Allocation, 1> shares{{{{1}, Qty{5}}}};
    ParentOpened opened;
    opened.shares_out = shares;
    const auto plain = bytes_of(opened);
    opened.protects = true;
    const auto marked = bytes_of(opened);
    EXPECT_EQ(marked.size(), plain.size() + 2);
    EXPECT_FALSE(decode<ParentOpened>(plain)->protects);
    EXPECT_TRUE(decode<ParentOpened>(marked)->protects);
    EXPECT_FALSE(decode<ParentOpened>(marked)->style.has_value());
}

}  // namespace
}  // namespace nightjar::core
