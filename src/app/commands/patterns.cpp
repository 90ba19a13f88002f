/// nightjar patterns: the candlestick patterns, and where they fire.

#include "signal/patterns.hpp"

#include "app/command.hpp"
#include "app/errc.hpp"
#include "app/session_dir.hpp"
#include "data/ohlcv_csv.hpp"
#include "store/series_store.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <cstdio>

namespace nightjar::app {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

namespace {

struct PatternsCall {
    std::string data;
    bool ticks{};
    bool csv{};
    bool close_label{};
};

/// Standard output in large pieces. What was not written is told by `finish`.
class Output {
public:
    template <class... Args>
    void add(fmt::format_string<Args...> format, Args&&... args) {
        fmt::format_to(std::back_inserter(buffer_), format, std::forward<Args>(args)...);
        if (buffer_.size() >= piece) flush();
    }
    core::Status finish() {
        flush();
        if (good_ && std::fflush(stdout) == 0) return {};
        return core::fail(Errc::Io, "cannot write to standard output");
    }

private:
    static constexpr std::size_t piece = 1 << 16;

    void flush() {
        good_ = std::fwrite(buffer_.data(), 1, buffer_.size(), stdout) == buffer_.size() && good_;
        buffer_.clear();
    }

    fmt::memory_buffer buffer_;
    bool good_{true};
};

core::Status list(bool as_json) {
    auto out = Json::array();
    for (std::size_t i = 0; i < signal::pattern_count; ++i) {
        const auto& pattern = signal::patterns()[i];
        if (as_json)
            out.push_back({{"name", pattern.name},
                           {"doc", pattern.doc},
                           {"family", signal::name(pattern.family)},
                           {"candles", pattern.candles},
                           {"lookback", signal::lookback(i)}});
        else
            fmt::print("{:<20} {:<13} {}\n", pattern.name, signal::name(pattern.family),
                       pattern.doc);
    }
    if (as_json) fmt::print("{}\n", out.dump(2));
    return {};
}

/// Calls `each(time_ns, hits of that bar)` for each bar at which something fired.
template <class Each>
void each_bar(const core::BarView& bars, std::span<const signal::PatternHit> hits, Each each) {
    while (!hits.empty()) {
        std::size_t count = 1;
        while (count < hits.size() && hits[count].bar == hits.front().bar) ++count;
        each(bars.open_time_ns[hits.front().bar], hits.first(count));
        hits = hits.subspan(count);
    }
}

constexpr std::int64_t ns_per_ms = 1'000'000;

core::Status print_json(const core::BarView& bars, std::span<const signal::PatternHit> hits) {
    Output out;
    out.add("[");
    std::string_view bar_end;
    each_bar(bars, hits, [&](std::int64_t time_ns, auto fired) {
        out.add("{}\n  {{\"time_ms\": {}, \"patterns\": {{", bar_end, time_ns / ns_per_ms);
        std::string_view end;
        for (const auto& hit : fired) {
            out.add("{}\"{}\": {}", end, signal::patterns()[hit.pattern].name, hit.value);
            end = ", ";
        }
        out.add("}}}}");
        bar_end = ",";
    });
    out.add("\n]\n");
    return out.finish();
}

core::Status print_csv(const core::BarView& bars, std::span<const signal::PatternHit> hits) {
    Output out;
    out.add("time_ms,pattern,value\n");
    for (const auto& hit : hits)
        out.add("{},{},{}\n", bars.open_time_ns[hit.bar] / ns_per_ms,
                signal::patterns()[hit.pattern].name, hit.value);
    return out.finish();
}

core::Status print_table(const core::BarView& bars, std::span<const signal::PatternHit> hits) {
    Output out;
    out.add("{:<22}patterns\n", "bar");
    each_bar(bars, hits, [&](std::int64_t time_ns, auto fired) {
        out.add("{:<20}", core::format_time({time_ns}));
        for (const auto& hit : fired)
            out.add("  {} {}", signal::patterns()[hit.pattern].name, hit.value);
        out.add("\n");
    });
    return out.finish();
}

core::Status show(const Globals& globals, const PatternsCall& call, const core::BarView& bars) {
    std::vector<signal::PatternHit> hits;
    {
        Progress progress{"patterns"};
        const auto prices = call.ticks ? signal::in_ticks(bars) : signal::in_decimals(bars);
        hits = signal::fired_patterns(
            prices, [&](std::uint64_t done, std::uint64_t all) { progress.show(done, all); });
    }
    if (globals.json) return print_json(bars, hits);
    return call.csv ? print_csv(bars, hits) : print_table(bars, hits);
}

core::Status run(const Globals& globals, const PatternsCall& call) {
    if (globals.json && call.csv) return core::fail(Errc::BadCall, "--json or --csv, not both");
    if (call.data.empty()) {
        if (call.csv || call.ticks || call.close_label)
            return core::fail(Errc::BadCall, "--csv, --ticks and --close-label want --data");
        return list(globals.json);
    }
    if (!fs::exists(call.data)) {
        NJ_TRY(root, data_dir(globals.data_dir));
        NJ_TRY(opened, store::SeriesStore{root / "series"}.open(call.data));
        return show(globals, call, opened.view());
    }
    using Label = data::CsvOptions::Label;
    NJ_TRY(imported,
           data::import_ohlcv(call.data, {call.close_label ? Label::Close : Label::Open}));
    return show(globals, call, imported.bars.view());
}

}  // namespace

void add_patterns(CLI::App& program, Globals& globals, Action& action) {
    auto call = std::make_shared<PatternsCall>();  // shared: the options live in it
    auto* command =
        program
            .add_subcommand("patterns", "the 61 candlestick patterns; with data: where they fire")
            ->footer("example: nightjar patterns --data BTCUSDT_1h.csv.gz --json");
    command->add_option("--data", call->data, "a CSV file, also .gz or .zst, or a series' name");
    command->add_flag("--ticks", call->ticks,
                      "on prices in ticks, as the signal sees them; else in decimals, with the "
                      "rounding of TA-Lib");
    command->add_flag("--csv", call->csv, "print rows of time_ms,pattern,value");
    command->add_flag("--close-label", call->close_label,
                      "the file labels a bar by the time at which it closes");
    command->callback(
        [&globals, &action, call] { action = [&globals, call] { return run(globals, *call); }; });
}

}  // namespace nightjar::app
