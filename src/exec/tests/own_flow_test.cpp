/// T-F2: our own algorithms give the guard of conduct nothing to object to.

#include "exec/conduct/withdrawals.hpp"
#include "exec/tests/floor.hpp"

#include <cstdlib>

namespace nightjar::exec {
namespace {

using tests::Floor;
using tests::Style;
using tests::Trouble;

std::size_t parents_wanted() {
    constexpr std::size_t usual = 1'000;
    const auto* set = std::getenv("NIGHTJAR_CONDUCT_PARENTS");
    return set == nullptr ? usual : std::strtoul(set, nullptr, 10);
}

std::vector<Style> all_styles() {
    using Texts = core::ParamTexts;
    return {
        {"twap", Texts{{"over", "60s"}}},
        {"vwap", Texts{{"over", "60s"}}},
        {"pov", Texts{{"over", "60s"}}},
        {"is", Texts{{"over", "60s"}}},
        {"iceberg", Texts{{"over", "60s"}}},
        {"peg", Texts{{"over", "60s"}}},
        {"sniper", Texts{{"over", "60s"}}},
        {"twap",
         Texts{{"over", "60s"}, {"children", "24"}, {"patience", "follow"}, {"extra", "2"}}},
    };
}

/// What watches orders that are shown; M7 and M10 are about how much there is to trade, and here
/// there is little.
risk::OrderGate guard() {
    core::Registries registries;
    register_conduct(registries);
    risk::GateConfig config;
    config.off = {"conduct_burst", "conduct_windows", "conduct_round_trip"};
    return std::move(risk::make_order_gate(registries, config).value());
}

/// Counts on its own what M5 counts.
class Counting final : public risk::Check {
public:
    explicit Counting(WithdrawalCount& count) : count_{&count} {}
    core::Rule rule() const override { return core::Rule::Conduct; }
    std::optional<core::Refusal> review(const core::OrderRequest&, const risk::View&) override {
        return std::nullopt;
    }
    void approved(const core::OrderRequest& order, const risk::View& view) override {
        count_->placed(order, view);
    }
    void heard(const core::OrderRequest& order, const core::OrderUpdate& update,
               const risk::View& view) override {
        if (core::is_terminal(update.state)) count_->ended(order, view);
    }
    void filled(const core::OrderRequest& order, const core::Fill&,
                const risk::View& view) override {
        count_->filled(order, view);
    }
    void cancelling(const core::OrderRequest& order, risk::CancelReason why,
                    const risk::View& view) override {
        count_->cancelling(order, why, view);
    }
    bool watches_market() const override { return true; }
    void observe(const core::Event& event, const risk::View& view) override {
        count_->observe(event, view);
    }

private:
    WithdrawalCount* count_;
};

/// One parent after the other, on a market that wanders and trades. Gives the refusals.
std::vector<core::Refusal> work(risk::OrderGate& gate, std::size_t parents, std::uint64_t seed,
                                core::Time& end) {
    Floor floor{all_styles(), Trouble{}, seed};
    floor.gate = &gate;
    for (std::size_t i = 0; i < parents; ++i) {
        auto& random = floor.random();
        const auto lots = 20 + static_cast<std::int64_t>(random.below(2'000));
        const auto style = i % all_styles().size();
        floor.open(random.uniform() < 0.5 ? lots : -lots, style);
        for (int n = 0; n < 400 && !floor.executor().working().empty(); ++n) {
            floor.pass(core::milliseconds(static_cast<std::int64_t>(random.below(800))));
            floor.jostle();
        }
        floor.pass(core::minutes(1));
        EXPECT_TRUE(floor.executor().working().empty());
    }
    EXPECT_EQ(floor.ended.size(), parents);
    end = floor.now;
    return floor.refusals;
}

TEST(OwnFlow, NoOrderOfOurAlgorithmsIsObjectedTo) {
    constexpr std::size_t at_once = 20;
    std::size_t refused = 0;
    core::Time end;
    for (std::uint64_t seed = 1; (seed - 1) * at_once < parents_wanted(); ++seed) {
        auto gate = guard();
        for (const auto& refusal : work(gate, at_once, seed, end)) {
            ++refused;
            ADD_FAILURE() << seed << ": " << to_string(refusal);
        }
        ASSERT_EQ(refused, 0U);
    }
}

TEST(OwnFlow, TheChanceOfACancelIsNoHigherAsThePriceComes) {
    Trials all;
    for (std::uint64_t seed = 1; seed <= 5; ++seed) {
        WithdrawalCount count;
        std::vector<risk::OrderGate::Seat> seats;
        seats.push_back({std::make_unique<Counting>(count), "counting", {}, {}, {}});
        risk::OrderGate gate{std::move(seats)};
        core::Time end;
        work(gate, 14, seed, end);
        for (std::uint16_t style = 0; style < all_styles().size(); ++style) {
            const auto& one = count.of({style}, {0}, end);
            all.toward += one.toward;
            all.cancelled_toward += one.cancelled_toward;
            all.away += one.away;
            all.cancelled_away += one.cancelled_away;
        }
    }
    ASSERT_GT(all.toward, 50);
    ASSERT_GT(all.away, 50);
    RecordProperty("toward", static_cast<int>(all.toward));
    RecordProperty("cancelled_toward", static_cast<int>(all.cancelled_toward));
    RecordProperty("away", static_cast<int>(all.away));
    RecordProperty("cancelled_away", static_cast<int>(all.cancelled_away));
    EXPECT_LE(all.least_excess(), 0.05);
    const auto rate = [](std::int64_t hits, std::int64_t tries) {
        return static_cast<double>(hits) / static_cast<double>(tries);
    };
    EXPECT_LE(rate(all.cancelled_toward, all.toward), rate(all.cancelled_away, all.away) + 0.05);
}

}  // namespace
}  // namespace nightjar::exec
