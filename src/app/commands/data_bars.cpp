#include "app/commands/data_bars.hpp"

#include "data/check.hpp"
#include "store/series_store.hpp"

#include <nlohmann/json.hpp>

namespace nightjar::app {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

namespace {

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
}

std::string correlation_text(const std::optional<double>& correlation) {
    return correlation ? fmt::format("{:.4f}", *correlation) : "too few";
}

void print(const Against& against) {
    const auto& [name, found] = against;
    fmt::print("against {}: {} bars of {} in common, median difference {:+.1f} bp\n", name,
               found.common, core::format_duration(found.timeframe), found.median_bp);
    fmt::print("  correlation of returns with the bar before: {}, the same: {}, the next: {}\n",
               correlation_text(found.correlation[0]), correlation_text(found.correlation[1]),
               correlation_text(found.correlation[2]));
    if (found.late_lag() < 0)
        fmt::print(
            "  these bars stand one bar late: perhaps labelled by the close (--close-label)\n");
    if (found.late_lag() > 0)
        fmt::print("  {} stands one bar late: perhaps it is labelled by the close\n", name);
}

Json to_json(const data::CheckReport& report) {
    Json json;
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
    return json;
}

Json to_json(const Against& against) {
    const auto& [name, found] = against;
    Json json{{"series", name},
              {"timeframe", core::format_duration(found.timeframe)},
              {"common", found.common},
              {"median_bp", found.median_bp},
              {"correlation", Json::array()},
              {"late_lag", found.late_lag()}};
    for (const auto& correlation : found.correlation)
        json["correlation"].push_back(correlation ? Json(*correlation) : Json(nullptr));
    return json;
}

}  // namespace

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

Json to_json(std::span<const data::SourceFile> files) {
    auto json = Json::array();
    for (const auto& file : files)
        json.push_back({{"file", file.name},
                        {"checksum", file.verified ? "sha256 verified" : "none beside it"}});
    return json;
}

core::Status import_bars(const Globals& globals, const fs::path& root,
                         std::span<const fs::path> files, const std::string& name,
                         const data::CsvOptions& options) {
    NJ_TRY(imported, data::import_ohlcv(files, options));
    auto source = files.front().filename().string();
    if (files.size() > 1) source += fmt::format(" and {} more", files.size() - 1);
    NJ_TRY(store::SeriesStore{root}.put(name, imported.bars.view(), source));
    if (globals.json) {
        auto json = to_json(imported.bars.view());
        json["name"] = name;
        json["notes"] = imported.notes;
        json["files"] = to_json(imported.files);
        fmt::print("{}\n", json.dump(2));
        return {};
    }
    fmt::print("{}: {}\n", name, span_of(imported.bars.view()));
    for (const auto& note : imported.notes) fmt::print("  {}\n", note);
    return {};
}

void show_check(const Globals& globals, const BarCheck& check) {
    const auto report = data::check(check.bars, {.wick_atr = check.wick_atr});
    if (globals.json) {
        auto json = to_json(check.bars);
        json.update(to_json(report));
        if (check.against) json["against"] = to_json(*check.against);
        json["usable"] = report.usable();
        json["notes"] = check.notes;
        fmt::print("{}\n", json.dump(2));
        return;
    }
    print(report, check.bars);
    if (check.against) print(*check.against);
    fmt::print("{}\n", report.usable() ? "usable" : "not usable as it is");
    for (const auto& note : check.notes) fmt::print("  {}\n", note);
}

}  // namespace nightjar::app
