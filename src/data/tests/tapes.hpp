#pragma once
/// For tests: recordings from text to tape, and the rows of a tape.

#include "data/tape_import.hpp"
#include "store/tape_file.hpp"
#include "store/tests/scratch.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace nightjar::data {

using Rows = std::vector<core::TapeRow>;

/// A folder of recordings and the store that their tapes go to.
class TapeFolder {
public:
    core::Result<TapeImport> import_files(const std::vector<std::filesystem::path>& files) {
        return import_tape(files, scratch_ / "series", "tape");
    }
    /// Each text becomes a file: a, b, c ...
    core::Result<TapeImport> import_texts(const std::vector<std::string>& texts) {
        std::vector<std::filesystem::path> files;
        for (const auto& text : texts) {
            const auto letter = static_cast<char>('a' + files.size());
            files.push_back(scratch_ / std::string(1, letter));
            store::write_file(files.back(), text);
        }
        return import_files(files);
    }
    std::string error_of(const std::vector<std::string>& texts) {
        const auto import = import_texts(texts);
        EXPECT_TRUE(store::list_tapes(scratch_ / "series")->empty());
        return import ? "no error" : std::string{import.error().text()};
    }
    store::TapeFile tape() { return *store::TapeFile::open(scratch_ / "series", "tape"); }
    Rows rows() {
        Rows all;
        auto tape = store::TapeFile::open(scratch_ / "series", "tape");
        EXPECT_TRUE(tape && tape->verify());
        if (!tape) return all;
        for (auto rows = tape->next(); rows && !rows->empty(); rows = tape->next())
            all.insert(all.end(), rows->begin(), rows->end());
        return all;
    }

private:
    store::Scratch scratch_;
};

}  // namespace nightjar::data
