#pragma once
/// An SQLite file and its statements. Private to the room. One thread.
/// Errors: Damaged when the file is no database, or not the one that its statements were written
/// for; Locked; else Io.

#include "core/base/result.hpp"

#include <sqlite3.h>

#include <concepts>
#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace nightjar::store {

class Statement {
public:
    explicit Statement(sqlite3_stmt* raw) : raw_{raw} {}

    /// From the beginning, with ?1, ?2, ... set. Texts must live until the last step.
    template <class... Ts>
    void start(const Ts&... values) {
        reset();
        int index = 0;
        (bind(++index, values), ...);
    }
    /// False: no more rows.
    [[nodiscard]] core::Result<bool> step();
    /// Ends a reading that is not wanted to the last row.
    void reset() { sqlite3_reset(raw_.get()); }

    [[nodiscard]] int columns() const { return sqlite3_column_count(raw_.get()); }
    [[nodiscard]] std::string name(int column) const;
    /// The type with which the table declares the column; empty for a computed one.
    [[nodiscard]] std::string declared(int column) const;
    /// Of the row that the last step found; nothing for NULL.
    [[nodiscard]] std::optional<std::string> value(int column) const;
    [[nodiscard]] std::string text(int column) const { return value(column).value_or(""); }
    [[nodiscard]] std::int64_t integer(int column) const {
        return sqlite3_column_int64(raw_.get(), column);
    }

private:
    struct Finalize {
        void operator()(sqlite3_stmt* raw) const { sqlite3_finalize(raw); }
    };

    template <std::integral T>
    void bind(int index, T value) {
        check(sqlite3_bind_int64(raw_.get(), index, static_cast<std::int64_t>(value)));
    }
    void bind(int index, double value) { check(sqlite3_bind_double(raw_.get(), index, value)); }
    void bind(int index, std::string_view text) {
        // Not copied: null in the place of a destructor says that the caller keeps it.
        check(sqlite3_bind_text64(raw_.get(), index, text.empty() ? "" : text.data(), text.size(),
                                  nullptr, SQLITE_UTF8));
    }
    template <class T>
    void bind(int index, const std::optional<T>& value) {
        if (value)
            bind(index, *value);
        else
            check(sqlite3_bind_null(raw_.get(), index));
    }
    static void check(int code) {
        NJ_CHECK(code == SQLITE_OK, "a value that SQLite does not take: {}", code);
    }

    std::unique_ptr<sqlite3_stmt, Finalize> raw_;
};

class Database {
public:
    /// The file is made where missing.
    static core::Result<Database> open(const std::filesystem::path& file);

    /// Any number of statements without values or rows.
    core::Status script(const char* sql);
    /// One statement without rows. It is prepared once and kept.
    template <class... Ts>
    core::Status run(std::string_view sql, const Ts&... values) {
        NJ_TRY(statement, query(sql, values...));
        NJ_TRY(row, statement->step());
        NJ_CHECK(!row, "a row is lost: {}", sql);
        return {};
    }
    /// One statement, started. It is prepared once and kept: good until the next call with the
    /// same text.
    template <class... Ts>
    core::Result<Statement*> query(std::string_view sql, const Ts&... values) {
        NJ_TRY(statement, prepared(sql));
        statement->start(values...);
        return statement;
    }

private:
    struct Close {
        void operator()(sqlite3* raw) const { sqlite3_close_v2(raw); }
    };

    explicit Database(sqlite3* raw) : raw_{raw} {}
    core::Result<Statement*> prepared(std::string_view sql);

    std::unique_ptr<sqlite3, Close> raw_;
    std::map<std::string, Statement, std::less<>> statements_;
};

}  // namespace nightjar::store
