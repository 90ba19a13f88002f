#include "store/views.hpp"

#include "core/errc.hpp"
#include "store/errc.hpp"
#include "store/tests/views_fixtures.hpp"
#include "store/views_schema.hpp"

#include <rapidcheck/gtest.h>

#include <atomic>
#include <thread>

namespace nightjar::store {
namespace {

namespace fs = std::filesystem;
using core::OrderState;
using core::Price;
using core::Side;
using tests::Author;
using tests::dump;
using tests::must_open;

/// One row as "name=value name=value".
std::string row(const ViewRows& rows, std::size_t index, std::initializer_list<const char*> names) {
    std::string out;
    for (const std::string name : names)
        for (std::size_t i = 0; i < rows.columns.size(); ++i)
            if (rows.columns[i].name == name)
                out += (out.empty() ? "" : " ") + name + "=" + rows.rows.at(index)[i].value_or("-");
    return out;
}

class ViewsTest : public ::testing::Test {
public:
    ViewsTest() : author{scratch / "ledger"} {}
    Views open() const { return must_open(scratch / "ledger", file); }
    /// What views made from nothing hold.
    [[nodiscard]] std::string made_anew() const {
        const auto other = scratch / "other.sqlite";
        fs::remove(other);
        must_open(scratch / "ledger", other);
        return dump(other);
    }
    void expect_made_anew(const std::string& why) const {
        const auto views = open();
        EXPECT_NE(views.note().find(why), std::string::npos) << views.note();
        EXPECT_EQ(dump(file), made_anew());
    }

    Scratch scratch;
    fs::path file = scratch / "views.sqlite";
    Author author;
};

TEST_F(ViewsTest, TellHowAnOrderEnded) {
    const auto order = author.order(2, Side::Buy, 3'000);
    author.change(order, OrderState::Open);
    author.fill(order, 1'000, Price{10'000});
    author.fill(order, 2'000, Price{10'003});
    const auto views = open();
    const auto orders = *views.table("orders");
    EXPECT_EQ(row(orders, 0, {"order_id", "client_id", "strategy", "instrument", "side", "qty"}),
              "order_id=1099511627778 client_id=nj0000000100000002 strategy=trend "
              "instrument=BTCUSDT side=buy qty=3");
    EXPECT_EQ(row(orders, 0, {"state", "reason", "filled", "average_price", "fees", "fee_asset"}),
              "state=filled reason=- filled=3 average_price=100.02 fees=0.000030006 "
              "fee_asset=USDT");
    const auto fills = *views.table("fills");
    ASSERT_EQ(fills.rows.size(), 4U) << "each fill once for each of its two owners";
    EXPECT_EQ(row(fills, 3, {"strategy", "price", "qty", "trade_id", "liquidity"}),
              "strategy=house price=100.03 qty=1 trade_id=2 liquidity=maker");
}

TEST_F(ViewsTest, FollowAnOrderAsTheEngineDoes) {
    const auto order = author.order(1, Side::Sell, 100);
    const auto state = [&] { return row(*open().table("orders"), 0, {"state", "filled"}); };
    EXPECT_EQ(state(), "state=reserved filled=0");
    author.write(core::CancelSent{{order.id, order.instrument, order.venue, {}}});
    author.change(order, OrderState::Open);
    EXPECT_EQ(state(), "state=cancel_pending filled=0") << "a late open undoes no cancel";
    author.change(order, OrderState::Filled);
    EXPECT_EQ(state(), "state=cancel_pending filled=0") << "filled waits for its fills";
    author.change(order, OrderState::Cancelled, core::OrderReason::Requested);
    author.fill(order, 40, Price{1});
    EXPECT_EQ(state(), "state=cancelled filled=0.04") << "the fill crossed the cancel";
}

TEST_F(ViewsTest, AddNoFeesOfDifferentAssets) {
    const auto order = author.order(1, Side::Buy, 100);
    author.fill(order, 40, Price{1}, {0});
    author.fill(order, 40, Price{1}, {1});
    author.fill(order, 20, Price{1}, {0});
    EXPECT_EQ(row(*open().table("orders"), 0, {"fees", "fee_asset"}), "fees=- fee_asset=several");
}

TEST_F(ViewsTest, KeepTheVotesAndTheRefusals) {
    core::Target target{{0}, {1}, -0.1, core::Urgency::Low, {}, {}};
    target.votes.push({{1}, 0.1, 2});
    author.write(core::TargetSet{target, {-5}});
    const core::Refusal refusal{
        core::Rule::Collar, core::Unit::Ticks, 700, 801, {core::Scope::Kind::Instrument, 1}};
    author.write(core::TargetRefused{target, refusal});
    const auto views = open();
    const auto decisions = *views.table("decisions");
    EXPECT_EQ(row(decisions, 0, {"strategy", "instrument", "outcome", "exposure", "qty", "votes"}),
              "strategy=trend instrument=ETHUSDT outcome=set exposure=-0.1 qty=-0.005 "
              R"(votes=[{"signal":"a \"b\"","score":0.1,"weight":2}])");
    EXPECT_EQ(row(decisions, 1, {"outcome", "qty"}), "outcome=refused qty=-");
    EXPECT_EQ(row(*views.table("refusals"), 0,
                  {"kind", "code", "unit", "value", "limit_value", "scope_name"}),
              "kind=target code=R07 unit=price value=8.01 limit_value=7 scope_name=sim:ETHUSDT");
}

