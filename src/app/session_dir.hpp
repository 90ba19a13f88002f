#pragma once
/// Where sessions live on this machine.

#include "core/base/result.hpp"
#include "core/base/time.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace nightjar::app {

/// `given`, or $XDG_DATA_HOME/nightjar (~/.local/share/nightjar), on macOS
/// ~/Library/Application Support/nightjar.
core::Result<std::filesystem::path> data_dir(const std::string& given);

/// One session's folder, 0700: session.toml, ledger/, inputs/ and what else it needs.
struct SessionDir {
    std::string id;
    std::filesystem::path path;

    /// Of one in real time: when it was started, and the four digits, by which venues tell its
    /// orders from those of others.
    [[nodiscard]] core::Time start() const;
    [[nodiscard]] std::uint16_t node() const;

    [[nodiscard]] std::filesystem::path data_root() const {
        return path.parent_path().parent_path();
    }
    [[nodiscard]] std::filesystem::path ledger() const { return path / "ledger"; }
    [[nodiscard]] std::filesystem::path inputs() const { return path / "inputs"; }
    [[nodiscard]] std::filesystem::path checkpoint() const { return path / "checkpoint"; }
    [[nodiscard]] std::filesystem::path views() const { return path / "views.sqlite"; }
    /// Of language models.
    [[nodiscard]] std::filesystem::path answers() const { return path / "answers.jsonl"; }
    [[nodiscard]] std::filesystem::path what_if() const { return path / "what_if.json"; }
    [[nodiscard]] std::filesystem::path socket() const { return path / "control.sock"; }
};

/// Makes a new session; `kind` is what it does ("backtest", "paper"), `origin` what it was started
/// from. The id is the UTC start and four random digits.
core::Result<SessionDir> make_session(const std::filesystem::path& data_dir, std::string_view kind,
                                      std::string_view origin);

/// Gives a finished backtest the name of what it came to, "bt-" and the journal's first 16 digits:
/// the same backtest again is the same session, and takes the older one's place.
core::Result<SessionDir> name_backtest(const SessionDir& session, std::string_view journal_sha256);

/// 32 hex digits that nobody can guess: what a page must show to see positions.
std::string new_token();

/// All sessions, in the order in which they were started.
std::vector<SessionDir> sessions(const std::filesystem::path& data_dir);

/// By id, by a part of it that only one has, or "last".
core::Result<SessionDir> find_session(const std::filesystem::path& data_dir,
                                      const std::string& wanted);

}  // namespace nightjar::app
