#include "app/commands/model_pull.hpp"

#include "app/errc.hpp"
#include "app/remote_models.hpp"
#include "app/session_dir.hpp"
#include "app/transport.hpp"
#include "core/base/nearest.hpp"
#include "data/checksum.hpp"
#include "data/download.hpp"
#include "data/errc.hpp"
#include "data/zip_file.hpp"
#include "engine/live_clock.hpp"
#include "net/call_on.hpp"
#include "store/file.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>

namespace nightjar::app {

namespace fs = std::filesystem;
using core::fail;
using core::Result;
using core::Status;
using Json = nlohmann::ordered_json;

namespace {

struct PullCall {
    std::string name;
    std::string mirror;
    fs::path sources{fs::path{NIGHTJAR_SHARE} / "models" / "sources.toml"};
};

/// Who says what a file must be.
enum class Word : std::uint8_t { List, EarlierPull, Server, Nobody };

std::string_view name(Word word) {
    switch (word) {
        case Word::List: return "list";
        case Word::EarlierPull: return "earlier pull";
        case Word::Server: return "server";
        case Word::Nobody: return "nobody";
    }
    return "?";
}

struct Pulled {
    std::string file;
    std::string sha256;
    std::uint64_t size{};
    Word word{};
    bool was_there{};
};

std::uint64_t size_of(const fs::path& file) {
    std::error_code error;
    const auto size = fs::file_size(file, error);
    return error ? 0 : size;
}

/// Its host instead of the file's; below its path, if it has one.
net::Url through(const net::Url& mirror, const net::Url& from) {
    auto url = mirror;
    while (url.target.ends_with('/')) url.target.pop_back();
    url.target += from.target;
    return url;
}

/// Waits for it, with a progress bar.
Result<data::Downloaded> bring(data::DownloadWish wish) {
    const engine::LiveClock clock;
    Progress progress{wish.to.filename().string()};
    NJ_TRY(transport, start_transport(clock));
    data::Download job{*transport, std::move(wish), {}};
    auto came = net::ask_on<Result<data::Downloaded>>(*transport, [&](auto answer) {
        job.start(
            [&](const data::DownloadProgress& so_far) { progress.show(so_far.bytes, so_far.of); },
            answer);
    });
    transport.reset();  // its thread ends before what it calls
    return came;
}

/// A member of an archive, which is deleted when it has been unpacked.
Result<data::Downloaded> bring_member(const RemoteFile& file, data::DownloadWish wish) {
    const auto to = wish.to;
    const auto sha256 = std::exchange(wish.sha256, file.archive_sha256);
    wish.to += ".zip";
    wish.size = file.archive_size;
    const auto archive = wish.to;
    NJ_TRY(came, bring(std::move(wish)));
    const auto part = fs::path{to}.concat(".part");
    auto kept = [&]() -> Result<std::string> {
        NJ_TRY(data::unpack_zip_member(archive, file.inside, part));
        return data::keep_whole(part, to, sha256);
    }();
    std::error_code none;
    fs::remove(archive, none);
    fs::remove(part, none);
    if (!kept) return std::unexpected{kept.error()};
    came.sha256 = *std::move(kept);
    came.stated = came.stated || !file.archive_sha256.empty();
    return came;
}

/// What lies there already. Error: BadChecksum, for another file than the one that is meant.
Result<Pulled> look_at(const fs::path& path, Pulled pulled, const std::string& wanted) {
    NJ_TRY(found, data::sha256_of(path));
    if (found != wanted)
        return fail(data::Errc::BadChecksum, "{} lies there, and is another file (sha256 {}): {}",
                    path.filename().string(), found.substr(0, 16),
                    wanted.empty() ? "nobody says what it must be; move it away and pull again"
                                   : "move it away and pull again");
    pulled.sha256 = std::move(found);
    pulled.size = size_of(path);
    pulled.was_there = true;
    return pulled;
}

Result<Pulled> pull(const RemoteFile& file, const fs::path& folder,
                    const std::optional<net::Url>& mirror) {
    const auto path = folder / file.name;
    NJ_TRY(earlier, data::stated_checksum(path));
    const auto wanted = file.sha256.empty() ? earlier.value_or("") : file.sha256;
    Pulled pulled;
    pulled.file = file.name;
    pulled.word = !file.sha256.empty() ? Word::List : earlier ? Word::EarlierPull : Word::Nobody;
    if (fs::exists(path)) {
        NJ_TRY(there, look_at(path, std::move(pulled), wanted));
        if (!earlier) NJ_TRY(data::write_checksum(path, there.sha256));
        return there;
    }
    data::DownloadWish wish{mirror ? through(*mirror, file.from) : file.from, path, wanted,
                            file.size};
    auto came = file.inside.empty() ? bring(std::move(wish)) : bring_member(file, std::move(wish));
    if (!came && came.error().code == data::Errc::BadChecksum && pulled.word == Word::EarlierPull)
        return fail(data::Errc::BadChecksum, "{}; delete its CHECKSUM to take this one",
                    came.error().text());
    if (!came) return std::unexpected{came.error()};
    pulled.sha256 = came->sha256;
    pulled.size = size_of(path);
    if (pulled.word == Word::Nobody && came->stated) pulled.word = Word::Server;
    NJ_TRY(data::write_checksum(path, came->sha256));
    return pulled;
}

void print_pulled(const Pulled& pulled) {
    fmt::print("{:<40} {:>8.1f} MB  sha256 {}...  {}\n", pulled.file,
               static_cast<double>(pulled.size) / 1e6, pulled.sha256.substr(0, 16),
               pulled.was_there              ? "was there"
               : pulled.word == Word::List   ? "as listed"
               : pulled.word == Word::Server ? "as the server states"
               : pulled.word == Word::Nobody ? "NOBODY STATES ITS CHECKSUM"
                                             : "as in an earlier pull");
}

Status pull_all(const Globals& globals, const PullCall& call, const RemoteModel& source) {
    NJ_TRY(root, data_dir(globals.data_dir));
    std::optional<net::Url> mirror;
    if (!call.mirror.empty()) {
        const auto parsed = net::Url::parse(call.mirror);
        if (!parsed) return fail(Errc::BadCall, "--mirror: {}", parsed.error().text());
        if (parsed->target.contains('?'))
            return fail(Errc::BadCall, "--mirror {}: leave the query out", call.mirror);
        mirror = *parsed;
    }
    const auto folder = source.folder(root);
    NJ_TRY(store::make_directory(folder));
    auto out = Json::array();
    bool trusted = true;
    for (const auto& file : source.files) {
        NJ_TRY(pulled, pull(file, folder, mirror));
        trusted = trusted && (pulled.word != Word::Nobody || pulled.was_there);
        out.push_back({{"file", pulled.file},
                       {"bytes", pulled.size},
                       {"sha256", pulled.sha256},
                       {"checksum_of", name(pulled.word)},
                       {"was_there", pulled.was_there}});
        if (!globals.json) print_pulled(pulled);
    }
    if (globals.json) {
        const Json all{{"name", source.name}, {"folder", folder.string()}, {"files", out}};
        fmt::print("{}\n", all.dump(2));
        return {};
    }
    if (!trusted)
        fmt::print(
            "Where nobody states a checksum, https alone vouches for the file. What came is "
            "written down in\nFILE.CHECKSUM beside it, and a later pull must match it.\n");
    fmt::print("{} lies in {}\n", source.name, folder.string());
    return {};
}

Status list(const Globals& globals, const std::vector<RemoteModel>& sources) {
    NJ_TRY(root, data_dir(globals.data_dir));
    auto out = Json::array();
    for (const auto& source : sources) {
        const auto folder = source.folder(root);
        std::size_t there = 0;
        for (const auto& file : source.files) there += fs::exists(folder / file.name) ? 1U : 0U;
        const bool all = there == source.files.size();
        if (!globals.json) {
            const auto here =
                all          ? folder.string()
                : there == 0 ? std::string{"not here"}
                             : fmt::format("{} of {} files are here", there, source.files.size());
            fmt::print("{:<34} {:<11} {}\n{:>34} {}\n", source.name, source.licence, source.what,
                       "", here);
        }
        out.push_back({{"name", source.name},
                       {"kind", source.checkpoint ? "checkpoint" : "gguf"},
                       {"what", source.what},
                       {"licence", source.licence},
                       {"folder", folder.string()},
                       {"files", source.files.size()},
                       {"files_there", there},
                       {"there", all}});
    }
    if (globals.json) fmt::print("{}\n", out.dump(2));
    return {};
}

/// The one that is called so, or that a file called so belongs to.
Status run(const Globals& globals, const PullCall& call) {
    NJ_TRY(sources, read_remote_models(call.sources));
    if (call.name.empty()) return list(globals, sources);
    std::vector<std::string> known;
    for (const auto& source : sources) {
        const auto called = std::ranges::find(source.files, call.name, &RemoteFile::name);
        const bool is_gguf = !source.checkpoint && called != source.files.end();
        if (source.name == call.name || is_gguf) return pull_all(globals, call, source);
        known.push_back(source.name);
    }
    return fail(Errc::BadCall, "{} has no \"{}\"{}", call.sources.filename().string(), call.name,
                core::did_you_mean(call.name, known));
}

}  // namespace

void add_pull(CLI::App& model, Globals& globals, Action& action) {
    auto call = std::make_shared<PullCall>();  // shared: options and callbacks outlive this call
    auto* command =
        model.add_subcommand("pull", "models of others, fetched and checked; without NAME: a list");
    command->add_option("name", call->name, "of a model, or of the file that a model lacks");
    command->add_option("--mirror", call->mirror,
                        "a host that has the same paths: https, or http on this machine");
    command->add_option("--sources", call->sources, "another list than the program's");
    command->footer(
        "example: nightjar model pull smollm2-135m-instruct\n"
        "What was cut off goes on where it ended: start it again.");
    command->callback(
        [&globals, &action, call] { action = [&globals, call] { return run(globals, *call); }; });
}

}  // namespace nightjar::app
