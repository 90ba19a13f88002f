#include "data/recorder.hpp"

#include "sim/recordings/tape_cursor.hpp"
#include "store/tests/scratch.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace nightjar::data {
namespace {

using core::BookDelta;
using core::Event;
using core::Price;
using core::Qty;
using core::Side;
using core::Time;

/// One perpetual that is counted in contracts of 0.01.
core::Catalog catalog_of_contracts(const char* tick = "0.1") {
    core::Catalog catalog;
    core::Instrument instrument;
    instrument.venue = catalog.add_venue("okx");
    instrument.base = catalog.add_asset("BTC");
    instrument.quote = catalog.add_asset("USDT");
    instrument.symbol = "BTC-USDT-SWAP";
    instrument.kind = core::InstrumentKind::LinearPerpetual;
    instrument.tick = core::parse_money(tick).value();
    instrument.contract = core::parse_money("0.01").value();
    instrument.lot = core::parse_money("0.001").value();
    EXPECT_TRUE(catalog.add(instrument));
    return catalog;
}

Event event(std::int64_t ms, Event::Body body) {
    const auto at = Time{} + core::days(19'000) + core::milliseconds(ms);
    return {{at, at + core::milliseconds(3), 1}, {0}, {0}, body};
}

/// What a replay of the tape hears.
std::vector<Event> heard(const core::Catalog& catalog, const std::filesystem::path& root,
                         std::string_view name) {
    auto tape = store::TapeFile::open(root, name).value();
    sim::TapeCursor cursor{sim::tape_stream(catalog[{0}], tape).value(), {0}};
    std::vector<Event> events;
    while (cursor.heard() != sim::TapeCursor::never) {
        while (cursor.happens() <= cursor.heard()) cursor.happen();
        cursor.hear(events.emplace_back());
    }
    return events;
}

bool same(const Event& a, const Event& b) {
    if (a.stamp.exch != b.stamp.exch || a.stamp.recv != b.stamp.recv ||
        a.body.index() != b.body.index())
        return false;
    if (const auto* trade = std::get_if<core::Trade>(&a.body)) {
        const auto& other = std::get<core::Trade>(b.body);
        return trade->price == other.price && trade->qty == other.qty &&
               trade->taker == other.taker && trade->id == other.id;
    }
    if (const auto* delta = std::get_if<BookDelta>(&a.body)) {
        const auto& other = std::get<BookDelta>(b.body);
        return delta->action == other.action && delta->side == other.side &&
               delta->price == other.price && delta->qty == other.qty && delta->last == other.last;
    }
    if (const auto* mark = std::get_if<core::Mark>(&a.body))
        return mark->price == std::get<core::Mark>(b.body).price;
    if (const auto* funding = std::get_if<core::Funding>(&a.body))
        return funding->rate == std::get<core::Funding>(b.body).rate;
    return std::get<core::Gap>(a.body).lost == std::get<core::Gap>(b.body).lost;
}

RC_GTEST_PROP(Recorder, WhatWasHeardIsHeardAgainByAReplay, ()) {
    const auto catalog = catalog_of_contracts(*rc::gen::element("0.1", "0.5", "0.0025", "5"));
    const store::Scratch scratch;
    auto recorder = Recorder::create(catalog, scratch / "tapes", {"tape"}).value();
    std::vector<Event> events;
    const auto count = *rc::gen::inRange<std::int64_t>(1, 60);
    for (std::int64_t i = 0; i < count; ++i) {
        const Price price{*rc::gen::inRange<std::int64_t>(1, 200'000)};
        const Qty qty{*rc::gen::inRange<std::int64_t>(1, 5'000'000)};
        const auto side = *rc::gen::element(Side::Buy, Side::Sell);
        const auto bodies = std::vector<Event::Body>{
            core::Trade{price, qty, side, {static_cast<std::uint64_t>(i + 1)}},
            BookDelta{BookDelta::Action::Set, side, price, qty, true},
            BookDelta{BookDelta::Action::Clear, Side::Buy, {}, {}, false},
            core::Mark{price},
            core::Funding{{-5 * price.raw}},
            core::Gap{static_cast<std::uint64_t>(qty.raw)}};
        events.push_back(event(i * 10, *rc::gen::elementOf(bodies)));
        RC_ASSERT(recorder.add(events.back()).has_value());
    }
    RC_ASSERT(recorder.finish().has_value());
    const auto again = heard(catalog, scratch / "tapes", "tape");
    RC_ASSERT(again.size() == events.size());
    for (std::size_t i = 0; i < events.size(); ++i) RC_ASSERT(same(events[i], again[i]));
}

TEST(Recorder, APartBeginsWithTheBookAsItIs) {
    const auto catalog = catalog_of_contracts();
    const store::Scratch scratch;
    auto recorder = Recorder::create(catalog, scratch / "tapes", {"first"}).value();
    using enum BookDelta::Action;
    for (const auto& delta : {BookDelta{Clear, Side::Buy, {}, {}, false},
                              BookDelta{Set, Side::Buy, Price{100}, Qty{5}, false},
                              BookDelta{Set, Side::Sell, Price{102}, Qty{7}, true},
                              BookDelta{Set, Side::Buy, Price{101}, Qty{2}, true}})
        ASSERT_TRUE(recorder.add(event(1, delta)));
    ASSERT_TRUE(recorder.next(scratch / "tapes", {"second"}));
    ASSERT_TRUE(recorder.add(event(2, BookDelta{Set, Side::Sell, Price{102}, Qty{}, true})));
    ASSERT_TRUE(recorder.finish());
    market::Book book;
    const auto events = heard(catalog, scratch / "tapes", "second");
    ASSERT_EQ(events.size(), 5U);
    for (std::size_t i = 0; i < 4; ++i) (void)book.apply(std::get<BookDelta>(events[i].body));
    ASSERT_TRUE(book.valid());
    EXPECT_EQ(book.best_bid()->price, Price{101});
    EXPECT_EQ(book.best_ask()->qty, Qty{7});
    EXPECT_EQ(book.side(Side::Buy).size(), 2U);
}

TEST(Recorder, ABookThatIsNotWholeDoesNotBeginAPart) {
    const auto catalog = catalog_of_contracts();
    const store::Scratch scratch;
    auto recorder = Recorder::create(catalog, scratch / "tapes", {"first"}).value();
    ASSERT_TRUE(recorder.add(event(1, core::Gap{3})));
    ASSERT_TRUE(recorder.next(scratch / "tapes", {"second"}));
    ASSERT_TRUE(recorder.add(event(2, core::Trade{Price{100}, Qty{1}, Side::Buy, {9}})));
    ASSERT_TRUE(recorder.finish());
    EXPECT_EQ(heard(catalog, scratch / "tapes", "second").size(), 1U);
}

}  // namespace
}  // namespace nightjar::data
