/// T-F3: where each order came from is in the ledger: its parent, whose it was and why.

#include "engine/tests/risk_states.hpp"

#include <map>

namespace nightjar::engine {
namespace {

using core::Qty;

/// Reads records in their order, and nothing else.
class Story {
public:
    enum class Reason : std::uint8_t { None, Target, Quote, KillLevel };
    struct Parent {
        core::ParentOpened opened;
        Reason reason{};
    };
    struct Order {
        core::OrderRequest request;
        const Parent* parent{};
    };
    std::map<std::uint64_t, Parent> parents;
    std::map<std::uint64_t, Order> orders;
    std::vector<std::string> gaps;  ///< what cannot be told

    void take(core::RecordType type, std::span<const std::byte> body) {
        if (type == core::StrategyDefined::type)
            strategies_.push_back(core::decode<core::StrategyDefined>(body)->name);
        if (type == core::TargetSet::type) {
            const auto set = core::decode<core::TargetSet>(body).value();
            targets_[{set.target.strategy.value, set.target.instrument.value}] = set;
        }
        if (type == core::KillLevelChanged::type)
            level_ = core::decode<core::KillLevelChanged>(body)->level;
        if (type == core::ParentOpened::type) open(core::decode<core::ParentOpened>(body).value());
        if (type == core::OrderApproved::type)
            approve(core::decode<core::OrderApproved>(body)->order);
        if (type == core::CancelSent::type)
            known(core::decode<core::CancelSent>(body)->cancel.id, "a cancel");
        if (type == core::FillBooked::type) fill(core::decode<core::FillBooked>(body).value());
    }
    [[nodiscard]] std::size_t count(Reason reason) const {
        return static_cast<std::size_t>(std::ranges::count_if(
            orders, [&](const auto& entry) { return entry.second.parent->reason == reason; }));
    }

private:
    [[nodiscard]] bool named(core::StrategyId id) const {
        return id == core::house || id.value < strategies_.size();
    }
    void open(const core::ParentOpened& opened) {
        const auto& order = opened.parent;
        auto reason = opened.shares.empty() ? Reason::None : Reason::Target;
        for (const auto& share : opened.shares) {
            if (!named(share.strategy)) reason = Reason::None;
            if (targets_.contains({share.strategy.value, order.instrument.value})) continue;
            reason = Reason::None;
        }
        // A parent with a limit of its own is a quote at that price, or a slice of K3.
        if (order.limit && opened.shares.size() == 1 && named(opened.shares[0].strategy))
            reason = level_ >= core::KillLevel::Flatten ? Reason::KillLevel : Reason::Quote;
        parents[order.id.value] = {opened, reason};
    }
    void approve(const core::OrderRequest& order) {
        const auto parent = parents.find(order.parent.value);
        if (parent == parents.end()) {
            gaps.emplace_back("an order without its parent");
            return;
        }
        const auto& its = parent->second.opened.parent;
        if (parent->second.reason == Reason::None) gaps.emplace_back("an order without a reason");
        if (its.side != order.side || its.instrument != order.instrument || its.qty < order.qty)
            gaps.emplace_back("an order that is not its parent's");
        orders[order.id.value] = {order, &parent->second};
    }
    void known(core::OrderId id, const char* what) {
        if (!orders.contains(id.value)) gaps.push_back(std::string{what} + " of no order");
    }
    void fill(const core::FillBooked& booked) {
        known(booked.fill.order, "a fill");
        Qty sum;
        for (const auto& share : booked.shares) {
            sum += share.qty;
            if (!named(share.strategy)) gaps.emplace_back("a fill of nobody");
        }
        if (sum != core::signed_qty(booked.fill.side, booked.fill.qty))
            gaps.emplace_back("a fill that is not shared");
    }

