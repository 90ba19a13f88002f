#include "backtest/recovery.hpp"

#include "backtest/silence.hpp"
#include "backtest/tests/fixtures.hpp"
#include "store/checkpoint.hpp"

#include <gtest/gtest.h>

#include <fstream>

namespace nightjar::backtest {
namespace {

namespace fs = std::filesystem;
using tests::builtins;
using tests::Scratch;
using tests::settings;
using tests::walk;

/// A ledger of a backtest that trades, and what an engine is recovered with.
class RecoveryTest : public ::testing::Test {
public:
    RecoveryTest() {
        auto made = settings(bars, ledger);
        config = made.engine;
        auto backtest = Backtest::make(std::move(made), registries);
        NJ_CHECK(backtest.has_value());
        (*backtest)->run([](auto, auto) {});
        NJ_CHECK((*backtest)->finish().has_value());
        records = *recall(*fresh(), ledger, everything);
    }
    [[nodiscard]] std::unique_ptr<engine::Engine> fresh() {
        return *engine::Engine::build(config, registries, ports);
    }
    /// A checkpoint as it stood after so many records; with `other`, of a ledger of the same sizes
    /// that says something else.
    void checkpoint_after(std::uint64_t count, bool other = false) {
        // A ledger that ends there, made of the first records of the whole one.
        const auto part = scratch / fmt::format("part{}", count);
        auto reader = *store::LogReader::open(ledger);
        auto shorter = *store::Ledger::open(part, {.log = {.sync_every = {}}, .block_span = {}});
        for (std::uint64_t n = 0; n < count;) {
            const auto record = *reader.next();
            if (record->type == static_cast<std::uint16_t>(store::Ledger::seal_type)) continue;
            const auto type = static_cast<core::RecordType>(record->type);
            std::vector<std::byte> body{record->body.begin(), record->body.end()};
            if (other && type == core::RecordType::TargetSet) body.back() ^= std::byte{1};
            shorter->append(type, record->at, body);
            ++n;
        }
        ASSERT_TRUE(shorter->close());
        ASSERT_EQ(*renew_checkpoint(config, registries, part, file), count);
    }
    [[nodiscard]] std::vector<std::byte> recovered_state(std::uint64_t expected_from_checkpoint) {
        const auto recovery = recover(config, registries, ports, ledger, file);
        EXPECT_TRUE(recovery.has_value());
        EXPECT_EQ(recovery->records, records);
        EXPECT_EQ(recovery->from_checkpoint, expected_from_checkpoint);
        return recovery->engine->save();
    }

    static constexpr std::uint64_t everything = ~std::uint64_t{0};
    Scratch scratch;
    core::BarColumns bars = walk(1'500, 9);
    fs::path ledger = scratch / "ledger";
    fs::path file = scratch / "checkpoint";
    core::Registries registries = builtins();
    SilentVenue venue;
    SilentJournal journal;
    engine::Ports ports{{&venue}, &journal};
    engine::Config config;
    std::uint64_t records{};
};

TEST_F(RecoveryTest, ACheckpointAnywhereAndTheRestComeToWhatAllRecordsCameTo) {
    const auto whole = recovered_state(0);
    ASSERT_GT(records, 500U);
    for (const auto count : {std::uint64_t{1}, records / 7, records / 2, records - 1, records}) {
        fs::remove(file);
        checkpoint_after(count);
        EXPECT_EQ(recovered_state(count), whole) << "after " << count << " records";
    }
}

TEST_F(RecoveryTest, ACheckpointGoesOnFromTheOneBefore) {
    checkpoint_after(records / 2);
    const auto older = store::read_checkpoint(file)->records;
    EXPECT_EQ(*renew_checkpoint(config, registries, ledger, file), records);
    EXPECT_LT(older, store::read_checkpoint(file)->records);
    const auto by_checkpoint = recovered_state(records);
    fs::remove(file);
    EXPECT_EQ(by_checkpoint, recovered_state(0));
}

TEST_F(RecoveryTest, ADamagedCheckpointIsPassedOver) {
    checkpoint_after(records / 2);
    std::ifstream in{file, std::ios::binary};
    const std::string good{std::istreambuf_iterator<char>{in}, {}};
    const auto whole = [&] {
        fs::remove(file);
        return recovered_state(0);
    }();
    for (const std::size_t at : {0UL, 9UL, 17UL, 40UL, good.size() / 2, good.size() - 1}) {
        auto bad = good;
        bad[at] = static_cast<char>(bad[at] ^ 0x20);
        std::ofstream{file, std::ios::binary} << bad;
        EXPECT_EQ(recovered_state(0), whole) << "byte " << at;
        std::ofstream{file, std::ios::binary} << good.substr(0, at);
        EXPECT_EQ(recovered_state(0), whole) << "cut at " << at;
    }
}

TEST_F(RecoveryTest, ACheckpointOfALedgerThatSaysSomethingElseInAsManyBytesIsPassedOver) {
    checkpoint_after(records / 2, true);
    static_cast<void>(recovered_state(0));
}

TEST_F(RecoveryTest, ACheckpointOfAnotherLedgerOrBuildIsPassedOver) {
    checkpoint_after(records / 2);
    auto checkpoint = *store::read_checkpoint(file);
    const auto spoiled = [&](auto change) {
        auto other = checkpoint;
        change(other);
        ASSERT_TRUE(store::write_checkpoint(file, other));
        static_cast<void>(recovered_state(0));
    };
    spoiled([](auto& c) { c.build = "another"; });
    spoiled([](auto& c) { ++c.state_version; });
    spoiled([](auto& c) { ++c.crc; });
    spoiled([](auto& c) { --c.position; });
    spoiled([](auto& c) { c.records = everything; });
    spoiled([](auto& c) { c.state.pop_back(); });
    spoiled([](auto& c) { c.state.push_back({}); });
    ASSERT_TRUE(store::write_checkpoint(file, checkpoint));
    static_cast<void>(recovered_state(checkpoint.records));
}

}  // namespace
}  // namespace nightjar::backtest
