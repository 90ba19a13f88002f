/// nightjar data import | list | check

#include "app/command.hpp"
#include "app/errc.hpp"
#include "app/session_dir.hpp"
#include "data/check.hpp"
#include "data/ohlcv_csv.hpp"
#include "store/series_store.hpp"

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

namespace nightjar::app {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

namespace {

struct DataCall {
    std::string file;
    std::string name;
    double wick_atr{data::CheckOptions{}.wick_atr};
    bool close_label{};

    [[nodiscard]] data::CsvOptions csv() const {
        return {close_label ? data::CsvOptions::Label::Close : data::CsvOptions::Label::Open};
    }
};

core::Result<store::SeriesStore> open_store(const Globals& globals) {
    NJ_TRY(root, data_dir(globals.data_dir));
    return store::SeriesStore{root / "series"};
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

core::Status import(const Globals& globals, const DataCall& call) {
    NJ_TRY(imported, data::import_ohlcv(call.file, call.csv()));
    NJ_TRY(series, open_store(globals));
    const auto file = fs::path{call.file}.filename().string();
    const auto name = call.name.empty() ? file.substr(0, file.find('.')) : call.name;
    NJ_TRY(series.put(name, imported.bars.view(), file));
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

core::Status list(const Globals& globals) {
    NJ_TRY(series, open_store(globals));
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
    if (globals.json) fmt::print("{}\n", out.dump(2));
    if (!globals.json && names.empty())
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

core::Status check(const Globals& globals, const DataCall& call) {
    const data::CheckOptions options{.wick_atr = call.wick_atr};
    const auto show = [&](const core::BarView& bars) -> core::Status {
        const auto report = data::check(bars, options);
        if (globals.json) return print_json(report, bars);
        print(report, bars);
        return {};
    };
    if (!fs::exists(call.file)) {
        NJ_TRY(series, open_store(globals));
        NJ_TRY(opened, series.open(call.file));
        NJ_TRY(opened.verify());
        return show(opened.view());
    }
    constexpr std::size_t shown = 20;
    NJ_TRY(raw, data::read_raw_ohlcv(call.file, shown, call.csv()));
    if (!globals.json)
        for (const auto& problem : raw.problems)
            fmt::print("  line {}: {}\n", problem.line, problem.text);
    NJ_TRY(show(raw.bars.view()));
    if (raw.unreadable_rows > 0)
        return core::fail(Errc::Io, "{}: {} rows cannot be read", call.file, raw.unreadable_rows);
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
    auto* import_command = data->add_subcommand("import", "bring in bars from a CSV file")
                               ->footer("example: nightjar data import BTCUSDT_1h.csv.gz");
    import_command->add_option("file", call->file, "CSV, also .gz or .zst")->required();
    import_command->add_option("--name", call->name, "name of the series (default: the file's)");
    label(import_command);
    import_command->callback([&globals, &action, call] {
        action = [&globals, call] { return import(globals, *call); };
    });
    data->add_subcommand("list", "the series that are there")
        ->footer("example: nightjar data list --json")
        ->callback([&globals, &action] { action = [&globals] { return list(globals); }; });
    auto* check_command =
        data->add_subcommand("check", "gaps, duplicates, disorder, impossible bars, long wicks")
            ->footer("example: nightjar data check BTCUSDT_1h.csv.gz");
    check_command->add_option("file", call->file, "a CSV file, or the name of a series")
        ->required();
    check_command->add_option("--wick-atr", call->wick_atr, "report wicks above so many ATR");
    label(check_command);
    check_command->callback(
        [&globals, &action, call] { action = [&globals, call] { return check(globals, *call); }; });
}

}  // namespace nightjar::app
