#include "store/ledger.hpp"

#include "store/log_reader.hpp"
#include "store/tests/scratch.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <functional>
#include <thread>

namespace nightjar::store {
namespace {

constexpr int count = 20'000;

std::string body_of(int number) { return std::string(static_cast<std::size_t>(number % 50), 'r'); }

LedgerOptions options_of(std::size_t segment_bytes, std::optional<core::Duration> sync_every) {
    return {.log = {.segment_bytes = segment_bytes, .sync_every = sync_every}, .inputs = nullptr};
}

/// Appends `count` records, a block every 100, with `pause` between some of them.
std::string write(const std::filesystem::path& directory, const LedgerOptions& options,
                  const std::function<void(int)>& pause) {
    const auto ledger = *Ledger::open(directory, options);
    for (int i = 0; i < count; ++i) {
        ledger->append(core::RecordType::OrderChanged, core::Time{} + core::milliseconds(10 * i),
                       as_body(body_of(i)));
        pause(i);
    }
    EXPECT_TRUE(ledger->close());
    return ledger->head();
}

TEST(LedgerThreads, GiveOneHeadWhateverTheirTiming) {
    const Scratch scratch;
    const auto nothing = [](int) {};
    const auto head = write(scratch / "plain", options_of(1 << 20, {}), nothing);
    const auto stop_often = [](int i) {
        if (i % 64 == 0) std::this_thread::yield();
    };
    EXPECT_EQ(write(scratch / "syncing", options_of(1 << 16, core::microseconds(50)), nothing),
              head);
    EXPECT_EQ(write(scratch / "yielding", options_of(1 << 14, core::milliseconds(1)), stop_often),
              head);
}

TEST(LedgerThreads, LetAReaderFollowTheWriter) {
    const Scratch scratch;
    std::atomic<bool> made{false};
    std::thread reading{[&] {
        while (!made) std::this_thread::yield();
        auto reader = *LogReader::open(scratch / "ledger");
        for (int i = 0; i < count;) {
            const auto record = reader.next();
            ASSERT_TRUE(record) << record.error().text();
            if (!*record) {
                std::this_thread::yield();
                continue;
            }
            if (core::RecordType{(*record)->type} == Ledger::seal_type) continue;
            ASSERT_EQ(as_text((*record)->body), body_of(i));
            ++i;
        }
    }};
    write(scratch / "ledger", options_of(1 << 15, core::milliseconds(1)),
          [&](int) { made = true; });
    reading.join();
}

TEST(LedgerThreads, MayAskForTheStateOfALogThatIsWritten) {
    const Scratch scratch;
    const LogOptions options{.segment_bytes = 1 << 14, .sync_every = core::milliseconds(1)};
    const auto log = *EventLog::open(scratch / "log", options);
    std::thread asking{[&] {
        std::uint64_t before = 0;
        while (log->bytes() < 200'000) {
            const auto synced = log->synced_bytes();
            EXPECT_GE(synced, before);
            EXPECT_LE(synced, log->bytes());
            EXPECT_TRUE(log->healthy());
            EXPECT_FALSE(log->error());
            before = synced;
        }
    }};
    while (log->bytes() < 200'000) log->append(1, {}, as_body("a record"));
    asking.join();
    EXPECT_TRUE(log->close());
}

}  // namespace
}  // namespace nightjar::store