TEST_F(ViewsTest, NameTheInstrumentOfFundingOnly) {
    const auto book = [&](core::Balance::Reason reason) {
        const core::Balance balance{{0}, core::whole(-2), reason};
        author.write(core::BalanceBooked{{}, {1}, {0}, balance, core::house});
    };
    book(core::Balance::Reason::Deposit);
    book(core::Balance::Reason::Funding);
    const auto balances = *open().table("balances");
    EXPECT_EQ(row(balances, 0, {"strategy", "asset", "change", "reason", "instrument"}),
              "strategy=house asset=USDT change=-2 reason=deposit instrument=-");
    EXPECT_EQ(row(balances, 1, {"reason", "instrument"}), "reason=funding instrument=ETHUSDT");
}

TEST_F(ViewsTest, AreFilteredAndCutToTheNewest) {
    for (std::uint64_t i = 1; i <= 4; ++i) author.fill(author.order(i, Side::Buy, 10), 10, {1});
    const auto views = open();
    EXPECT_EQ(views.table("fills", {.strategy = "house", .instrument = "", .last = {}})->matching,
              4U);
    const auto newest =
        *views.table("orders", {.strategy = "trend", .instrument = "sim:BTCUSDT", .last = 1});
    EXPECT_EQ(newest.matching, 2U);
    ASSERT_EQ(newest.rows.size(), 1U);
    EXPECT_EQ(row(newest, 0, {"parent"}), "parent=4");
    const auto unknown = views.table("orders", {.strategy = "trond", .instrument = "", .last = {}});
    ASSERT_FALSE(unknown);
    EXPECT_EQ(unknown.error().code, core::Errc::UnknownName);
    EXPECT_NE(unknown.error().text().find("did you mean \"trend\""), std::string_view::npos);
}

TEST_F(ViewsTest, AreTheSameWhenMadeAgain) {
    author.improvise(200);
    open();
    const auto before = dump(file);
    fs::remove(file);
    EXPECT_EQ(open().note(), "");
    EXPECT_EQ(dump(file), before);
    EXPECT_EQ(fs::status(file).permissions(), fs::perms::owner_read | fs::perms::owner_write);
}

TEST_F(ViewsTest, LeaveTheLedgerAsItWas) {
    author.improvise(200);
    author.close();
    const auto bytes = [&] {
        std::map<std::string, std::string> all;
        for (const auto& entry : fs::directory_iterator{scratch / "ledger"})
            all[entry.path().filename().string()] = read_file(entry.path());
        return all;
    };
    const auto before = bytes();
    open();
    EXPECT_EQ(bytes(), before);
}

TEST_F(ViewsTest, OfAnotherLedgerAreNoticed) {
    author.order(1, Side::Buy, 10);
    Author other{scratch / "other"};
    other.order(1, Side::Sell, 10);  // as many records and bytes
    must_open(scratch / "other", file);
    expect_made_anew("another ledger");
}

TEST_F(ViewsTest, OfALedgerThatWasCutAreNoticed) {
    author.order(1, Side::Buy, 10);
    Author longer{scratch / "longer"};
    longer.order(1, Side::Buy, 10);
    longer.order(2, Side::Buy, 10);
    must_open(scratch / "longer", file);
    expect_made_anew("another ledger");
}

