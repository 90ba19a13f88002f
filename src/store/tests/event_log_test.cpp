#include "store/event_log.hpp"

#include "store/errc.hpp"
#include "store/log_reader.hpp"
#include "store/tests/scratch.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include <csignal>
#include <vector>

namespace nightjar::store {
namespace {

namespace fs = std::filesystem;

/// No thread wakes up by itself, and segments end soon.
constexpr LogOptions small_segments{.segment_bytes = 1024, .sync_every = {}};

std::unique_ptr<EventLog> must_open(const fs::path& directory,
                                    const LogOptions& options = small_segments) {
    auto log = EventLog::open(directory, options);
    EXPECT_TRUE(log) << log.error().text();
    return log ? std::move(*log) : nullptr;
}

std::string body_of(int number) {
    return fmt::format("record {:03} {}", number,
                       std::string(static_cast<std::size_t>(number % 40), 'x'));
}

void append(EventLog& log, int from, int to) {
    for (int i = from; i < to; ++i)
        log.append(static_cast<std::uint16_t>(1 + i % 7), core::Time{i}, as_body(body_of(i)));
}

/// Writes records 0 to `count` and closes.
void write_log(const fs::path& directory, int count) {
    const auto log = must_open(directory);
    append(*log, 0, count);
    ASSERT_TRUE(log->close());
}

/// How many of the records that `append` writes can be read; -1 for an error.
int count_records(const fs::path& directory) {
    auto reader = LogReader::open(directory);
    EXPECT_TRUE(reader);
    for (int i = 0;; ++i) {
        const auto record = reader->next();
        if (!record) return -1;
        if (!*record) return i;
        EXPECT_EQ((*record)->type, 1 + i % 7);
        EXPECT_EQ((*record)->at, core::Time{i});
        EXPECT_EQ(as_text((*record)->body), body_of(i));
    }
}

TEST(EventLog, GivesBackWhatWasAppendedOverManySegments) {
    const Scratch scratch;
    write_log(scratch / "log", 500);
    EXPECT_EQ(count_records(scratch / "log"), 500);
    EXPECT_TRUE(fs::exists(scratch / "log/000020.log"));
}

TEST(EventLog, TakesAnEmptyBodyAndABodyThatFillsASegment) {
    const Scratch scratch;
    const std::string large(small_segments.segment_bytes - 32, 'y');
    {
        const auto log = must_open(scratch / "log");
        log->append(1, {}, {});
        log->append(2, {}, as_body(large));
        log->append(3, {}, {});
        EXPECT_TRUE(log->healthy());
    }
    auto reader = *LogReader::open(scratch / "log");
    EXPECT_TRUE((**reader.next()).body.empty());
    EXPECT_EQ(as_text((**reader.next()).body), large);
    EXPECT_EQ((**reader.next()).type, 3);
    EXPECT_FALSE(*reader.next());
}

TEST(EventLog, RefusesARecordLargerThanASegment) {
    const Scratch scratch;
    const auto log = must_open(scratch / "log");
    append(*log, 0, 3);
    log->append(1, {}, as_body(std::string(1024, 'x')));
    EXPECT_FALSE(log->healthy());
    EXPECT_EQ(log->error()->code, Errc::RecordTooLarge);
    append(*log, 3, 4);
    EXPECT_FALSE(log->close());
    EXPECT_EQ(count_records(scratch / "log"), 3);
}

TEST(EventLog, IsReadableByItsOwnerOnly) {
    const Scratch scratch;
    write_log(scratch / "log", 1);
    struct ::stat status{};
    ASSERT_EQ(::stat((scratch / "log").c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 0777, 0700U);
    ASSERT_EQ(::stat((scratch / "log/000001.log").c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 0777, 0600U);
}

TEST(EventLog, LetsOneWriterIn) {
    const Scratch scratch;
    const auto log = must_open(scratch / "log");
    const auto second = EventLog::open(scratch / "log");
    ASSERT_FALSE(second);
    EXPECT_EQ(second.error().code, Errc::Locked);
    ASSERT_TRUE(log->close());
    EXPECT_TRUE(EventLog::open(scratch / "log"));
}

TEST(EventLog, GivesUnusedSpaceBackWhenClosed) {
    const Scratch scratch;
    write_log(scratch / "log", 30);
    auto reader = *LogReader::open(scratch / "log");
    while (*reader.next()) continue;
    std::uintmax_t files = 0;
    std::uintmax_t bytes = 0;
    for (const auto& entry : fs::directory_iterator{scratch / "log"}) {
        ++files;
        bytes += entry.file_size();
    }
    EXPECT_EQ(bytes, reader.position() + 8 * files);  // each ends in one zero word
}

TEST(EventLog, GivesTheSameBytesInOneLifeOrSeveral) {
    const Scratch scratch;
    write_log(scratch / "one", 100);
    for (int i = 0; i < 100; i += 10) append(*must_open(scratch / "ten"), i, i + 10);
    for (const auto& entry : fs::directory_iterator{scratch / "one"})
        EXPECT_EQ(read_file(entry.path()), read_file(scratch / "ten" / entry.path().filename()));
}

RC_GTEST_PROP(EventLog, KeepsAnyRecords, (const std::vector<std::vector<std::uint8_t>>& bodies)) {
    const Scratch scratch;
    for (std::size_t i = 0; i < bodies.size();) {
        const auto log = must_open(scratch / "log");  // every third record is a new life's first
        RC_ASSERT(log->recovery().records == i);
        for (std::size_t end = std::min(i + 3, bodies.size()); i < end; ++i)
            log->append(5, core::Time{-static_cast<std::int64_t>(i)},
                        std::as_bytes(std::span{bodies[i]}));
    }
    if (bodies.empty()) return;
    auto reader = *LogReader::open(scratch / "log");
    for (const auto& body : bodies) {
        const auto record = **reader.next();
        RC_ASSERT(std::ranges::equal(record.body, std::as_bytes(std::span{body})));
    }
    RC_ASSERT(!*reader.next());
}

TEST(EventLog, TakesNoMoreThanTheTornRecordAtAnyTruncation) {
    const Scratch scratch;
    write_log(scratch / "log", 6);
    const auto file = scratch / "log/000001.log";
    const auto bytes = read_file(file);
    for (std::size_t size = 0; size <= bytes.size(); ++size) {
        write_file(file, bytes.substr(0, size));
        const int whole = count_records(scratch / "log");
        ASSERT_GE(whole, 0);
        {
            const auto log = must_open(scratch / "log");
            ASSERT_EQ(log->recovery().records, static_cast<std::uint64_t>(whole));
            ASSERT_LE(log->bytes(), size);
            ASSERT_LE(log->bytes() + log->recovery().cut_bytes, size);
            append(*log, whole, 7);
        }
        ASSERT_EQ(count_records(scratch / "log"), 7) << "cut to " << size;
    }
}

TEST(EventLog, LosesTheLastRecordAloneWhenAnyOfItsBytesIsWrong) {
    const Scratch scratch;
    write_log(scratch / "log", 5);
    const auto file = scratch / "log/000001.log";
    const auto begin = fs::file_size(file) - 8;
    write_log(scratch / "six", 6);
    const auto bytes = read_file(scratch / "six/000001.log");
    for (auto offset = begin; offset + 8 < bytes.size(); ++offset) {
        write_file(file, bytes);
        flip_bit(file, offset, static_cast<int>(offset % 8));
        ASSERT_EQ(count_records(scratch / "log"), 5) << "byte " << offset;
        const auto log = must_open(scratch / "log");
        ASSERT_EQ(log->recovery().records, 5U) << "byte " << offset;
        ASSERT_EQ(log->recovery().cut_bytes > 0, true);
    }
}

TEST(EventLog, NamesFileAndOffsetOfDamageAndChangesNothing) {
    const Scratch scratch;
    write_log(scratch / "log", 60);
    ASSERT_TRUE(fs::exists(scratch / "log/000003.log"));
    for (const auto* name : {"log/000001.log", "log/000002.log"}) {
        const auto file = scratch / name;
        const auto whole = read_file(file);
        for (std::size_t offset = 0; offset < whole.size() - 8; ++offset) {
            flip_bit(file, offset);
            const auto damaged = read_file(file);
            const auto log = EventLog::open(scratch / "log", small_segments);
            ASSERT_FALSE(log) << name << " byte " << offset;
            EXPECT_EQ(log.error().code, Errc::Damaged);
            EXPECT_NE(log.error().text().find(name), std::string_view::npos) << log.error().text();
            EXPECT_NE(log.error().text().find("byte "), std::string_view::npos);
            EXPECT_EQ(count_records(scratch / "log"), -1) << name << " byte " << offset;
            EXPECT_EQ(read_file(file), damaged);
            write_file(file, whole);
        }
    }
}

TEST(EventLog, MissesRecordsThatWereCutOffAnEarlierSegment) {
    const Scratch scratch;
    write_log(scratch / "log", 60);
    const auto file = scratch / "log/000001.log";
    for (const auto cut : {8UL, 9UL, 100UL}) {
        const auto whole = read_file(file);
        write_file(file, whole.substr(0, whole.size() - cut));
        const auto log = EventLog::open(scratch / "log", small_segments);
        ASSERT_FALSE(log) << cut;
        EXPECT_EQ(log.error().code, Errc::Damaged);
        EXPECT_EQ(count_records(scratch / "log"), -1);
        write_file(file, whole);
    }
    fs::remove(file);
    EXPECT_FALSE(EventLog::open(scratch / "log", small_segments));
}

TEST(EventLog, TakesALostPageForAPowerCutAndCutsThere) {
    const Scratch scratch;
    const LogOptions options{.segment_bytes = 1 << 16, .sync_every = {}};
    append(*must_open(scratch / "log", options), 0, 300);
    const auto file = scratch / "log/000001.log";
    auto bytes = read_file(file);
    ASSERT_GT(bytes.size(), 3 * 4096U);
    std::ranges::fill_n(bytes.begin() + 4096, 4096, '\0');  // the page behind it reached the disk
    write_file(file, bytes);
    const auto log = must_open(scratch / "log", options);
    EXPECT_LE(log->bytes(), 4096U);
    EXPECT_GT(log->recovery().cut_bytes, 8192U);
    append(*log, static_cast<int>(log->recovery().records), 300);
    ASSERT_TRUE(log->close());
    EXPECT_EQ(count_records(scratch / "log"), 300);
}

TEST(EventLog, TakesDamageAcrossTwoPagesForDamage) {
    const Scratch scratch;
    const LogOptions options{.segment_bytes = 1 << 16, .sync_every = {}};
    append(*must_open(scratch / "log", options), 0, 300);
    for (const auto offset : {4095UL, 4096UL, 8191UL, 8192UL}) {
        flip_bit(scratch / "log/000001.log", offset);
        const auto log = EventLog::open(scratch / "log", options);
        ASSERT_FALSE(log) << offset;
        EXPECT_EQ(log.error().code, Errc::Damaged);
        flip_bit(scratch / "log/000001.log", offset);
    }
}

TEST(EventLog, LeavesNothingOfATornRecordBehindTheNext) {
    const Scratch scratch;
    const auto file = scratch / "log/000001.log";
    must_open(scratch / "log")->append(1, {}, as_body(std::string(500, 'x')));
    write_file(file, read_file(file).substr(0, 400));
    EXPECT_EQ(must_open(scratch / "log")->recovery().cut_bytes, 400U);
    {
        const auto log = must_open(scratch / "log");
        EXPECT_EQ(log->recovery().cut_bytes, 0U);
        append(*log, 0, 1);
    }
    EXPECT_EQ(count_records(scratch / "log"), 1);
    EXPECT_EQ(read_file(file).find("xxxxx"), std::string::npos);
}

/// Files can grow no further than this while it lives: a full disk.
class FullDisk {
public:
    explicit FullDisk(::rlim_t bytes) : handler_{std::signal(SIGXFSZ, SIG_IGN)} {
        ::getrlimit(RLIMIT_FSIZE, &before_);
        const ::rlimit limit{bytes, before_.rlim_max};
        ::setrlimit(RLIMIT_FSIZE, &limit);
    }
    FullDisk(const FullDisk&) = delete;
    FullDisk& operator=(const FullDisk&) = delete;
    ~FullDisk() {
        ::setrlimit(RLIMIT_FSIZE, &before_);
        std::signal(SIGXFSZ, handler_);
    }

private:
    ::rlimit before_{};
    void (*handler_)(int);
};

TEST(EventLog, IsUnhealthyOnAFullDiskAndKeepsWhatItHad) {
    const Scratch scratch;
    const auto log = must_open(scratch / "log");
    append(*log, 0, 40);
    const auto before = log->bytes();
    {
        const FullDisk disk{512};
        int kept = 40;
        while (log->healthy() && kept < 1000) {
            append(*log, kept, kept + 1);
            if (log->healthy()) ++kept;
        }
        EXPECT_LT(kept, 1000);
        EXPECT_GE(log->bytes(), before);
        ASSERT_TRUE(log->error());
        EXPECT_EQ(log->error()->code, Errc::Io);
        append(*log, kept, kept + 10);  // dropped
        EXPECT_FALSE(log->close());
        EXPECT_EQ(count_records(scratch / "log"), kept);
    }
    EXPECT_EQ(must_open(scratch / "log")->recovery().cut_bytes, 0U);
}

TEST(EventLog, SaysHowMuchIsOnTheDisk) {
    const Scratch scratch;
    const auto log =
        must_open(scratch / "log",
                  {.segment_bytes = 1024, .sync_every = core::hours(1), .wait_for_disk = true});
    append(*log, 0, 100);
    EXPECT_EQ(log->synced_bytes(), log->bytes());
    const auto lazy =
        must_open(scratch / "lazy", {.segment_bytes = 1 << 16, .sync_every = core::hours(1)});
    append(*lazy, 0, 3);
    EXPECT_EQ(lazy->synced_bytes(), 0U);
}

TEST(LogReader, GoesOnWithALogThatIsClosedAndOpenedAgain) {
    const Scratch scratch;
    write_log(scratch / "log", 3);
    auto reader = *LogReader::open(scratch / "log");
    while (*reader.next()) continue;
    const auto log = must_open(scratch / "log");
    append(*log, 3, 100);
    for (int i = 3; i < 100; ++i) {
        const auto record = reader.next();
        ASSERT_TRUE(record && *record) << i;
        EXPECT_EQ(as_text((*record)->body), body_of(i));
    }
    EXPECT_FALSE(*reader.next());
    EXPECT_EQ(reader.position(), log->bytes());
}

TEST(LogReader, SaysThatThereIsNoLog) {
    const Scratch scratch;
    const auto reader = LogReader::open(scratch / "none");
    ASSERT_FALSE(reader);
    EXPECT_EQ(reader.error().code, Errc::NotFound);
}

}  // namespace
}  // namespace nightjar::store
