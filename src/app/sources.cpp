#include "app/sources.hpp"

#include "app/errc.hpp"
#include "app/session_report.hpp"
#include "data/ohlcv_csv.hpp"
#include "data/tape_check.hpp"

#include <limits>

namespace nightjar::app {

namespace fs = std::filesystem;
using core::fail;
using core::Status;

Status Sources::load(const Plan& plan, const fs::path& folder) {
    for (const auto& instrument : plan.instruments)
        NJ_TRY(instrument.tape.empty() ? load_bars(plan, instrument, folder)
                                       : load_tape(instrument, folder));
    return {};
}

report::Histories Sources::histories() {
    rewind();
    report::Histories histories;
    for (const auto& series : series_) histories.push_back({series.bars, series.tape});
    return histories;
}

void Sources::note(const Series& series, std::uint64_t count, std::string_view what) {
    if (count > 0) problems_.push_back(fmt::format("{}: {} x {}", series.name, count, what));
}

Status Sources::load_bars(const Plan& plan, const InstrumentPlan& wanted, const fs::path& folder) {
    if (wanted.data.empty())
        return fail(Errc::BadConfig, "{}: no data = \"FILE\" or tape = \"NAME\" is given",
                    wanted.name());
    Series series;
    const auto path = fs::path{plan.data_root} / wanted.data;
    if (fs::exists(path)) {
        NJ_TRY(imported, data::import_ohlcv(path));
        imported_.push_back(std::make_unique<core::BarColumns>(std::move(imported.bars)));
        series.name = path.filename().string();
        series.bars = imported_.back()->view();
        series.sha256 = store::sha256_hex(series.bars);
    } else {
        auto opened = store::SeriesStore{folder}.open(wanted.data);
        if (!opened)
            return fail(Errc::BadConfig,
                        "{}: \"{}\" is neither a file{} nor a series; say where the files are "
                        "with --data-root",
                        wanted.name(), wanted.data,
                        plan.data_root.empty() ? "" : " in " + plan.data_root);
        opened_.push_back(std::make_unique<store::Series>(std::move(*opened)));
        series.name = wanted.data;
        series.bars = opened_.back()->view();
        series.sha256 = opened_.back()->sha256();
    }
    for (auto& line : bar_problems(series.name, series.bars)) problems_.push_back(std::move(line));
    series_.push_back(std::move(series));
    return wanted.funding.empty() ? Status{} : load_funding(wanted, folder);
}

Status Sources::load_funding(const InstrumentPlan& wanted, const fs::path& folder) {
    auto tape = store::TapeFile::open(folder, wanted.funding);
    if (!tape) return std::unexpected{tape.error().in(wanted.name())};
    tapes_.push_back(std::make_unique<store::TapeFile>(std::move(*tape)));
    series_.back().funding = tapes_.back().get();
    const auto& info = tapes_.back()->info();
    series_.back().funding_text = fmt::format(
        "funding at the rates of {}, from {} to {}, and none outside (sha256 {})", wanted.funding,
        core::format_time(info.first), core::format_time(info.last), tapes_.back()->sha256());
    return {};
}

void Sources::rewind() {
    for (auto& tape : tapes_) tape->seek(tape->info().first);
}

/// Read once through before it is replayed: what is wrong with it, and with the recorder's clock.
Status Sources::load_tape(const InstrumentPlan& wanted, const fs::path& folder) {
    auto tape = store::TapeFile::open(folder, wanted.tape);
    if (!tape) return std::unexpected{tape.error().in(wanted.name())};
    NJ_TRY(report, data::check(*tape));
    tape->seek(tape->info().first);
    tapes_.push_back(std::make_unique<store::TapeFile>(std::move(*tape)));
    const Series series{
        wanted.tape, tapes_.back()->sha256(), {}, tapes_.back().get(), report.clock_behind, {}, {}};
    note(series, report.gaps, "gap");
    note(series, report.crossed, "crossed book");
    note(series, report.missing_trade_ids, "missing trade");
    note(series, report.disorder, "exchange time that goes back");
    note(series, report.negative_latencies, "received before it was sent");
    series_.push_back(series);
    return {};
}

}  // namespace nightjar::app
