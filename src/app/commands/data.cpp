/// nightjar data import | fetch | record | list | check | resample

#include "app/command.hpp"
#include "app/commands/data_bars.hpp"
#include "app/commands/data_fetch.hpp"
#include "app/commands/data_record.hpp"
#include "app/commands/data_tapes.hpp"
#include "app/errc.hpp"
#include "app/session_dir.hpp"
#include "data/check.hpp"
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
    std::string against;

    [[nodiscard]] data::CsvOptions csv() const {
        return {close_label ? data::CsvOptions::Label::Close : data::CsvOptions::Label::Open};
    }
};

core::Result<fs::path> store_root(const Globals& globals) {
    NJ_TRY(root, data_dir(globals.data_dir));
    return root / "series";
}

core::Status import(const Globals& globals, const DataCall& call) {
    NJ_TRY(root, store_root(globals));
    const auto file = call.files.front().filename().string();
    const auto name = call.name.empty() ? file.substr(0, file.find('.')) : call.name;
    NJ_TRY(recording, data::is_recording(call.files.front()));
    if (recording) return import_recording(globals, root, call.files, name);
    return import_bars(globals, root, call.files, name, call.csv());
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

/// With --against: a file, or a series of the store.
core::Result<std::optional<Against>> compare(const Globals& globals, const DataCall& call,
                                             const core::BarView& bars) {
    if (call.against.empty()) return std::nullopt;
    if (!data::check(bars).usable())
        return core::fail(Errc::BadCall, "only usable bars compare: correct {} first",
                          call.files.front().filename().string());
    const auto with = [&](const core::BarView& other) -> core::Result<std::optional<Against>> {
        NJ_TRY(comparison, data::compare(bars, other));
        return Against{call.against, comparison};
    };
    if (fs::exists(call.against)) {
        NJ_TRY(imported, data::import_ohlcv(fs::path{call.against}));
        return with(imported.bars.view());
    }
    NJ_TRY(root, store_root(globals));
    NJ_TRY(opened, store::SeriesStore{root}.open(call.against));
    return with(opened.view());
}

core::Status check_bars(const Globals& globals, const DataCall& call, const core::BarView& bars,
                        std::vector<std::string> notes) {
    NJ_TRY(against, compare(globals, call, bars));
    show_check(globals, {bars, std::move(notes), call.wick_atr, std::move(against)});
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
        NJ_TRY(check_bars(globals, call, opened->view(), {}));
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
    NJ_TRY(check_bars(globals, call, raw.bars.view(), std::move(raw.notes)));
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

void add_label(CLI::App& command, DataCall& call) {
    command.add_flag("--close-label", call.close_label,
                     "the file labels a bar by the time at which it closes");
}

}  // namespace

void add_data(CLI::App& program, Globals& globals, Action& action) {
    auto* data = program.add_subcommand("data", "bring in, list and check market data");
    data->require_subcommand(1);
    auto call = std::make_shared<DataCall>();  // shared: the three commands' options live in it
    auto* import_command =
        data->add_subcommand("import", "bring in bars, trades or order books from files")
            ->footer(
                "examples: nightjar data import BTCUSDT_1h.csv.gz\n"
                "          nightjar data import BTCUSDT-1h-2024-*.zip --name btc-1h\n"
                "          nightjar data import BTCUSDT-fundingRate-2024-07.zip --name "
                "btc-funding\n"
                "          nightjar data import snapshot.json update.json trades.json "
                "--name btc-l2");
    import_command
        ->add_option(
            "file", call->files,
            "CSV of bars, trades or funding, or recorded messages; also .gz, .zst or .zip; "
            "several of one market become one series or tape")
        ->required();
    import_command->add_option("--name", call->name, "name of the series (default: the file's)");
    add_label(*import_command, *call);
    import_command->callback([&globals, &action, call] {
        action = [&globals, call] { return import(globals, *call); };
    });
    add_fetch(*data, globals, action);
    add_record(*data, globals, action);
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
            ->footer(
                "examples: nightjar data check BTCUSDT_1h.csv.gz\n"
                "          nightjar data check perp.csv.gz --against spot.csv.gz");
    check_command
        ->add_option("file", call->files, "a file as for import, or the name of a series or tape")
        ->required()
        ->expected(1);
    check_command->add_option("--wick-atr", call->wick_atr, "report wicks above so many ATR");
    check_command->add_option("--against", call->against,
                              "a second file or series of the market: same moments, same prices?");
    add_label(*check_command, *call);
    check_command->callback(
        [&globals, &action, call] { action = [&globals, call] { return check(globals, *call); }; });
}

}  // namespace nightjar::app
