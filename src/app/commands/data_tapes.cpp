#include "app/commands/data_tapes.hpp"

#include "app/commands/data_bars.hpp"
#include "data/tape_import.hpp"
#include "store/tape_file.hpp"

#include <nlohmann/json.hpp>

namespace nightjar::app {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

namespace {

std::string milliseconds(core::Duration duration) {
    constexpr double ns_per_ms = 1e6;
    return fmt::format("{:.1f} ms", static_cast<double>(duration.ns) / ns_per_ms);
}

std::string span_of(const core::TapeInfo& info) {
    if (info.rows == 0) return "no rows";
    return fmt::format("{} rows, {} to {}", info.rows, core::format_time(info.first),
                       core::format_time(info.last));
}

Json to_json(const core::TapeInfo& info) {
    return {{"rows", info.rows},
            {"from", info.rows == 0 ? "" : core::format_time(info.first)},
            {"to", info.rows == 0 ? "" : core::format_time(info.last)},
            {"price_decimals", info.price_decimals},
            {"qty_decimals", info.qty_decimals},
            {"received", info.received}};
}

Json to_json(const data::TapeReport& report) {
    auto json = to_json(report.info);
    json["trades"] = report.trades;
    json["book_messages"] = report.book_messages;
    json["snapshots"] = report.snapshots;
    json["quotes"] = report.quotes;
    json["marks"] = report.marks;
    json["fundings"] = report.fundings;
    json["gaps"] = report.gaps;
    json["lost"] = report.lost;
    json["crossed"] = report.crossed;
    json["missing_trade_ids"] = report.missing_trade_ids;
    json["disorder"] = report.disorder;
    if (report.median_latency) {
        json["negative_latencies"] = report.negative_latencies;
        json["clock_behind_ns"] = report.clock_behind.ns;
        json["clock_drift_ns"] = report.clock_drift.ns;
        json["median_latency_ns"] = report.median_latency->ns;
    }
    json["tops_compared"] = report.tops_compared;
    json["tops_different"] = report.tops_different;
    json["usable"] = report.usable();
    return json;
}

/// What is there, then what is wrong with it. What there is none of has no line, but for what a
/// good book must not have.
void print(const data::TapeReport& report) {
    const auto line = [](std::string_view what, std::uint64_t count) {
        if (count > 0) fmt::print("  {}: {}\n", what, count);
    };
    fmt::print("{}\n", span_of(report.info));
    line("trades", report.trades);
    line("book messages", report.book_messages);
    line("snapshots", report.snapshots);
    line("quotes", report.quotes);
    line("mark prices", report.marks);
    line("funding rates", report.fundings);
    if (report.snapshots > 0)
        fmt::print("  gaps: {}, crossed states: {}\n", report.gaps, report.crossed);
    else
        line("crossed states", report.crossed);
    line("updates lost in gaps", report.lost);
    line("trade ids missing", report.missing_trade_ids);
    line("back in the exchange's time", report.disorder);
    if (report.tops_compared > 0)
        fmt::print("  book against best prices: {} of {} states differ\n", report.tops_different,
                   report.tops_compared);
    if (report.median_latency) {
        line("received before they were sent", report.negative_latencies);
        fmt::print("  the recorder's clock is behind by {} at least, drift {}\n",
                   milliseconds(report.clock_behind), milliseconds(report.clock_drift));
        fmt::print("  median latency without that: {}\n", milliseconds(*report.median_latency));
    }
    fmt::print("{}\n", report.usable() ? "usable" : "not usable as it is");
}

void show(const Globals& globals, const data::TapeImport& import, std::string_view name) {
    if (globals.json) {
        auto json = to_json(import.report);
        if (!name.empty()) json["name"] = name;
        json["notes"] = import.notes;
        json["files"] = app::to_json(import.files);
        fmt::print("{}\n", json.dump(2));
        return;
    }
    if (!name.empty()) fmt::print("{}: ", name);
    print(import.report);
    for (const auto& note : import.notes) fmt::print("  {}\n", note);
}

}  // namespace

core::Status import_recording(const Globals& globals, const fs::path& root, Paths files,
                              std::string_view name) {
    NJ_TRY(import, data::import_tape(files, root, name));
    show(globals, import, name);
    return {};
}

core::Status check_recording_file(const Globals& globals, const fs::path& file) {
    NJ_TRY(import, data::check_recording({&file, 1}));
    show(globals, import, "");
    return {};
}

core::Status check_tape(const Globals& globals, const fs::path& root, std::string_view name) {
    NJ_TRY(tape, store::TapeFile::open(root, name));
    NJ_TRY(tape.verify());
    NJ_TRY(report, data::check(tape));
    show(globals, {report, {}, {}}, name);
    return {};
}

core::Result<std::size_t> list_tapes(const Globals& globals, const fs::path& root, Json& out) {
    NJ_TRY(names, store::list_tapes(root));
    for (const auto& name : names) {
        NJ_TRY(tape, store::TapeFile::open(root, name));
        if (!globals.json) {
            fmt::print("{}: tape of {} (from {})\n", name, span_of(tape.info()), tape.source());
            continue;
        }
        auto json = to_json(tape.info());
        json["kind"] = "tape";
        json["name"] = name;
        json["source"] = tape.source();
        json["sha256"] = tape.sha256();
        out.push_back(std::move(json));
    }
    return names.size();
}

}  // namespace nightjar::app
