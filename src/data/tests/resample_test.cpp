#include "data/resample.hpp"

#include "data/tests/tapes.hpp"

#include <rapidcheck/gtest.h>

#include <algorithm>
#include <numeric>

namespace nightjar::data {
namespace {

/// Minutes from minute `first` on, those of `minutes`: open n0, close n5, of the minute's number.
core::BarColumns minutes(const std::vector<std::int64_t>& numbers) {
    core::BarColumns bars;
    bars.timeframe = core::minutes(1);
    bars.price_decimals = 1;
    for (const auto n : numbers) {
        bars.open_time_ns.push_back(n * bars.timeframe.ns);
        bars.open.push_back(1'000 + 10 * n);
        bars.high.push_back(1'009 + 10 * n);
        bars.low.push_back(999 + 10 * n);
        bars.close.push_back(1'005 + 10 * n);
        bars.volume.push_back(n + 1);
    }
    return bars;
}

TEST(Resample, MakesOneBarOfThoseOfAPeriod) {
    const auto source = minutes({0, 1, 2, 3, 4, 5});
    const auto made = *resample(source.view(), core::minutes(3));
    EXPECT_EQ(made.bars.open_time_ns, (std::vector<std::int64_t>{0, core::minutes(3).ns}));
    EXPECT_EQ(made.bars.open, (std::vector<std::int64_t>{1'000, 1'030}));
    EXPECT_EQ(made.bars.high, (std::vector<std::int64_t>{1'029, 1'059}));
    EXPECT_EQ(made.bars.low, (std::vector<std::int64_t>{999, 1'029}));
    EXPECT_EQ(made.bars.close, (std::vector<std::int64_t>{1'025, 1'055}));
    EXPECT_EQ(made.bars.volume, (std::vector<std::int64_t>{6, 15}));
    EXPECT_EQ(made.left_out + made.partial, 0U);
}

TEST(Resample, LeavesOutEndsThatAreNotWholeAndCountsGaps) {
    const auto source = minutes({1, 2, 3, 5, 9, 10, 11, 12});
    const auto made = *resample(source.view(), core::minutes(3));
    EXPECT_EQ(made.bars.open_time_ns,
              (std::vector<std::int64_t>{core::minutes(3).ns, core::minutes(9).ns}));
    EXPECT_EQ(made.left_out, 3U) << "minutes 1 and 2, and 12";
    EXPECT_EQ(made.partial, 1U) << "minute 4 is missing; 6 to 8 make no bar";
}

TEST(Resample, RefusesWhatIsNoMultiple) {
    const auto source = minutes({0, 1});
    for (const auto timeframe :
         {core::minutes(1), core::seconds(90), core::seconds(30), core::Duration{}})
        EXPECT_FALSE(resample(source.view(), timeframe)) << timeframe.ns;
}

TEST(Resample, MakesBarsOfATapesTrades) {
    TapeFolder folder;
    std::string text = "time,price,size,side\n";
    for (int second = 30; second < 200; second += 10)
        text += std::to_string(1'600'000'000 + second) + "," + std::to_string(100 + second) +
                ".5,2,buy\n";
    ASSERT_TRUE(folder.import_texts({text})) << folder.import_texts({text}).error().text();
    auto tape = folder.tape();
    const auto made = *resample(tape, core::minutes(1));
    // 1'600'000'000 is 40 s into a minute: the one whole minute begins at second 80.
    EXPECT_EQ(made.bars.open, (std::vector<std::int64_t>{1'805}));
    EXPECT_EQ(made.bars.close, (std::vector<std::int64_t>{2'305}));
    EXPECT_EQ(made.bars.volume, (std::vector<std::int64_t>{12}));
    EXPECT_EQ(made.left_out, 11U) << "the recording began and ended within the others";
}

RC_GTEST_PROP(Resample, InStepsComesToTheSameAsAtOnce, ()) {
    std::vector<std::int64_t> numbers(*rc::gen::inRange<std::size_t>(1, 200));
    std::iota(numbers.begin(), numbers.end(), *rc::gen::inRange(0, 100));
    std::erase_if(numbers, [](std::int64_t) { return *rc::gen::inRange(0, 5) == 0; });
    // Whole periods at both ends, so that neither way leaves anything out.
    numbers.insert(numbers.begin(), 0);
    numbers.push_back(359);
    std::ranges::sort(numbers);
    numbers.erase(std::ranges::unique(numbers).begin(), numbers.end());
    const auto source = minutes(numbers);
    const auto once = *resample(source.view(), core::minutes(60));
    const auto first = *resample(source.view(), core::minutes(5));
    const auto then = *resample(first.bars.view(), core::minutes(60));
    RC_ASSERT(once.bars.open_time_ns == then.bars.open_time_ns);
    RC_ASSERT(once.bars.open == then.bars.open);
    RC_ASSERT(once.bars.high == then.bars.high);
    RC_ASSERT(once.bars.low == then.bars.low);
    RC_ASSERT(once.bars.close == then.bars.close);
    RC_ASSERT(once.bars.volume == then.bars.volume);
    RC_ASSERT(std::reduce(once.bars.volume.begin(), once.bars.volume.end()) ==
              std::reduce(source.volume.begin(), source.volume.end()));
}

}  // namespace
}  // namespace nightjar::data
