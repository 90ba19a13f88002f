#include "app/session_report.hpp"

#include "app/errc.hpp"
#include "data/check.hpp"
#include "store/ledger.hpp"

#include <fstream>

namespace nightjar::app {

namespace fs = std::filesystem;
using core::fail;
using core::Result;
using core::Status;

std::vector<std::string> bar_problems(const std::string& name, const core::BarView& bars) {
    std::vector<std::string> lines;
    const auto report = data::check(bars);
    for (std::size_t i = 0; i < data::finding_count; ++i)
        if (report.counts[i] > 0)
            lines.push_back(fmt::format("{}: {} x {}", name, report.counts[i],
                                        data::name(static_cast<data::Finding>(i))));
    return lines;
}

Status write_text(const fs::path& file, const std::string& text) {
    std::ofstream out{file, std::ios::binary};
    out << text;
    out.close();
    if (!out) return fail(Errc::Io, "cannot write {}", file.string());
    return {};
}

Result<std::unique_ptr<SessionReport>> SessionReport::read(const fs::path& data_dir,
                                                           const SessionDir& session) {
    auto made = std::make_unique<SessionReport>();
    NJ_TRY(story, report::read_story(session.ledger()));
    made->story_ = std::move(story);
    made->extras_.session = session.id;
    if (made->story_.closing) {
        std::optional<fs::path> inputs;
        if (fs::exists(session.inputs())) inputs = session.inputs();
        if (const auto proof = store::verify(session.ledger(), inputs))
            made->extras_.journal_sha256 = proof->head;
        else
            made->extras_.data_problems.push_back(
                fmt::format("the ledger does not prove itself: {}", proof.error().text()));
    }
    if (std::ifstream file{session.what_if()}) {
        const std::string text{std::istreambuf_iterator{file}, {}};
        NJ_TRY(rows, report::read_what_if(text));
        made->extras_.what_if = std::move(rows);
    }
    made->find_bars(data_dir / "series");
    return made;
}

void SessionReport::find_bars(const fs::path& store) {
    histories_.resize(story_.instruments.size());
    for (const auto& named : story_.series) find_bars(store, named);
    if (story_.series.empty())
        notes_.emplace_back(
            "No bars belong to this session: prices are those of its own fills, holding is drawn "
            "through them, and slippage is not measured.");
}

void SessionReport::find_bars(const fs::path& store, const core::SeriesNamed& named) {
    if (named.instrument.value >= histories_.size()) return;
    if (auto tape = store::TapeFile::open(store, named.name);
        tape && tape->sha256() == named.sha256) {
        tapes_.push_back(std::make_unique<store::TapeFile>(std::move(*tape)));
        histories_[named.instrument.value].tape = tapes_.back().get();
        return;
    }
    auto opened = store::SeriesStore{store}.open(named.name);
    if (!opened || opened->sha256() != named.sha256) {
        notes_.push_back(fmt::format(
            "{}: the series {} is not in the store{}: it could not be checked, prices are those of "
            "our own fills, holding is drawn through them, and slippage is not measured. Bring it "
            "in with: nightjar data import FILE --name {}",
            story_.instrument_name(named.instrument), named.name, opened ? " as it was then" : "",
            named.name));
        return;
    }
    for (auto& line : bar_problems(named.name, opened->view()))
        extras_.data_problems.push_back(std::move(line));
    histories_[named.instrument.value].bars = opened->view();
    series_.push_back(std::move(*opened));
}

}  // namespace nightjar::app