    std::vector<std::string> strategies_;
    std::map<std::pair<std::uint16_t, std::uint32_t>, core::TargetSet> targets_;
    core::KillLevel level_{};
};

class Reconstruction : public tests::RiskStates {
public:
    Reconstruction() {
        desk = {};
        journal.records.clear();
        engine = made();
        engine->open();
        show(mid);
    }
    /// One works its parents over time, two goes to the market at once or quotes.
    std::unique_ptr<Engine> made() {
        auto config = tests::one_instrument();
        config.losses = risk::LossGuard{};
        config.gate.settings["venue"] = {{"pct", "100"}};
        core::Registries registries;
        risk::register_builtins(registries);
        exec::register_builtins(registries);
        exec::register_conduct(registries);
        tests::add_obedient(registries, told.data());
        const ExecutionChoice peg{"peg", {{"over", "5m"}, {"cross_at", "1000"}}};
        config.strategies = {tests::obedient("one", core::whole(50'000), peg),
                             tests::obedient("two", core::whole(50'000))};
        return Engine::build(config, registries, {{&desk}, &journal}).value();
    }
    /// What was cancelled is, and what may fill does, at the middle.
    void answer() {
        for (; cancelled_ < desk.cancels.size(); ++cancelled_) {
            const auto id = desk.cancels[cancelled_].id;
            hear(core::OrderUpdate{id, core::OrderState::Cancelled, {}, {}, {}});
        }
        for (; answered_ < desk.orders.size(); ++answered_) {
            const auto order = desk.orders[answered_];
            hear(core::OrderUpdate{order.id, core::OrderState::Open, {}, order.price, order.qty});
            if (order.tif == core::TimeInForce::Gtc && answered_ % 2 == 0) continue;
            hear(core::Fill{order.id,
                            {++trades},
                            order.side,
                            {mid},
                            order.qty,
                            {},
                            {},
                            core::Liquidity::Taker});
        }
    }
    void go(core::Duration time) {
        for (const auto end = now + time; now < end;) {
            now = now + core::seconds(5);
            show(mid + static_cast<std::int64_t>(++steps_ % 3) - 1);
            answer();
        }
    }

private:
    std::size_t answered_{};
    std::size_t cancelled_{};
    std::size_t steps_{};
};

Story read(const std::vector<tests::Kept::Record>& records) {
    Story story;
    for (const auto& record : records) story.take(record.type, record.body);
    return story;
}

TEST_F(Reconstruction, EveryOrderIsToldFromTheRecordsAlone) {
    told[0].exposure = 0.5;
    told[1].exposure = 0.3;
    go(core::minutes(12));
    told[0].exposure = -0.2;
    go(core::minutes(6));
    told[1].exposure = std::nullopt;
    told[1].quoted = Qty{20};
    go(core::minutes(4));
    hear(core::Command::set_level(core::KillLevel::Flatten, core::Person{"ada"}));
    go(core::minutes(2));
    EXPECT_EQ(engine->books().position({0}).raw, 0);

    const auto story = read(journal.records);
    EXPECT_EQ(story.gaps, std::vector<std::string>{});
    ASSERT_EQ(story.orders.size(), desk.orders.size());
    for (const auto& sent : desk.orders) {
        const auto& told_of = story.orders.at(sent.id.value).request;
        EXPECT_TRUE(told_of.parent == sent.parent && told_of.qty == sent.qty &&
                    told_of.price == sent.price && told_of.side == sent.side);
    }
    EXPECT_GT(story.count(Story::Reason::Target), 3U);
    EXPECT_GT(story.count(Story::Reason::Quote), 4U);
    EXPECT_GT(story.count(Story::Reason::KillLevel), 0U);
}

TEST_F(Reconstruction, ARecordThatIsMissingIsMissed) {
    told[0].exposure = 0.5;
    go(core::minutes(6));
    for (const auto gone : {core::ParentOpened::type, core::TargetSet::type}) {
        auto records = journal.records;
        std::erase_if(records, [&](const auto& record) { return record.type == gone; });
        EXPECT_FALSE(read(records).gaps.empty());
    }
}

}  // namespace
}  // namespace nightjar::engine
