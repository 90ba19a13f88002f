/// Parents of all algorithms through everything that venues do.

#include "exec/tests/floor.hpp"

#include <cstdlib>

namespace nightjar::exec {
namespace {

using tests::Floor;
using tests::Style;
using tests::Trouble;

std::size_t parents_wanted() {
    constexpr std::size_t usual = 500;
    const auto* set = std::getenv("NIGHTJAR_FUZZ_PARENTS");  // 100000: all of it
    return set == nullptr ? usual : std::strtoul(set, nullptr, 10);
}

std::vector<Style> all_styles() {
    using Texts = core::ParamTexts;
    return {
        {"twap", Texts{{"over", "60s"}}},
        {"twap", Texts{{"over", "30s"}, {"end", "cancel"}, {"noise", "false"}}},
        {"vwap", Texts{{"over", "90s"}, {"adaptive", "false"}}},
        {"pov", Texts{{"over", "60s"}, {"rate", "0.3"}}},
        {"iceberg", Texts{{"over", "60s"}}},
        {"is", Texts{{"over", "45s"}, {"urgency", "high"}}},
        {"is", Texts{{"over", "60s"}, {"impact", "concave"}, {"patience", "slot"}}},
        {"twap",
         Texts{{"over", "90s"}, {"children", "24"}, {"patience", "follow"}, {"extra", "2"}}},
        {"peg", Texts{{"over", "40s"}}},
        {"peg", Texts{{"over", "20s"}, {"end", "carry"}}},
        {"sniper", Texts{{"over", "30s"}, {"bite", "0.5"}}},
    };
}

// T-B1.
TEST(ParentFuzz, EveryParentKeepsItsInvariantsAndEnds) {
    constexpr std::size_t at_once = 10;
    const Trouble trouble{0.05, 0.05, 0.1, 0.2, 0.2, 0.4, 0.03, 0.002};
    const auto styles = all_styles();
    std::size_t done = 0;
    std::map<core::EndReason, std::size_t> reasons;
    for (std::uint64_t seed = 1; done < parents_wanted() && !::testing::Test::HasFailure();
         ++seed) {
        Floor floor{styles, trouble, seed};
        floor.grace = core::seconds(90 + 30);
        for (std::size_t i = 0; i < at_once; ++i) {
            auto& random = floor.random();
            const auto lots = 1 + static_cast<std::int64_t>(random.below(2'000));
            const bool buys = random.uniform() < 0.5;
            std::optional<core::Price> limit;
            if (random.uniform() < 0.3) limit = core::Price{floor.mid + (buys ? 1 : -1)};
            const auto id = floor.open(buys ? lots : -lots, random.below(styles.size()), limit);
            floor.pass(core::milliseconds(static_cast<std::int64_t>(random.below(3'000))));
            floor.jostle();
            if (random.uniform() < 0.05) floor.stop(id, core::EndReason::Superseded);
        }
        for (int i = 0; i < 400 && !floor.executor().working().empty(); ++i) {
            floor.pass(core::milliseconds(static_cast<std::int64_t>(floor.random().below(800))));
            floor.jostle();
        }
        floor.pass(core::minutes(3));
        ASSERT_TRUE(floor.executor().working().empty()) << "all are terminal, seed " << seed;
        ASSERT_EQ(floor.ended.size(), at_once) << seed;
        for (const auto& end : floor.ended) ++reasons[end.reason];
        done += at_once;
    }
    for (const auto& [reason, count] : reasons)
        RecordProperty(std::string{name(reason)}, static_cast<int>(count));
    EXPECT_GE(reasons.size(), 5U) << "the troubles are met";
}

// T-B7.
TEST(ParentFuzz, TheSameSeedMakesTheSameChildren) {
    const auto run = [](std::uint64_t seed) {
        Floor floor{all_styles(), {0.05, 0.05, 0.1, 0.2, 0.2, 0.4, 0.03, 0.002}, seed};
        for (std::size_t style = 0; style < all_styles().size(); ++style) floor.open(900, style);
        for (int i = 0; i < 300; ++i) {
            floor.pass(core::milliseconds(300));
            floor.jostle();
        }
        std::vector<std::byte> log(std::size_t{1} << 22);
        core::ByteWriter writer{log};
        for (const auto& order : floor.log) writer(order);
        log.resize(writer.bytes().size());
        return log;
    };
    EXPECT_EQ(run(3), run(3));
    EXPECT_NE(run(3), run(4));
}

}  // namespace
}  // namespace nightjar::exec
