#pragma once
/// For tests of the views: ledgers of records that an engine could have written.

#include "core/base/random.hpp"
#include "core/model/record.hpp"
#include "store/ledger.hpp"
#include "store/sqlite.hpp"
#include "store/tests/scratch.hpp"
#include "store/views.hpp"

#include <gtest/gtest.h>

#include <map>

namespace nightjar::store::tests {

inline core::Instrument instrument(std::uint32_t id, std::string symbol) {
    core::Instrument made;
    made.id = {id};
    made.base = {1};
    made.symbol = std::move(symbol);
    made.tick = {core::Money::one / 100};
    made.lot = {core::Money::one / 1'000};
    return made;
}

/// Writes a session's records, one a tenth of a second, and remembers what its orders came to.
class Author {
public:
    explicit Author(std::filesystem::path directory, std::uint64_t seed = 1)
        : directory_{std::move(directory)}, random_{seed, 1} {
        reopen();
        write(core::SessionOpened{
            "build", "", core::whole(1'000), {"sim"}, {"USDT", "BTC", "ETH"}, {}});
        write(core::InstrumentDefined{instrument(0, "BTCUSDT")});
        write(core::InstrumentDefined{instrument(1, "ETHUSDT")});
        write(
            core::StrategyDefined{{0}, "trend", "ensemble", core::whole(500), {"ema", "a \"b\""}});
        write(core::StrategyDefined{{1}, "fade", "ensemble", core::whole(500), {}});
        write(core::EpochStarted{1});
    }

    template <class Record>
    void write(const Record& record) {
        std::array<std::byte, 4096> buffer{};
        core::ByteWriter writer{buffer};
        writer(record);
        now_ = now_ + core::milliseconds(100);
        ledger_->append(Record::type, now_, writer.bytes());
    }
    void raw(core::RecordType type, std::string_view body) {
        ledger_->append(type, now_, as_body(body));
    }

    core::OrderRequest order(std::uint64_t sequence, core::Side side, std::int64_t lots) {
        core::OrderRequest order;
        order.id = core::order_id(1, sequence);
        order.parent = {sequence};
        order.side = side;
        order.tif = core::TimeInForce::Ioc;
        order.qty = {lots};
        const std::array shares{core::Allocation{{0}, signed_qty(side, {lots})}};
        core::ParentOrder parent;
        parent.id = order.parent;
        parent.side = side;
        parent.qty = order.qty;
        parent.instrument = order.instrument = {static_cast<std::uint32_t>(sequence % 2)};
        write(core::ParentOpened{parent, shares, {}});
        write(core::OrderApproved{order});
        orders_.push_back(order);
        return order;
    }
    /// Half, rounded up, is the first strategy's, the rest the house's.
    void fill(const core::OrderRequest& order, std::int64_t lots, core::Price price,
              core::AssetId fee_asset = {0}) {
        const core::Qty half{(lots + 1) / 2};
        const core::Money fee{static_cast<core::Wide>(price.raw) * lots};
        const std::array shares{
            core::FillShare{{0}, signed_qty(order.side, half), core::whole(-1), fee},
            core::FillShare{
                core::house, signed_qty(order.side, core::Qty{lots} - half), core::whole(1), {}}};
        const core::Fill fill{order.id, {++trades_}, order.side, price, {lots}, fee, fee_asset, {}};
        write(core::FillBooked{{now_, now_, 0}, order.instrument, order.venue, fill, shares, {}});
        filled_[order.id.value] += lots;
    }
    void change(const core::OrderRequest& order, core::OrderState state,
                core::OrderReason reason = {}) {
        write(core::OrderChanged{{}, {order.id, state, reason, order.price, order.qty}});
    }
    /// So many steps of a session, by chance.
    void improvise(int steps) {
        for (int i = 0; i < steps; ++i) step();
    }

    void close() { ASSERT_TRUE(ledger_->close()); }
    void reopen() {
        ledger_.reset();
        ledger_ = *Ledger::open(
            directory_, {.log = {.segment_bytes = 1 << 16, .sync_every = {}}, .inputs = nullptr});
    }
    /// Lots filled by order id.
    [[nodiscard]] const std::map<std::uint64_t, std::int64_t>& filled() const { return filled_; }

private:
    void step() {
        const auto chance = [this](std::uint64_t n) { return random_.below(n); };
        const auto lots = static_cast<std::int64_t>(1 + chance(5'000));
        const core::Price price{static_cast<std::int64_t>(1 + chance(9'000'000))};
        const auto side = chance(2) == 0 ? core::Side::Buy : core::Side::Sell;
        const auto what = orders_.empty() ? 0 : chance(9);
        if (what == 0) return (void)order(orders_.size() + 1, side, lots);
        const auto& known = orders_[chance(orders_.size())];
        const core::Target target{{1}, {0}, 0.1, core::Urgency::High, price, {}};
        const core::Refusal refusal{
            core::Rule::Collar, core::Unit::Ticks, 7, 8, {core::Scope::Kind::Instrument, 1}};
        switch (what) {
            case 1: return change(known, static_cast<core::OrderState>(1 + chance(7)));
            case 2: return write(core::CancelSent{{known.id, known.instrument, known.venue, now_}});
            case 3: return write(core::TargetSet{target, {lots}});
            case 4: return write(core::TargetRefused{target, refusal});
            case 5: return write(core::OrderRefused{known, refusal});
            case 6:
                return write(core::CrossBooked{{0}, {0}, {1}, price, {lots}, core::whole(lots)});
            case 7: return write(core::EquitySampled{{0}, core::whole(lots), core::whole(lots), 3});
            default: return fill(known, lots, price, {static_cast<std::uint16_t>(chance(2))});
        }
    }

    std::filesystem::path directory_;
    core::Random random_;
    std::unique_ptr<Ledger> ledger_;
    core::Time now_;
    std::uint64_t trades_{};
    std::vector<core::OrderRequest> orders_;
    std::map<std::uint64_t, std::int64_t> filled_;
};

inline Views must_open(const std::filesystem::path& ledger, const std::filesystem::path& file) {
    auto views = Views::open(ledger, file);
    EXPECT_TRUE(views) << views.error().text();
    return std::move(*views);
}

/// All that an SQLite file holds.
inline std::string dump(const std::filesystem::path& file) {
    auto database = *Database::open(file);
    std::vector<std::string> tables;
    auto* names = *database.query("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY 1");
    while (*names->step()) tables.push_back(names->text(0));
    std::string out;
    for (const auto& table : tables) {
        auto* rows = *database.query("SELECT * FROM " + table + " ORDER BY 1, 2");
        while (*rows->step()) {
            out += table;
            for (int i = 0; i < rows->columns(); ++i) out += "|" + rows->value(i).value_or("-");
            out += '\n';
        }
    }
    return out;
}

}  // namespace nightjar::store::tests