TEST_F(ViewsTest, OfAnotherVersionAreMadeAnew) {
    author.improvise(20);
    for (const int version : {0, views_schema_version + 1}) {
        open();
        ASSERT_TRUE(Database::open(file)->run("UPDATE meta SET schema = ?", version));
        expect_made_anew("version " + std::to_string(version));
    }
}

TEST_F(ViewsTest, ThatAreDamagedAreMadeAnew) {
    author.improvise(300);
    open();
    const auto good = read_file(file);
    write_file(file, "");
    expect_made_anew("");
    write_file(file, "this is no database");
    expect_made_anew("");
    write_file(file, std::string(good.size(), 'x'));
    expect_made_anew("");
    for (std::size_t parts = 1; parts < 10; ++parts) {
        write_file(file, good.substr(0, good.size() * parts / 10));
        expect_made_anew("");
    }
    ASSERT_TRUE(Database::open(file)->script("DROP TABLE equity"));
    author.improvise(100);
    expect_made_anew("equity");
}

TEST_F(ViewsTest, StayWhatTheyWereWhenARecordMakesNoSense) {
    author.improvise(20);
    open();
    const auto before = dump(file);
    author.order(1'000, Side::Buy, 10);
    author.raw(core::RecordType::TargetSet, "nonsense");
    const auto views = Views::open(scratch / "ledger", file);
    ASSERT_FALSE(views);
    EXPECT_EQ(views.error().code, core::Errc::Decode);
    EXPECT_TRUE(views.error().text().starts_with("record ")) << views.error().text();
    EXPECT_EQ(dump(file), before);
}

TEST_F(ViewsTest, OfALedgerThatIsNotThereAreAnError) {
    EXPECT_EQ(Views::open(scratch / "nothing", file).error().code, Errc::NotFound);
    EXPECT_FALSE(fs::exists(file));
}

TEST_F(ViewsTest, MayBeReadByManyWhileTheLedgerGrows) {
    std::atomic<bool> done{false};
    const auto read = [&] {
        while (!done) EXPECT_EQ(open().note(), "");
    };
    std::thread one{read};
    std::thread two{read};
    author.improvise(3'000);
    done = true;
    one.join();
    two.join();
    open();
    EXPECT_EQ(dump(file), made_anew());
}

RC_GTEST_PROP(Views, AreTheSameHoweverOftenTheyWereBroughtUpToDate, (std::uint64_t seed)) {
    const Scratch scratch;
    Author author{scratch / "ledger", seed};
    for (int round = 0; round < 4; ++round) {
        author.improvise(*rc::gen::inRange(0, 60));
        const auto views = must_open(scratch / "ledger", scratch / "often.sqlite");
        RC_ASSERT(views.note().empty());
        if (*rc::gen::arbitrary<bool>()) author.reopen();
    }
    must_open(scratch / "ledger", scratch / "often.sqlite");
    must_open(scratch / "ledger", scratch / "once.sqlite");
    RC_ASSERT(dump(scratch / "often.sqlite") == dump(scratch / "once.sqlite"));
}

RC_GTEST_PROP(Views, GiveEachOrderWhatItsSharesSumTo, (std::uint64_t seed)) {
    const Scratch scratch;
    Author author{scratch / "ledger", seed};
    author.improvise(*rc::gen::inRange(0, 200));
    must_open(scratch / "ledger", scratch / "views.sqlite");
    auto database = *Database::open(scratch / "views.sqlite");
    const auto lots = [](const std::string& text) {
        return core::parse_qty(text, tests::instrument(0, "any"))->raw;
    };
    std::map<std::uint64_t, std::int64_t> shared;
    auto* shares = *database.query(
        "SELECT order_id, s.qty FROM fills JOIN fill_shares s ON s.fill = fills.record");
    while (*shares->step())
        shared[static_cast<std::uint64_t>(shares->integer(0))] += lots(shares->text(1));
    RC_ASSERT(shared == author.filled());
    auto* orders = *database.query("SELECT order_id, filled FROM orders");
    while (*orders->step())
        RC_ASSERT(lots(orders->text(1)) == shared[static_cast<std::uint64_t>(orders->integer(0))]);
}

}  // namespace
}  // namespace nightjar::store
