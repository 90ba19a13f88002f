#include "core/base/random.hpp"
#include "store/ledger.hpp"
#include "store/log_reader.hpp"
#include "store/tests/scratch.hpp"

#include <gtest/gtest.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <csignal>
#include <cstring>

namespace nightjar::store {
namespace {

/// A number that a child process and its parent see.
class SharedCount {
public:
    SharedCount()
        : count_{static_cast<std::atomic<std::uint64_t>*>(
              ::mmap(nullptr, sizeof(std::atomic<std::uint64_t>), PROT_READ | PROT_WRITE,
                     MAP_SHARED | MAP_ANONYMOUS, -1, 0))} {}
    SharedCount(const SharedCount&) = delete;
    SharedCount& operator=(const SharedCount&) = delete;
    ~SharedCount() { ::munmap(count_, sizeof *count_); }
    std::atomic<std::uint64_t>& operator*() const { return *count_; }

private:
    std::atomic<std::uint64_t>* count_;
};

constexpr LedgerOptions small_segments{
    .log = {.segment_bytes = 1 << 15, .sync_every = core::milliseconds(1)}, .inputs = nullptr};

std::string body_of(std::uint64_t number) {
    return std::to_string(number) + std::string(number % 300, 'z');
}

/// Appends for ever, and says after each append that it returned.
[[noreturn]] void append_until_killed(const std::filesystem::path& directory,
                                      std::atomic<std::uint64_t>& appended) {
    const auto ledger = Ledger::open(directory, small_segments);
    for (auto i = appended.load(); ledger; ++i) {
        const core::Time at{static_cast<std::int64_t>(i * 10'000'000)};
        (*ledger)->append(core::RecordType::OrderChanged, at, as_body(body_of(i)));
        appended.store(i + 1);
    }
    ::_exit(1);
}

std::uint64_t count_whole_records(const std::filesystem::path& directory) {
    auto reader = *LogReader::open(directory);
    std::uint64_t count = 0;
    for (;;) {
        const auto record = reader.next();
        EXPECT_TRUE(record) << record.error().text();
        if (!record || !*record) return count;
        if (core::RecordType{(*record)->type} == Ledger::seal_type) continue;
        EXPECT_EQ(as_text((*record)->body), body_of(count));
        ++count;
    }
}

TEST(LedgerCrash, LosesNothingThatReturnedWhenKilledAtAnyMoment) {
    const Scratch scratch;
    const auto directory = scratch / "ledger";
    const SharedCount appended;
    core::Random random{7, 0};
    for (int life = 0; life < 12; ++life) {
        const auto until = *appended + random.below(400);
        const auto child = ::fork();
        ASSERT_GE(child, 0);
        if (child == 0) append_until_killed(directory, *appended);
        while (*appended < until && ::waitpid(child, nullptr, WNOHANG) == 0) continue;
        ::kill(child, SIGKILL);
        ::waitpid(child, nullptr, 0);

        const auto returned = (*appended).load();
        const auto kept = count_whole_records(directory);
        ASSERT_GE(kept, returned);
        ASSERT_LE(kept, returned + 1);  // one may be whole without having returned
        *appended = kept;
        const auto ledger = Ledger::open(directory, small_segments);
        ASSERT_TRUE(ledger) << ledger.error().text();
        ASSERT_TRUE((*ledger)->close());
        const auto proof = verify(directory);
        ASSERT_TRUE(proof) << proof.error().text();
    }
    EXPECT_GT((*appended).load(), 0U);
}

}  // namespace
}  // namespace nightjar::store
