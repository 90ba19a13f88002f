#include "store/sqlite.hpp"

#include "store/errc.hpp"
#include "store/file.hpp"

namespace nightjar::store {

namespace {

constexpr int patience_ms = 10'000;

std::unexpected<core::Error> failed(sqlite3* database) {
    constexpr int primary = 0xFF;  // the rest of a code says more of the same
    const auto* file = sqlite3_db_filename(database, "main");
    const auto name = short_name(file == nullptr ? "" : file);
    const auto* text = sqlite3_errmsg(database);
    switch (sqlite3_extended_errcode(database) & primary) {
        case SQLITE_CORRUPT:
        case SQLITE_NOTADB:
        case SQLITE_ERROR:  // a table or column that is not there
        case SQLITE_MISMATCH:
        case SQLITE_CONSTRAINT: return core::fail(Errc::Damaged, "{}: {}", name, text);
        case SQLITE_BUSY:
        case SQLITE_LOCKED: return core::fail(Errc::Locked, "{}: {}", name, text);
        default: return core::fail(Errc::Io, "{}: {}", name, text);
    }
}

}  // namespace

core::Result<bool> Statement::step() {
    const int code = sqlite3_step(raw_.get());
    if (code == SQLITE_ROW) return true;
    if (code != SQLITE_DONE) {
        auto error = failed(sqlite3_db_handle(raw_.get()));
        reset();
        return error;
    }
    reset();
    return false;
}

std::string Statement::name(int column) const { return sqlite3_column_name(raw_.get(), column); }

std::string Statement::declared(int column) const {
    const auto* type = sqlite3_column_decltype(raw_.get(), column);
    return type == nullptr ? "" : type;
}

std::optional<std::string> Statement::value(int column) const {
    const int type = sqlite3_column_type(raw_.get(), column);
    if (type == SQLITE_NULL) return std::nullopt;
    // SQLite's own text of a real number has 15 digits, which may be another number.
    if (type == SQLITE_FLOAT) return fmt::format("{}", sqlite3_column_double(raw_.get(), column));
    const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(raw_.get(), column));
    const auto size = sqlite3_column_bytes(raw_.get(), column);
    return text == nullptr ? std::string{} : std::string{text, static_cast<std::size_t>(size)};
}

core::Result<Database> Database::open(const std::filesystem::path& file) {
    // Made by us, so that it is its owner's alone.
    if (std::error_code error; !std::filesystem::exists(file, error)) {
        NJ_TRY(made, File::open_to_write(file));
    }
    sqlite3* raw = nullptr;
    const int code =
        sqlite3_open_v2(file.c_str(), &raw, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, nullptr);
    Database database{raw};
    NJ_CHECK(raw != nullptr, "no memory for SQLite");
    if (code != SQLITE_OK) return failed(raw);
    sqlite3_busy_timeout(raw, patience_ms);
    return database;
}

core::Status Database::script(const char* sql) {
    if (sqlite3_exec(raw_.get(), sql, nullptr, nullptr, nullptr) != SQLITE_OK)
        return failed(raw_.get());
    return {};
}

core::Result<Statement*> Database::prepared(std::string_view sql) {
    const auto found = statements_.find(sql);
    if (found != statements_.end()) return &found->second;
    sqlite3_stmt* raw = nullptr;
    if (sqlite3_prepare_v3(raw_.get(), sql.data(), static_cast<int>(sql.size()),
                           SQLITE_PREPARE_PERSISTENT, &raw, nullptr) != SQLITE_OK)
        return failed(raw_.get());
    return &statements_.emplace(sql, Statement{raw}).first->second;
}

}  // namespace nightjar::store
