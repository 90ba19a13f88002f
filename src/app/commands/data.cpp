/// nightjar data import | list | check | resample

#include "app/command.hpp"
#include "app/commands/data_tapes.hpp"
#include "app/errc.hpp"
#include "app/session_dir.hpp"
#include "data/check.hpp"
#include "data/ohlcv_csv.hpp"
#include "data/resample.hpp"
#include "data/tape_import.hpp"
#include "store/series_store.hpp"
#include "store/tape_file.hpp"

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include <algorithm>

namespace nightjar::app {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

namespace {

struct DataCall {
    std::vector<fs::path> files;
    std::string name;
    double wick_atr{data::CheckOptions{}.wick_atr};
    bool close_label{};
    std::string to;

    [[nodiscard]] data::CsvOptions csv() const {
        return {close_label ? data::CsvOptions::Label::Close : data::CsvOptions::Label::Open};
    }
};

core::Result<fs::path> store_root(const Globals& globals) {
    NJ_TRY(root, data_dir(globals.data_dir));
    return root / "series";
}

std::string span_of(const core::BarView& bars) {
    if (bars.size() == 0) return "no bars";
    return fmt::format("{} bars of {}, {} to {}", bars.size(),
                       core::format_duration(bars.timeframe),
                       core::format_time({bars.open_time_ns.front()}),
                       core::format_time(core::Time{bars.open_time_ns.back()}));
}

Json to_json(const core::BarView& bars) {
    return {{"bars", bars.size()},
            {"timeframe", core::format_duration(bars.timeframe)},
            {"from", bars.size() == 0 ? "" : core::format_time({bars.open_time_ns.front()})},
            {"to", bars.size() == 0 ? "" : core::format_time({bars.open_time_ns.back()})},
            {"price_decimals", bars.price_decimals},
            {"volume_decimals", bars.volume_decimals}};
}

core::Status import_bars(const Globals& globals, const DataCall& call, const fs::path& root,
                         const std::string& name) {
    if (call.files.size() > 1)
        return core::fail(Errc::BadCall, "{}: these are bars: import one file at a time",
                          call.files.front().filename().string());
    NJ_TRY(imported, data::import_ohlcv(call.files.front(), call.csv()));
    NJ_TRY(store::SeriesStore{root}.put(name, imported.bars.view(),
                                        call.files.front().filename().string()));
    if (globals.json) {
        auto json = to_json(imported.bars.view());
        json["name"] = name;
        json["notes"] = imported.notes;
        fmt::print("{}\n", json.dump(2));
        return {};
    }
    fmt::print("{}: {}\n", name, span_of(imported.bars.view()));
    for (const auto& note : imported.notes) fmt::print("  {}\n", note);
    return {};
}

core::Status import(const Globals& globals, const DataCall& call) {
    NJ_TRY(root, store_root(globals));
    const auto file = call.files.front().filename().string();
    const auto name = call.name.empty() ? file.substr(0, file.find('.')) : call.name;
    NJ_TRY(recording, data::is_recording(call.files.front()));
    if (recording) return import_recording(globals, root, call.files, name);
    return import_bars(globals, call, root, name);
}

core::Status list(const Globals& globals) {
    NJ_TRY(root, store_root(globals));
    const store::SeriesStore series{root};
    NJ_TRY(names, series.list());
    auto out = Json::array();
    for (const auto& name : names) {
        NJ_TRY(opened, series.open(name));
        if (globals.json) {
            auto json = to_json(opened.view());
            json["name"] = name;
            json["source"] = opened.source();
            json["sha256"] = opened.sha256();
            out.push_back(std::move(json));
        } else {
            fmt::print("{}: {} (from {})\n", name, span_of(opened.view()), opened.source());
        }
    }
    NJ_TRY(tapes, list_tapes(globals, root, out));
    if (globals.json) fmt::print("{}\n", out.dump(2));
    if (!globals.json && names.empty() && tapes == 0)
        fmt::print("no series yet; bring one in with: nightjar data import FILE\n");
    return {};
}

void print(const data::CheckReport& report, const core::BarView& bars) {
    fmt::print("{}\n", span_of(bars));
    for (std::size_t i = 0; i < data::finding_count; ++i) {
        const auto finding = static_cast<data::Finding>(i);
        if (report.count(finding) > 0)
            fmt::print("  {}: {}\n", data::name(finding), report.count(finding));
    }
    if (report.missing_bars > 0)
        fmt::print("  bars missing in all: {}, longest step {}\n", report.missing_bars,
                   core::format_duration(report.longest_step));
    for (const auto& example : report.examples)
        fmt::print("    row {} {} {}: {}\n", example.row, core::format_time(example.at),
                   data::name(example.finding), example.text);
    fmt::print("{}\n", report.usable() ? "usable" : "not usable as it is");
}

core::Status print_json(const data::CheckReport& report, const core::BarView& bars) {
    auto json = to_json(bars);
    for (std::size_t i = 0; i < data::finding_count; ++i)
        json["findings"][std::string{data::name(static_cast<data::Finding>(i))}] = report.counts[i];
    json["missing_bars"] = report.missing_bars;
    json["longest_step_s"] = static_cast<double>(report.longest_step.ns) / 1e9;
    json["examples"] = Json::array();
    for (const auto& example : report.examples)
        json["examples"].push_back({{"finding", data::name(example.finding)},
                                    {"row", example.row},
                                    {"time", core::format_time(example.at)},
                                    {"values", example.text}});
    json["usable"] = report.usable();
    fmt::print("{}\n", json.dump(2));
    return {};
}

core::Status check_bars(const Globals& globals, const DataCall& call, const core::BarView& bars) {
    const auto report = data::check(bars, {.wick_atr = call.wick_atr});
    if (globals.json) return print_json(report, bars);
    print(report, bars);
    return {};
}

/// A name may be that of a series, of a tape, or of both.
core::Status check_stored(const Globals& globals, const DataCall& call, const std::string& name) {
    NJ_TRY(root, store_root(globals));
    NJ_TRY(tapes, store::list_tapes(root));
    const bool is_tape = std::ranges::find(tapes, name) != tapes.end();
    auto opened = store::SeriesStore{root}.open(name);
    if (opened) {
        NJ_TRY(opened->verify());
        NJ_TRY(check_bars(globals, call, opened->view()));
    }
    if (is_tape) return check_tape(globals, root, name);
    return opened ? core::Status{} : std::unexpected{opened.error()};
}

core::Status check(const Globals& globals, const DataCall& call) {
    const auto& file = call.files.front();
    if (!fs::exists(file)) return check_stored(globals, call, file.string());
    NJ_TRY(recording, data::is_recording(file));
    if (recording) return check_recording_file(globals, file);
    constexpr std::size_t shown = 20;
    NJ_TRY(raw, data::read_raw_ohlcv(file, shown, call.csv()));
    if (!globals.json)
        for (const auto& problem : raw.problems)
            fmt::print("  line {}: {}\n", problem.line, problem.text);
    NJ_TRY(check_bars(globals, call, raw.bars.view()));
    if (raw.unreadable_rows > 0)
        return core::fail(Errc::Io, "{}: {} rows cannot be read", file.string(),
                          raw.unreadable_rows);
    return {};
}

/// A series, or the trades of a tape, as bars of another length: a new series.
core::Status resample(const Globals& globals, const DataCall& call) {
    NJ_TRY(root, store_root(globals));
    NJ_TRY(timeframe, core::parse_duration(call.to));
    const auto source = call.files.front().string();
    const auto name = call.name.empty() ? source + "_" + call.to : call.name;
    const store::SeriesStore series{root};
    NJ_TRY(tapes, store::list_tapes(root));
    const bool tape = std::ranges::find(tapes, source) != tapes.end();
    NJ_TRY(made, [&]() -> core::Result<data::Resampled> {
        if (tape) {
            NJ_TRY(file, store::TapeFile::open(root, source));
            return data::resample(file, timeframe);
        }
        NJ_TRY(bars, series.open(source));
        return data::resample(bars.view(), timeframe);
    }());
    NJ_TRY(series.put(name, made.bars.view(), fmt::format("{} of {}", source, call.to)));
    if (globals.json) {
        auto json = to_json(made.bars.view());
        json["name"] = name;
        json["left_out"] = made.left_out;
        json["partial"] = made.partial;
        fmt::print("{}\n", json.dump(2));
        return {};
    }
    fmt::print("{}: {}\n", name, span_of(made.bars.view()));
    if (made.left_out > 0)
        fmt::print("  {} {} at the ends left out: their period is not whole\n", made.left_out,
                   tape ? "trades" : "bars");
    if (made.partial > 0) fmt::print("  {} bars have a gap inside\n", made.partial);
    return {};
}

}  // namespace

void add_data(CLI::App& program, Globals& globals, Action& action) {
    auto* data = program.add_subcommand("data", "bring in, list and check market data");
    data->require_subcommand(1);
    auto call = std::make_shared<DataCall>();  // shared: the three commands' options live in it
    const auto label = [call](CLI::App* command) {
        command->add_flag("--close-label", call->close_label,
                          "the file labels a bar by the time at which it closes");
    };
    auto* import_command =
        data->add_subcommand("import", "bring in bars, trades or order books from files")
            ->footer(
                "examples: nightjar data import BTCUSDT_1h.csv.gz\n"
                "          nightjar data import snapshot.json update.json trades.json "
                "--name btc");
    import_command
        ->add_option("file", call->files,
                     "CSV of bars or trades, or recorded messages; also .gz, .zst or .zip; several "
                     "recordings of one market become one tape")
        ->required();
    import_command->add_option("--name", call->name, "name of the series (default: the file's)");
    label(import_command);
    import_command->callback([&globals, &action, call] {
        action = [&globals, call] { return import(globals, *call); };
    });
    auto* resample_command =
        data->add_subcommand("resample", "longer bars out of bars, or bars out of a tape's trades")
            ->footer("example: nightjar data resample BTCUSDT_1h --to 4h");
    resample_command->add_option("series", call->files, "the name of a series or tape")
        ->required()
        ->expected(1);
    resample_command->add_option("--to", call->to, "length of the new bars, as 15m, 4h or 1d")
        ->required();
    resample_command->add_option("--name", call->name, "of the new series (default: SERIES_4h)");
    resample_command->callback([&globals, &action, call] {
        action = [&globals, call] { return resample(globals, *call); };
    });
    data->add_subcommand("list", "the series that are there")
        ->footer("example: nightjar data list --json")
        ->callback([&globals, &action] { action = [&globals] { return list(globals); }; });
    auto* check_command =
        data->add_subcommand("check",
                             "gaps, disorder, impossible bars, crossed books, clocks, long wicks")
            ->footer("example: nightjar data check BTCUSDT_1h.csv.gz");
    check_command
        ->add_option("file", call->files, "a file as for import, or the name of a series or tape")
        ->required()
        ->expected(1);
    check_command->add_option("--wick-atr", call->wick_atr, "report wicks above so many ATR");
    label(check_command);
    check_command->callback(
        [&globals, &action, call] { action = [&globals, call] { return check(globals, *call); }; });
}

}  // namespace nightjar::app
