#pragma once
/// A session of this machine with all that its report needs besides the ledger.

#include "app/session_dir.hpp"
#include "report/html.hpp"
#include "store/series_store.hpp"
#include "store/tape_file.hpp"

#include <memory>

namespace nightjar::app {

/// What data::check finds in bars, one line for each kind; none where all is well.
std::vector<std::string> bar_problems(const std::string& name, const core::BarView& bars);

/// Writes a text whole, or says why not.
core::Status write_text(const std::filesystem::path& file, const std::string& text);

/// Bars come from the series store, by name, where their hash is that of the ledger; where they do
/// not, a note says so. A closed ledger's chain is computed again.
class SessionReport {
public:
    static core::Result<std::unique_ptr<SessionReport>> read(const std::filesystem::path& data_dir,
                                                             const SessionDir& session);

    [[nodiscard]] const report::Story& story() const { return story_; }
    [[nodiscard]] const report::Extras& extras() const { return extras_; }
    [[nodiscard]] report::Told told() const { return {story_, extras_, histories_, notes_}; }

private:
    void find_bars(const std::filesystem::path& store);
    void find_bars(const std::filesystem::path& store, const core::SeriesNamed& named);

    report::Story story_;
    report::Extras extras_;
    std::vector<store::Series> series_;
    std::vector<std::unique_ptr<store::TapeFile>> tapes_;
    report::Histories histories_;
    std::vector<std::string> notes_;
};

}  // namespace nightjar::app
