#include "store/chain.hpp"

#include "core/base/archive.hpp"
#include "store/errc.hpp"
#include "store/ledger.hpp"
#include "store/tests/scratch.hpp"

#include <gtest/gtest.h>

#include <array>

namespace nightjar::store {
namespace {

constexpr std::size_t entry_bytes = 56;
constexpr LogOptions unsynced{.segment_bytes = 1 << 16, .sync_every = {}};

ChainEntry entry_of(std::uint64_t block) {
    return {.block = block, .ledger_end = 100 * block, .inputs_end = 0, .head = {}};
}

TEST(ChainFile, GivesBackItsEntriesInAnotherLife) {
    const Scratch scratch;
    ASSERT_TRUE(make_directory(scratch / "ledger"));
    {
        auto chain = *ChainFile::open(scratch / "ledger");
        for (std::uint64_t block = 1; block <= 3; ++block)
            ASSERT_TRUE(chain.append(entry_of(block)));
        ASSERT_TRUE(chain.flush());
        ASSERT_TRUE(chain.drop_last());
        ASSERT_TRUE(chain.append(entry_of(7)));
        ASSERT_TRUE(chain.flush());
    }
    const auto chain = *ChainFile::open_to_read(scratch / "ledger");
    ASSERT_EQ(chain.size(), 3U);
    EXPECT_EQ(*chain.read(1), entry_of(2));
    EXPECT_EQ(*chain.read(2), entry_of(7));
    EXPECT_FALSE(chain.read(3));
}

TEST(ChainFile, PassesOverAnEntryThatWasCutShort) {
    const Scratch scratch;
    ASSERT_TRUE(make_directory(scratch / "ledger"));
    write_file(scratch / "ledger/chain", std::string(2 * entry_bytes + 20, 'c'));
    EXPECT_EQ(ChainFile::open_to_read(scratch / "ledger")->size(), 2U);
    EXPECT_EQ(ChainFile::open(scratch / "ledger")->size(), 2U);
    EXPECT_EQ(std::filesystem::file_size(scratch / "ledger/chain"), 2 * entry_bytes);
}

/// A log of one record and a seal that says what it likes.
void write_sealed(const std::filesystem::path& directory, const Seal& seal) {
    const auto log = *EventLog::open(directory, unsynced);
    log->append(1, {}, as_body("a record"));
    std::array<std::byte, sizeof(Seal)> body{};
    core::ByteWriter writer{body};
    writer(seal.block, seal.inputs_end);
    log->append(0xFFFF, {}, body);
    ASSERT_TRUE(log->close());
}

TEST(BlockHasher, FindsBlocksAndTheOneThatIsOpen) {
    const Scratch scratch;
    write_sealed(scratch / "ledger", {.block = 1, .inputs_end = 0});
    {
        const auto log = *EventLog::open(scratch / "ledger", unsynced);
        log->append(1, core::Time{3}, as_body("another"));
        log->append(1, core::Time{4}, as_body("and another"));
    }
    auto hasher = *BlockHasher::open(scratch / "ledger", {}, ChainEntry::beginning());
    const auto first = *hasher.next();
    ASSERT_TRUE(first);
    EXPECT_EQ(first->block, 1U);
    EXPECT_EQ(hasher.last(), *first);
    ASSERT_FALSE(*hasher.next());
    EXPECT_EQ(hasher.records(), 4U);
    EXPECT_EQ(hasher.open_block().bytes, hasher.position() - first->ledger_end);
    EXPECT_EQ(hasher.open_block().first_at, core::Time{3});
    EXPECT_EQ(hasher.open_block().last_at, core::Time{4});

    // From the first entry on it finds the same end.
    auto second = *BlockHasher::open(scratch / "ledger", {}, *first);
    ASSERT_FALSE(*second.next());
    EXPECT_EQ(*second.unfinished(0), *hasher.unfinished(0));
}

TEST(BlockHasher, DeniesASealOutOfTurn) {
    for (const Seal seal : {Seal{.block = 2, .inputs_end = 0}, Seal{.block = 0, .inputs_end = 0}}) {
        const Scratch scratch;
        write_sealed(scratch / "ledger", seal);
        auto hasher = *BlockHasher::open(scratch / "ledger", {}, ChainEntry::beginning());
        const auto entry = hasher.next();
        ASSERT_FALSE(entry);
        EXPECT_EQ(entry.error().code, Errc::ChainBroken);
    }
}

TEST(BlockHasher, DeniesInputsThatAreNotThere) {
    const Scratch scratch;
    write_sealed(scratch / "ledger", {.block = 1, .inputs_end = 4000});
    ASSERT_TRUE((*EventLog::open(scratch / "inputs", unsynced))->close());
    auto hasher =
        *BlockHasher::open(scratch / "ledger", scratch / "inputs", ChainEntry::beginning());
    const auto entry = hasher.next();
    ASSERT_FALSE(entry);
    EXPECT_EQ(entry.error().code, Errc::InputsMissing);
}

TEST(BlockHasher, DoesNotBeginInsideARecord) {
    const Scratch scratch;
    write_sealed(scratch / "ledger", {.block = 1, .inputs_end = 0});
    const auto hasher = BlockHasher::open(scratch / "ledger", {}, entry_of(1));
    ASSERT_FALSE(hasher);
    EXPECT_EQ(hasher.error().code, Errc::ChainBroken);
}

TEST(Chain, NeverKnowsMoreThanThePartOfTheLedgerThatIsOnTheDisk) {
    const Scratch scratch;
    const LedgerOptions seldom{.log = {.segment_bytes = 1 << 16, .sync_every = core::hours(1)},
                               .inputs = nullptr};
    const auto ledger = *Ledger::open(scratch / "ledger", seldom);
    for (int i = 0; i < 20; ++i)
        ledger->append(core::RecordType::TargetSet, core::Time{} + core::seconds(i), as_body("x"));
    EXPECT_EQ(read_file(scratch / "ledger/chain"), "");
    const auto proof = verify(scratch / "ledger");  // of a ledger in use
    ASSERT_TRUE(proof) << proof.error().text();
    EXPECT_EQ(proof->blocks, 0U);
    EXPECT_EQ(proof->unchained_bytes, ledger->log().bytes());
    ASSERT_TRUE(ledger->close());
    EXPECT_EQ(read_file(scratch / "ledger/chain").size(), 20 * entry_bytes);
}

}  // namespace
}  // namespace nightjar::store
