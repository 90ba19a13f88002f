#include "app/commands/data_fetch.hpp"

#include "app/commands/data_bars.hpp"
#include "app/commands/data_tapes.hpp"
#include "app/errc.hpp"
#include "app/session_dir.hpp"
#include "app/transport.hpp"
#include "data/fetch.hpp"
#include "engine/live_clock.hpp"
#include "net/call_on.hpp"

#include <CLI/CLI.hpp>

namespace nightjar::app {

namespace fs = std::filesystem;
using core::Result;

namespace {

struct FetchCall {
    std::string symbol;
    std::string kind{"bars"};
    std::string interval{"1h"};
    std::string from;
    std::string to;
    std::string name;
    std::string archive{"https://data.binance.vision"};
    fs::path folder;
    std::size_t at_once{2};
    bool futures{};
    bool files_only{};
};

Result<data::ArchiveWish> wish_of(const FetchCall& call, core::Time now) {
    using Kind = data::ArchiveWish::Kind;
    data::ArchiveWish wish;
    wish.futures = call.futures;
    wish.symbol = call.symbol;
    wish.interval = call.interval;
    wish.kind = call.kind == "bars"     ? Kind::Bars
                : call.kind == "trades" ? Kind::AggregateTrades
                : call.kind == "single" ? Kind::Trades
                                        : Kind::Funding;
    NJ_TRY(from, core::parse_time(call.from));
    wish.from = from;
    wish.until = now;
    if (!call.to.empty()) {
        NJ_TRY(to, core::parse_time(call.to));
        wish.until = to + core::days(1);  // the last day is among them
    }
    return wish;
}

/// Waits for it, with a progress bar.
Result<data::Fetched> fetch(const FetchCall& call, const core::Clock& clock,
                            std::vector<data::ArchivePart> parts, const fs::path& folder) {
    data::FetchOptions options;
    NJ_TRY(archive, net::Url::parse(call.archive));
    options.archive = std::move(archive);
    options.folder = folder;
    options.at_once = call.at_once;
    NJ_TRY(transport, start_transport(clock));
    data::Fetch job{*transport, std::move(options), std::move(parts)};
    Progress progress{call.symbol};
    auto fetched = net::ask_on<Result<data::Fetched>>(*transport, [&](auto answer) {
        job.start(
            [&](const data::FetchProgress& so_far) { progress.show(so_far.done, so_far.parts); },
            answer);
    });
    transport.reset();  // its thread ends before what it calls
    return fetched;
}

core::Status run(const Globals& globals, const FetchCall& call) {
    const engine::LiveClock clock;
    NJ_TRY(root, data_dir(globals.data_dir));
    NJ_TRY(wish, wish_of(call, clock.now()));
    NJ_TRY(parts, data::archive_parts(wish, clock.now()));
    const auto folder = call.folder.empty() ? root / "archive" / call.symbol : call.folder;
    NJ_TRY(fetched, fetch(call, clock, std::move(parts), folder));
    if (!globals.json) {
        fmt::print("{} files in {}, {} of them were there already; {:.1f} MB received\n",
                   fetched.files.size(), folder.string(), fetched.there,
                   static_cast<double>(fetched.bytes) / 1e6);
        for (const auto& name : fetched.missing)
            fmt::print("  the archive does not have {}\n", name);
    }
    if (fetched.files.empty())
        return core::fail(Errc::Io, "{}: the archive has nothing of it", call.symbol);
    if (call.files_only) return {};
    const auto name = !call.name.empty()    ? call.name
                      : call.kind == "bars" ? fmt::format("{}_{}", call.symbol, call.interval)
                                            : fmt::format("{}_{}", call.symbol, call.kind);
    if (call.kind == "bars") return import_bars(globals, root / "series", fetched.files, name, {});
    return import_recording(globals, root / "series", fetched.files, name);
}

}  // namespace

void add_fetch(CLI::App& data, Globals& globals, Action& action) {
    auto call = std::make_shared<FetchCall>();
    auto* command = data.add_subcommand(
        "fetch", "history out of Binance's public archive, checked, and brought in");
    command->add_option("symbol", call->symbol, "as BTCUSDT")->required();
    command
        ->add_option("--kind", call->kind, "bars, trades (aggregated), single trades, or funding")
        ->check(CLI::IsMember({"bars", "trades", "single", "funding"}))
        ->capture_default_str();
    command->add_option("--interval", call->interval, "of bars")->capture_default_str();
    command->add_option("--from", call->from, "first day (UTC)")->required();
    command->add_option("--to", call->to, "last day (default: yesterday)");
    command->add_flag("--futures", call->futures, "USD-M futures instead of spot");
    command->add_option("--name", call->name, "of the series or tape (default: SYMBOL_INTERVAL)");
    command->add_option("--folder", call->folder, "where the files go (default: the data folder)");
    command->add_option("--archive", call->archive, "a mirror of it")->capture_default_str();
    command->add_option("--at-once", call->at_once, "requests under way")
        ->check(CLI::Range(1, 8))
        ->capture_default_str();
    command->add_flag("--files-only", call->files_only, "bring nothing into the store");
    command->footer(
        "examples: nightjar data fetch BTCUSDT --interval 1h --from 2023-01-01 --to 2023-12-31\n"
        "          nightjar data fetch BTCUSDT --futures --kind funding --from 2023-01-01\n"
        "What was cut off goes on where it ended: start it again.");
    command->callback(
        [&globals, &action, call] { action = [&globals, call] { return run(globals, *call); }; });
}

}  // namespace nightjar::app
