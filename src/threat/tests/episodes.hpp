#pragma once
/// What happens on a street: attacks, and what only looks like them.

#include "threat/momentum_ignition.hpp"
#include "threat/quote_stuffing.hpp"
#include "threat/spoof_pressure.hpp"
#include "threat/tests/street.hpp"
#include "threat/vpin.hpp"

namespace nightjar::threat::tests {

/// Orders at the touch that come and go at once, some hundreds a second.
template <class D>
void stuff(Street<D>& street, core::Duration time) {
    for (const auto end = street.now + time; street.now < end;) {
        const auto side = street.any_side();
        const auto price = street.at(side, street.below(5));
        const auto there = street.lots(side, price);
        street.set(side, price, 0);
        street.wait(1);
        street.set(side, price, there + 1);
        street.wait(1 + street.below(2));
        street.set(side, price, 0);
        street.set(side, price, there);
    }
}

/// A large order two ticks behind the touch that leans on the book, a trade of the other side, and
/// it is gone.
template <class D>
void spoof(Street<D>& street, Side side) {
    const auto price = street.at(side, 1 + street.below(3));
    const auto there = street.lots(side, price);
    street.set(side, price, there + 150 + street.below(100));
    street.wait(500 + street.below(2'000));
    street.trade(side, 15);  // at the other side's best
    street.wait(100);
    street.trade(side, 15);
    street.wait(50);
    street.set(side, price, std::max<std::int64_t>(1, there));
    street.wait(300);
}

/// Everything is repriced at once, much trades, and it stays there.
template <class D>
void news(Street<D>& street) {
    const auto way = street.any_side();
    for (int i = 0; i < 30; ++i) {
        for (int n = 0; n < 4; ++n) {
            street.trade(way, 5 + street.below(15));
            street.wait(15);
        }
        street.move(core::sign(way) * (2 + street.below(3)));
    }
    street.calm(core::minutes(2));
}

/// A hidden order at the best bid that sellers hit again and again, and that is filled up again.
template <class D>
void iceberg(Street<D>& street) {
    for (int i = 0; i < 60; ++i) {
        const auto price = street.at(Side::Buy, 0);
        street.set(Side::Buy, price, 150);
        street.wait(400);
        for (int n = 0; n < 5; ++n) {
            street.trade(Side::Sell, 28);
            street.wait(60);
        }
    }
}

/// Updates and trades of both sides at ten times the usual pace.
template <class D>
void open(Street<D>& street) {
    for (int i = 0; i < 4'000; ++i) {
        street.wait(2);
        const auto side = street.any_side();
        const auto price = street.at(side, street.below(10));
        if (street.below(8) == 0)
            street.trade(side, 1 + street.below(10));
        else
            street.set(side, price,
                       std::max<std::int64_t>(1, street.lots(side, price) + street.below(13) - 6));
        if (street.below(60) == 0) street.move(street.below(2) == 0 ? 1 : -1);
    }
}

/// Three seconds of buying, each trade upon the last, that carry the price away; then back.
template <class D>
void ignite(Street<D>& street, Side way) {
    for (int i = 0; i < 25; ++i) {
        for (int n = 0; n < 5; ++n) {
            street.trade(way, 10 + street.below(10));
            street.wait(20);
        }
        street.move(core::sign(way) * 2);
    }
    for (int i = 0; i < 20; ++i) {
        street.wait(500);
        street.trade(core::opposite(way), 5);
        street.move(-core::sign(way) * 2);
    }
}

/// Some of everything.
template <class D>
Street<D> eventful(std::uint64_t seed) {
    Street<D> street{seed};
    street.scores.reserve(1 << 20);
    street.calm(core::minutes(1));
    spoof(street, Side::Buy);
    ignite(street, Side::Buy);
    stuff(street, core::seconds(2));
    street.calm(core::seconds(20));
    return street;
}

struct DayVpin : Vpin {
    DayVpin() : Vpin{Qty{10'000}} {}
};

/// Takes the events and keeps them.
struct Tape {
    std::vector<core::Event> events;
    void on(const core::Event& event, const market::Book&) { events.push_back(event); }
    [[nodiscard]] double raw() const { return 0; }
    [[nodiscard]] double score() const { return 0; }
};

}  // namespace nightjar::threat::tests
