#include "store/views.hpp"

#include "store/crc32c.hpp"
#include "store/errc.hpp"
#include "store/file.hpp"
#include "store/frame.hpp"
#include "store/views_schema.hpp"
#include "store/views_writer.hpp"

#include <chrono>
#include <thread>

namespace nightjar::store {

namespace fs = std::filesystem;
using core::Result;
using core::Status;

namespace {

/// How far the views are in the ledger, and what it held until there.
struct Reached {
    std::uint64_t records{};
    std::uint64_t position{};
    std::uint32_t crc{};
    friend bool operator==(const Reached&, const Reached&) = default;
};

/// Reads a ledger from its beginning, and keeps its names and how far it has come.
class Reading {
public:
    static Result<Reading> begin(const path& ledger) {
        NJ_TRY(reader, LogReader::open(ledger));
        return Reading{std::move(reader)};
    }

    Result<std::optional<LogRecord>> next() {
        NJ_TRY(record, reader_.next());
        if (!record) return std::nullopt;
        ++reached_.records;
        reached_.position = reader_.position();
        // Without its own CRC: a CRC over data and their CRC depends on the length alone.
        const auto bytes = record->frame.first(record->frame.size() - frame_crc_bytes);
        reached_.crc = crc32c(bytes, reached_.crc);
        if (auto learned = names_.learn(*record); !learned) return failed(learned.error());
        return record;
    }
    [[nodiscard]] std::unexpected<core::Error> failed(const core::Error& error) const {
        return std::unexpected{error.in(fmt::format("record {}", reached_.records))};
    }
    [[nodiscard]] const Reached& reached() const { return reached_; }
    [[nodiscard]] const LedgerNames& names() const { return names_; }

private:
    explicit Reading(LogReader reader) : reader_{std::move(reader)} {}

    LogReader reader_;
    LedgerNames names_;
    Reached reached_;
};

/// Whoever brings views up to date holds the session's folder meanwhile.
Result<File> lock_folder(const path& file) {
    constexpr int tries = 100;
    constexpr std::chrono::milliseconds pause{100};
    NJ_TRY(folder, File::open_directory(file.parent_path()));
    for (int i = 0; i < tries; ++i) {
        const auto locked = folder.lock();
        if (locked) return folder;
        if (locked.error().code != Errc::Locked) return std::unexpected{locked.error()};
        std::this_thread::sleep_for(pause);
    }
    return core::fail(Errc::Locked, "{}: another process is bringing it up to date: try again soon",
                      short_name(file));
}

Status remove_all_of(const path& file) {
    for (const auto* end : {"", "-journal", "-wal", "-shm"}) {
        auto name = file;
        name += end;
        std::error_code error;
        fs::remove(name, error);
        if (error)
            return core::fail(Errc::Io, "{}: cannot remove: {}", short_name(name), error.message());
    }
    return {};
}

Result<Reached> read_meta(Database& database) {
    NJ_TRY(check, database.query("PRAGMA quick_check(1)"));
    NJ_TRY(checked, check->step());
    if (const auto answer = check->text(0); !checked || answer != "ok")
        return core::fail(Errc::Damaged, "the views are damaged: {}", answer);
    check->reset();
    NJ_TRY(meta, database.query("SELECT schema, records, position, crc FROM meta"));
    NJ_TRY(found, meta->step());
    if (!found) return core::fail(Errc::Damaged, "the views do not say how far they are");
    if (meta->integer(0) != views_schema_version)
        return core::fail(Errc::UnknownVersion, "the views are of version {}, not {}",
                          meta->integer(0), views_schema_version);
    const Reached reached{static_cast<std::uint64_t>(meta->integer(1)),
                          static_cast<std::uint64_t>(meta->integer(2)),
                          static_cast<std::uint32_t>(meta->integer(3))};
    meta->reset();
    return reached;
}

/// What the ledger has beyond where the reading stands. The caller's transaction.
Status write_rest(Database& database, Reading& reading) {
    ViewsWriter writer{database, reading.names()};
    const auto before = reading.reached();
    for (;;) {
        NJ_TRY(record, reading.next());
        if (!record) break;
        if (auto written = writer.write(reading.reached().records, *record); !written)
            return reading.failed(written.error());
    }
    const auto& reached = reading.reached();
    if (reached == before) return {};
    return database.run("UPDATE meta SET records = ?, position = ?, crc = ?", reached.records,
                        reached.position, reached.crc);
}

Status in_transaction(Database& database, Reading& reading) {
    NJ_TRY(database.script("BEGIN"));
    auto written = write_rest(database, reading);
    if (written) written = database.script("COMMIT");
    if (!written) (void)database.script("ROLLBACK");  // the first error is the one to tell
    return written;
}

}  // namespace

Views::Views(std::unique_ptr<Database> database, std::uint64_t records)
    : database_{std::move(database)}, records_{records} {}
Views::Views(Views&&) noexcept = default;
Views& Views::operator=(Views&&) noexcept = default;
Views::~Views() = default;

Result<Views> Views::open(const path& ledger, const path& file) {
    NJ_TRY(lock, lock_folder(file));
    std::string note;
    if (std::error_code error; fs::exists(file, error)) {
        auto views = go_on(ledger, file);
        if (views || views.error().code == Errc::Io || views.error().code == Errc::Locked)
            return views;
        note = views.error().text();
    }
    NJ_TRY(make(ledger, file));
    NJ_TRY(views, go_on(ledger, file));
    views.note_ = std::move(note);
    return views;
}

Result<Views> Views::go_on(const path& ledger, const path& file) {
    NJ_TRY(opened, Database::open(file));
    auto database = std::make_unique<Database>(std::move(opened));
    NJ_TRY(reached, read_meta(*database));
    NJ_TRY(reading, Reading::begin(ledger));
    while (reading.reached().position < reached.position) {
        NJ_TRY(record, reading.next());
        if (!record) break;
    }
    if (reading.reached() != reached)
        return core::fail(Errc::Damaged, "the views are of another ledger");
    NJ_TRY(in_transaction(*database, reading));
    return Views{std::move(database), reading.reached().records};
}

/// Beside the old file, and put in its place when it is whole.
Status Views::make(const path& ledger, const path& file) {
    auto fresh = file;
    fresh += ".new";
    NJ_TRY(remove_all_of(fresh));
    {
        NJ_TRY(database, Database::open(fresh));
        // Nobody sees it before it is done: what a crash leaves of it is thrown away.
        NJ_TRY(database.script("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF"));
        NJ_TRY(database.script(views_schema));
        NJ_TRY(database.run("INSERT INTO meta VALUES (?, 0, 0, 0)", views_schema_version));
        NJ_TRY(reading, Reading::begin(ledger));
        NJ_TRY(in_transaction(database, reading));
    }
    NJ_TRY(written, File::open_to_write(fresh));
    NJ_TRY(written.sync());
    NJ_TRY(remove_all_of(file));
    std::error_code error;
    fs::rename(fresh, file, error);
    if (error)
        return core::fail(Errc::Io, "{}: cannot rename: {}", short_name(fresh), error.message());
    return sync_directory(file.parent_path());
}

}  // namespace nightjar::store
