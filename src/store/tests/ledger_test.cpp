#include "store/ledger.hpp"

#include "core/base/archive.hpp"
#include "store/errc.hpp"
#include "store/log_reader.hpp"
#include "store/sha256.hpp"
#include "store/tests/scratch.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cstring>

namespace nightjar::store {
namespace {

namespace fs = std::filesystem;
using core::RecordType;
using core::Time;

constexpr std::size_t chain_entry = 56;

LedgerOptions lazy(std::size_t segment_bytes, const EventLog* inputs = nullptr) {
    return {.log = {.segment_bytes = segment_bytes, .sync_every = {}}, .inputs = inputs};
}
const LedgerOptions plain = lazy(1 << 20);

std::unique_ptr<Ledger> must_open(const fs::path& directory, const LedgerOptions& options = plain) {
    auto ledger = Ledger::open(directory, options);
    EXPECT_TRUE(ledger) << ledger.error().text();
    return ledger ? std::move(*ledger) : nullptr;
}

/// A tenth of a second and 2 KiB each: ten records are a block.
void append(Ledger& ledger, int from, int to) {
    for (int i = from; i < to; ++i)
        ledger.append(RecordType::TargetSet, Time{} + core::milliseconds(100 * i),
                      as_body(std::string(2000, static_cast<char>('a' + i % 26))));
}

std::string close(const std::unique_ptr<Ledger>& ledger) {
    const auto closed = ledger->close();
    EXPECT_TRUE(closed) << closed.error().text();
    return ledger->head();
}

std::string bytes_of(const fs::path& directory) {
    auto reader = *LogReader::open(directory);
    std::string bytes;
    for (;;) {
        const auto record = reader.next();
        EXPECT_TRUE(record);
        if (!record || !*record) return bytes;
        bytes += as_text((*record)->frame);
    }
}

std::uint64_t block_end(const fs::path& directory, std::uint64_t block) {
    std::uint64_t end = 0;
    const auto chain = read_file(directory / "chain");
    std::memcpy(&end, chain.data() + (block - 1) * chain_entry + sizeof end, sizeof end);
    return end;
}

TEST(Ledger, HasTheHeadThatTheFormatSays) {
    const Scratch scratch;
    Sha256 hash;
    hash.update("nightjar ledger 1");
    const auto beginning = hash.digest();
    EXPECT_EQ(close(must_open(scratch / "empty")), to_hex(beginning));

    const auto ledger = must_open(scratch / "one");
    append(*ledger, 0, 1);
    hash.reset();
    hash.update(beginning);
    const auto head = close(ledger);
    hash.update(bytes_of(scratch / "one"));
    EXPECT_EQ(head, to_hex(hash.digest()));
}

TEST(Ledger, SealsABlockASecondAfterItsFirstRecord) {
    const Scratch scratch;
    const auto ledger = must_open(scratch / "ledger");
    append(*ledger, 0, 25);
    close(ledger);
    auto reader = *LogReader::open(scratch / "ledger");
    std::vector<std::size_t> seals;
    for (std::size_t i = 0;; ++i) {
        const auto record = *reader.next();
        if (!record) break;
        if (RecordType{record->type} != Ledger::seal_type) continue;
        seals.push_back(i);
        const auto block = core::decode<std::uint64_t>(record->body.first(8));
        EXPECT_EQ(*block, seals.size());
    }
    EXPECT_EQ(seals, (std::vector<std::size_t>{10, 21}));
}

TEST(Ledger, SealsABlockOf64KiB) {
    const Scratch scratch;
    const auto ledger = must_open(scratch / "ledger");
    for (int i = 0; i < 100; ++i)
        ledger->append(RecordType::TargetSet, Time{}, as_body(std::string(4096 - 20, 'x')));
    close(ledger);
    const auto proof = verify(scratch / "ledger");
    ASSERT_TRUE(proof) << proof.error().text();
    EXPECT_EQ(proof->blocks, 7U);  // of 16 records each; the last has 4 and no seal
    EXPECT_EQ(proof->records, 106U);
    EXPECT_EQ(proof->unchained_bytes, 0U);
}

/// What a process that is killed now would leave. Its other threads go on meanwhile, and may cut a
/// finished file while it is read.
void copy_as_killed(const fs::path& from, const fs::path& to) {
    fs::create_directory(to);
    for (const auto& entry : fs::directory_iterator{from})
        write_file(to / entry.path().filename(), read_file(entry.path()));
}

RC_GTEST_PROP(Ledger, HasOneHeadForTheSameRecordsInWhateverLives,
              (const std::vector<std::uint16_t>& steps_ms)) {
    const Scratch scratch;
    const auto add = [&](Ledger& ledger, std::size_t from, std::size_t to) {
        Time at;
        for (std::size_t i = 0; i < to; ++i) {
            at = at + core::milliseconds(steps_ms[i] % 700);
            const std::string body(steps_ms[i] % 3000, 'b');
            if (i >= from) ledger.append(RecordType::FillBooked, at, as_body(body));
        }
    };
    const auto count = steps_ms.size();
    const auto once = must_open(scratch / "once");
    add(*once, 0, count);
    const auto head = close(once);

    const auto cut = *rc::gen::inRange<std::size_t>(0, count + 1);
    const auto small = lazy(4096);
    {
        const auto first = must_open(scratch / "closed", small);
        add(*first, 0, cut);
        copy_as_killed(scratch / "closed", scratch / "killed");
        close(first);
    }
    for (const auto* directory : {"closed", "killed"}) {
        if (*rc::gen::arbitrary<bool>()) fs::remove(scratch / directory / "chain");
        const auto second = must_open(scratch / directory, small);
        add(*second, cut, count);
        RC_ASSERT(close(second) == head);
        RC_ASSERT(bytes_of(scratch / directory) == bytes_of(scratch / "once"));
        RC_ASSERT(read_file(scratch / directory / "chain") ==
                  read_file(scratch / "once" / "chain"));
        const auto proof = verify(scratch / directory);
        RC_ASSERT(proof.has_value());
        RC_ASSERT(proof->head == head);
    }
}

TEST(Ledger, CompletesAChainThatLostAnyOfItsEnd) {
    const Scratch scratch;
    const auto ledger = must_open(scratch / "ledger");
    append(*ledger, 0, 55);
    const auto head = close(ledger);
    const auto chain = read_file(scratch / "ledger/chain");
    ASSERT_EQ(chain.size(), 6 * chain_entry);
    for (std::size_t size = 0; size <= chain.size(); size += 7) {
        write_file(scratch / "ledger/chain", chain.substr(0, size));
        EXPECT_EQ(close(must_open(scratch / "ledger")), head) << size;
        EXPECT_EQ(read_file(scratch / "ledger/chain"), chain) << size;
    }
}

TEST(Verify, NamesTheBlockInWhichAnyBitWasFlipped) {
    const Scratch scratch;
    const auto ledger = must_open(scratch / "ledger");
    append(*ledger, 0, 75);
    close(ledger);
    ASSERT_TRUE(verify(scratch / "ledger"));
    const auto file = scratch / "ledger/000001.log";
    const auto whole = read_file(file);
    std::uint64_t begin = 0;
    for (std::uint64_t block = 1; block <= 8; ++block) {
        const auto end = block_end(scratch / "ledger", block);
        for (const auto offset : {begin, begin + 5, (begin + end) / 2, end - 1}) {
            flip_bit(file, offset, 3);
            const auto proof = verify(scratch / "ledger");
            ASSERT_FALSE(proof) << "byte " << offset;
            EXPECT_EQ(proof.error().code, Errc::ChainBroken);
            EXPECT_TRUE(proof.error().text().starts_with("block " + std::to_string(block) + ":"))
                << proof.error().text();
            write_file(file, whole);
        }
        begin = end;
    }
}

TEST(Verify, NamesTheBlockInWhichARecordWasForgedWell) {
    const Scratch scratch;
    const auto ledger = must_open(scratch / "ledger");
    append(*ledger, 0, 45);
    close(ledger);
    // The same ledger with another body in block 3, checksums and all.
    const auto forged = must_open(scratch / "forged");
    append(*forged, 0, 25);
    forged->append(RecordType::TargetSet, Time{} + core::milliseconds(2500),
                   as_body(std::string(2000, '!')));
    append(*forged, 26, 45);
    close(forged);
    fs::copy(scratch / "forged/000001.log", scratch / "ledger/000001.log",
             fs::copy_options::overwrite_existing);
    const auto proof = verify(scratch / "ledger");
    ASSERT_FALSE(proof);
    EXPECT_TRUE(proof.error().text().starts_with("block 3:")) << proof.error().text();
}

TEST(Verify, NamesTheBlockOfADamagedChainEntry) {
    const Scratch scratch;
    const auto ledger = must_open(scratch / "ledger");
    append(*ledger, 0, 45);
    close(ledger);
    flip_bit(scratch / "ledger/chain", 3 * chain_entry + 30);
    const auto proof = verify(scratch / "ledger");
    ASSERT_FALSE(proof);
    EXPECT_TRUE(proof.error().text().starts_with("block 4:")) << proof.error().text();
}

TEST(Ledger, DoesNotGoOnBehindALostEnd) {
    const Scratch scratch;
    const auto ledger = must_open(scratch / "ledger");
    append(*ledger, 0, 45);
    close(ledger);
    const auto file = scratch / "ledger/000001.log";
    const auto chain = read_file(scratch / "ledger/chain");
    for (const auto block : {2UL, 4UL, 5UL}) {
        const auto whole = read_file(file);
        write_file(file, whole.substr(0, block_end(scratch / "ledger", block) - 1));
        const auto again = Ledger::open(scratch / "ledger");
        ASSERT_FALSE(again);
        EXPECT_EQ(again.error().code, Errc::ChainBroken);
        EXPECT_EQ(read_file(scratch / "ledger/chain"), chain);
        EXPECT_FALSE(verify(scratch / "ledger"));
        write_file(file, whole);
    }
}

class LedgerWithInputs : public testing::Test {
protected:
    void SetUp() override {
        auto inputs = *EventLog::open(scratch_ / "inputs", plain.log);
        const auto ledger = must_open(scratch_ / "ledger", lazy(1 << 20, inputs.get()));
        for (int i = 0; i < 45; ++i) {
            inputs->append(9, Time{i}, as_body("tick " + std::to_string(i)));
            append(*ledger, i, i + 1);
        }
        head_ = close(ledger);
    }
    Scratch scratch_;
    std::string head_;
};

TEST_F(LedgerWithInputs, ProvesBoth) {
    const auto proof = verify(scratch_ / "ledger", scratch_ / "inputs");
    ASSERT_TRUE(proof) << proof.error().text();
    EXPECT_EQ(proof->head, head_);
    const auto alone = must_open(scratch_ / "alone");
    append(*alone, 0, 45);
    EXPECT_NE(close(alone), head_);
}

TEST_F(LedgerWithInputs, AsksForTheInputs) {
    const auto proof = verify(scratch_ / "ledger");
    ASSERT_FALSE(proof);
    EXPECT_EQ(proof.error().code, Errc::InputsMissing);
    EXPECT_FALSE(Ledger::open(scratch_ / "ledger"));
}

TEST_F(LedgerWithInputs, NamesTheBlockWhoseInputsWereChanged) {
    const auto forged = EventLog::open(scratch_ / "forged", plain.log);
    for (int i = 0; i < 45; ++i)
        (*forged)->append(9, Time{i}, as_body((i == 33 ? "TICK " : "tick ") + std::to_string(i)));
    ASSERT_TRUE((*forged)->close());
    const auto proof = verify(scratch_ / "ledger", scratch_ / "forged");
    ASSERT_FALSE(proof);
    EXPECT_TRUE(proof.error().text().starts_with("block 4:")) << proof.error().text();
}

TEST_F(LedgerWithInputs, GoesOnInAnotherLife) {
    {
        auto inputs = *EventLog::open(scratch_ / "inputs", plain.log);
        const auto ledger = must_open(scratch_ / "ledger", lazy(1 << 20, inputs.get()));
        for (int i = 45; i < 66; ++i) {
            inputs->append(9, Time{i}, as_body("tick " + std::to_string(i)));
            append(*ledger, i, i + 1);
        }
    }
    EXPECT_TRUE(verify(scratch_ / "ledger", scratch_ / "inputs"));
}

TEST(Ledger, StaysHonestAfterAFailure) {
    const Scratch scratch;
    const auto ledger = must_open(scratch / "ledger", lazy(8192));
    append(*ledger, 0, 12);
    ledger->append(RecordType::TargetSet, Time{}, as_body(std::string(10'000, 'x')));
    EXPECT_FALSE(ledger->healthy());
    EXPECT_FALSE(ledger->close());
    EXPECT_EQ(close(must_open(scratch / "ledger", lazy(8192))).size(), 64U);
    EXPECT_TRUE(verify(scratch / "ledger"));
}

}  // namespace
}  // namespace nightjar::store
