#include "app/session_dir.hpp"

#include "app/errc.hpp"
#include "app/version.hpp"
#include "core/base/time.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstdlib>
#include <fstream>
#include <random>

namespace nightjar::app {

namespace fs = std::filesystem;
using core::fail;
using core::Result;

namespace {

constexpr mode_t owner_only = 0700;

Result<fs::path> home() {
    const char* path = std::getenv("HOME");
    if (path == nullptr || *path == '\0')
        return fail(Errc::Io, "HOME is not set; say where to keep data with --data-dir");
    return fs::path{path};
}

/// "20221231T230000-4f1c": sorts by start, and two starts in one second differ.
std::string new_id() {
    const auto since = std::chrono::system_clock::now().time_since_epoch();
    auto text = core::format_time(
        core::Time{} +
        core::seconds(std::chrono::duration_cast<std::chrono::seconds>(since).count()));
    std::erase_if(text, [](char c) { return c == '-' || c == ':' || c == 'Z'; });
    constexpr unsigned four_digits = 0x10000;
    return fmt::format("{}-{:04x}", text, std::random_device{}() % four_digits);
}

}  // namespace

core::Time SessionDir::start() const {
    // "20221231T230000" as "2022-12-31T23:00:00Z"
    if (id.size() < 15) return {};
    const auto text = fmt::format("{}-{}-{}:{}:{}Z", id.substr(0, 4), id.substr(4, 2),
                                  id.substr(6, 5), id.substr(11, 2), id.substr(13, 2));
    return core::parse_time(text).value_or(core::Time{});
}

std::uint16_t SessionDir::node() const {
    const auto digits = id.substr(id.find_last_of('-') + 1);
    std::uint16_t number{};
    std::from_chars(digits.data(), digits.data() + digits.size(), number, 16);
    return number;
}

Result<fs::path> data_dir(const std::string& given) {
    if (!given.empty()) return fs::absolute(given);
    if (const char* xdg = std::getenv("XDG_DATA_HOME"); xdg != nullptr && *xdg != '\0')
        return fs::path{xdg} / "nightjar";
    NJ_TRY(base, home());
#if defined(__APPLE__)
    return base / "Library" / "Application Support" / "nightjar";
#else
    return base / ".local" / "share" / "nightjar";
#endif
}

Result<SessionDir> make_session(const fs::path& data_dir, std::string_view kind,
                                std::string_view origin) {
    SessionDir session{new_id(), {}};
    session.path = data_dir / "sessions" / session.id;
    std::error_code error;
    fs::create_directories(session.path.parent_path(), error);
    if (error || ::mkdir(session.path.c_str(), owner_only) != 0)
        return fail(Errc::Io, "cannot make the session folder {}: {}", session.path.string(),
                    error ? error.message() : std::generic_category().message(errno));
    std::array<char, 256> host{};
    (void)::gethostname(host.data(), host.size() - 1);
    std::ofstream file{session.path / "session.toml"};
    file << fmt::format(
        "started_as = \"{}\"\nkind = \"{}\"\norigin = '{}'\nhost = \"{}\"\nbuild = \"{}\"\n",
        session.id, kind, origin, host.data(), build_text());
    file.close();
    if (!file) return fail(Errc::Io, "cannot write session.toml in {}", session.path.string());
    return session;
}

std::string new_token() {
    std::random_device device;
    return fmt::format("{:08x}{:08x}{:08x}{:08x}", device(), device(), device(), device());
}

Result<SessionDir> name_backtest(const SessionDir& session, std::string_view journal_sha256) {
    constexpr std::size_t digits = 16;
    SessionDir named{fmt::format("bt-{}", journal_sha256.substr(0, digits)), {}};
    named.path = session.path.parent_path() / named.id;
    std::error_code error;
    fs::remove_all(named.path, error);
    fs::rename(session.path, named.path, error);
    if (error)
        return fail(Errc::Io, "cannot rename {} to {}: {}", session.path.string(), named.id,
                    error.message());
    return named;
}

std::vector<SessionDir> sessions(const fs::path& data_dir) {
    std::vector<SessionDir> found;
    std::error_code error;
    for (const auto& entry : fs::directory_iterator{data_dir / "sessions", error})
        if (fs::exists(entry.path() / "session.toml", error))
            found.push_back({entry.path().filename().string(), entry.path()});
    std::ranges::sort(found, {}, [](const SessionDir& session) {
        std::error_code ignored;
        return fs::last_write_time(session.path / "session.toml", ignored);
    });
    return found;
}

Result<SessionDir> find_session(const fs::path& data_dir, const std::string& wanted) {
    auto all = sessions(data_dir);
    if (all.empty()) return fail(Errc::Io, "no session is in {}", data_dir.string());
    if (wanted == "last") return all.back();
    std::erase_if(all, [&wanted](const SessionDir& session) {
        return session.id.find(wanted) == std::string::npos;
    });
    if (all.size() == 1) return all.front();
    return fail(Errc::BadCall, "{} session has \"{}\" in its id",
                all.empty() ? "no" : "more than one", wanted);
}

}  // namespace nightjar::app
