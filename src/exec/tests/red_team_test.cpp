/// T-F1: who means harm is stopped within ten orders.

#include "exec/tests/conduct_desk.hpp"

#include <functional>

namespace nightjar::exec {
namespace {

using core::Side;
using risk::CancelReason;
using tests::ConductDesk;

using Answer = std::optional<core::Refusal>;

/// Sends one order, and does with it what he is after. `n` counts from 0.
struct Attacker {
    std::string name;
    std::function<Answer(ConductDesk&, int n)> act;
};
void PrintTo(const Attacker& attacker, std::ostream* out) { *out << attacker.name; }

/// The parents that an attack goes on with: one on each side.
struct Sides {
    const core::ParentOrder* buy{};
    const core::ParentOrder* sell{};
};
Sides& sides(ConductDesk& desk, Sides& kept) {
    if (kept.buy == nullptr) kept = {&desk.parent(Side::Buy), &desk.parent(Side::Sell)};
    return kept;
}

/// A large bid that nobody else stands at; as the price comes near it is gone.
Attacker spoofer() {
    return {"spoofer", [kept = Sides{}](ConductDesk& desk, int) mutable -> Answer {
                const auto order = desk.limit(*sides(desk, kept).buy, 700, desk.mid - 15);
                if (const auto refusal = desk.send(order)) return refusal;
                desk.wait(700);
                desk.move(-1);
                desk.cancel(order);
                desk.wait(1'100);
                desk.move(+1);
                return std::nullopt;
            }};
}

/// The same out of new parents each time, called a quote, and too small for the eye.
Attacker quiet_spoofer() {
    return {"quiet spoofer", [](ConductDesk& desk, int n) -> Answer {
                const auto order = desk.limit(desk.parent(Side::Buy), 20, desk.mid - 15);
                if (const auto refusal = desk.send(order, true)) return refusal;
                desk.wait(700);
                desk.move(n % 2 == 0 ? -1 : +1);
                desk.wait(100);
                if (n % 2 == 0) desk.cancel(order, CancelReason::Limit);
                desk.wait(1'100);
                if (n % 2 != 0) desk.cancel(order, CancelReason::Limit);
                return std::nullopt;
            }};
}

/// One more level each time.
Attacker layerer() {
    return {"layerer", [kept = Sides{}](ConductDesk& desk, int n) mutable -> Answer {
                return desk.send(desk.limit(*sides(desk, kept).sell, 15, desk.mid + 2 + n));
            }};
}

/// A large part of the level that others stand at.
Attacker leaner() {
    return {"leaner", [kept = Sides{}](ConductDesk& desk, int) mutable -> Answer {
                return desk.send(desk.limit(*sides(desk, kept).buy, 80, desk.mid - 2));
            }};
}

/// Orders that live for some milliseconds.
Attacker stuffer() {
    return {"stuffer", [kept = Sides{}](ConductDesk& desk, int) mutable -> Answer {
                const auto order = desk.limit(*sides(desk, kept).buy, 1, desk.mid - 1);
                if (const auto refusal = desk.send(order)) return refusal;
                desk.wait(5);
                desk.cancel(order);
                return std::nullopt;
            }};
}

/// The same as a quote that its strategy wishes elsewhere again and again.
Attacker quoting_stuffer() {
    return {"quoting stuffer", [](ConductDesk& desk, int n) -> Answer {
                const auto order = desk.limit(desk.parent(Side::Buy), 1, desk.mid - 1 - n % 2);
                if (const auto refusal = desk.send(order, true)) return refusal;
                desk.wait(5);
                desk.cancel(order, CancelReason::Limit);
                return std::nullopt;
            }};
}

/// Buys from himself.
Attacker washer() {
    return {"washer", [kept = Sides{}](ConductDesk& desk, int n) mutable -> Answer {
                const auto& both = sides(desk, kept);
                return desk.send(
                    desk.limit(n % 2 == 0 ? *both.buy : *both.sell, 10, desk.mid - (n % 2)));
            }};
}

/// Takes and takes until others follow.
Attacker igniter() {
    return {"igniter", [kept = Sides{}](ConductDesk& desk, int) mutable -> Answer {
                desk.trade(Side::Buy, 40);
                const auto order = desk.market_order(*sides(desk, kept).buy, 60);
                if (const auto refusal = desk.send(order)) return refusal;
                desk.fill(order, desk.mid + 1);
                desk.wait(300);
                desk.move(+3);
                return std::nullopt;
            }};
}

/// Volume at no risk, for what a venue gives for volume.
Attacker tier_farmer() {
    return {"tier farmer", [kept = Sides{}](ConductDesk& desk, int n) mutable -> Answer {
                desk.trade(Side::Buy, 1'000);
                const auto& both = sides(desk, kept);
                const auto order = desk.market_order(n % 2 == 0 ? *both.buy : *both.sell, 50);
                if (const auto refusal = desk.send(order)) return refusal;
                desk.fill(order);
                desk.wait(1'000);
                return std::nullopt;
            }};
}

class RedTeam : public ::testing::TestWithParam<Attacker> {};

TEST_P(RedTeam, IsBlockedWithinTenOrders) {
    constexpr int most = 10;
    ConductDesk desk;
    Answer refusal;
    int sent = 0;
    while (sent < most && !refusal) refusal = GetParam().act(desk, sent++);
    ASSERT_TRUE(refusal) << "all of them left";
    EXPECT_EQ(refusal->rule, core::Rule::Conduct);
    RecordProperty("orders", sent);
}

INSTANTIATE_TEST_SUITE_P(All, RedTeam,
                         ::testing::Values(spoofer(), quiet_spoofer(), layerer(), leaner(),
                                           stuffer(), quoting_stuffer(), washer(), igniter(),
                                           tier_farmer()),
                         [](const auto& tried) {
                             auto name = tried.param.name;
                             std::ranges::replace(name, ' ', '_');
                             return name;
                         });

}  // namespace
}  // namespace nightjar::exec
