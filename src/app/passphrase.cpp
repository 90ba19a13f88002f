#include "app/passphrase.hpp"

#include "app/errc.hpp"
#include "store/file.hpp"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <iterator>
#include <optional>

extern char** environ;  // NOLINT: it is the system's, and not in all headers

namespace nightjar::app {

namespace fs = std::filesystem;
using core::fail;
using core::Result;
using core::Status;
using venue::Secret;

namespace {

std::string without_line_end(std::string text) {
    while (!text.empty() && (text.back() == '\n' || text.back() == '\r')) text.pop_back();
    return text;
}

/// What a program of the desktop answers; nothing where it is not there or says no.
std::optional<Secret> answer_of(const std::vector<std::string>& call) {
    std::array<int, 2> ends{};
    if (::pipe(ends.data()) != 0) return std::nullopt;
    std::vector<char*> words;
    for (const auto& word : call) words.push_back(const_cast<char*>(word.c_str()));
    words.push_back(nullptr);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_addclose(&actions, ends[0]);
    pid_t child{};
    const bool started =
        ::posix_spawnp(&child, words.front(), &actions, nullptr, words.data(), environ) == 0;
    posix_spawn_file_actions_destroy(&actions);
    ::close(ends[1]);
    std::string said;
    std::array<char, 512> bytes{};
    if (started)
        for (auto got = ::read(ends[0], bytes.data(), bytes.size()); got > 0;
             got = ::read(ends[0], bytes.data(), bytes.size()))
            said.append(bytes.data(), static_cast<std::size_t>(got));
    ::close(ends[0]);
    int status{};
    if (!started || ::waitpid(child, &status, 0) != child || status != 0 || said.empty())
        return std::nullopt;
    return Secret{without_line_end(std::move(said))};
}

std::optional<Secret> from_keyring() {
#if defined(__APPLE__)
    return answer_of({"security", "find-generic-password", "-s", "nightjar", "-w"});
#else
    // Without a session of the desktop there is no keyring to be asked.
    if (std::getenv("DBUS_SESSION_BUS_ADDRESS") == nullptr) return std::nullopt;
    return answer_of({"secret-tool", "lookup", "service", "nightjar"});
#endif
}

/// While it lives, the terminal does not show what is typed.
class Unshown {
public:
    Unshown() {
        if (::tcgetattr(STDIN_FILENO, &before_) != 0) return;
        auto quiet = before_;
        quiet.c_lflag &= ~static_cast<tcflag_t>(ECHO);
        changed_ = ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &quiet) == 0;
    }
    ~Unshown() {
        if (changed_) ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &before_);
    }
    Unshown(const Unshown&) = delete;
    Unshown& operator=(const Unshown&) = delete;

private:
    termios before_{};
    bool changed_{};
};

}  // namespace

std::optional<Secret> systemd_credential(std::string_view name) {
    const char* folder = std::getenv("CREDENTIALS_DIRECTORY");
    if (folder == nullptr) return std::nullopt;
    std::ifstream file{fs::path{folder} / name, std::ios::binary};
    if (!file) return std::nullopt;
    return Secret{without_line_end({std::istreambuf_iterator<char>{file}, {}})};
}

Result<Secret> type_secret(std::string_view prompt) {
    const bool terminal = ::isatty(STDIN_FILENO) != 0;
    if (terminal) fmt::print(stderr, "{}: ", prompt);
    const Unshown unshown;
    std::string line;
    if (!std::getline(std::cin, line)) return fail(Errc::BadCall, "no {} was given", prompt);
    if (terminal) fmt::print(stderr, "\n");
    return Secret{without_line_end(std::move(line))};
}

Result<Secret> passphrase(std::string_view why) {
    if (auto found = systemd_credential("nightjar-keys")) return std::move(*found);
    if (auto found = from_keyring()) return std::move(*found);
    if (::isatty(STDIN_FILENO) == 0)
        return fail(Errc::BadCall,
                    "no passphrase of the key file: no terminal, keyring or systemd credential "
                    "nightjar-keys");
    return type_secret(fmt::format("passphrase of the key file ({})", why));
}

fs::path key_file(const fs::path& data_dir) { return data_dir / "keys"; }

Result<venue::KeyRing> load_keys(const fs::path& file) {
    if (!fs::exists(file)) return venue::KeyRing{};
    NJ_TRY(phrase, passphrase("to read it"));
    return load_keys(file, phrase);
}

Result<venue::KeyRing> load_keys(const fs::path& file, const Secret& passphrase) {
    if (!fs::exists(file)) return venue::KeyRing{};
    NJ_TRY(opened, store::File::open_to_read(file));
    NJ_TRY(size, opened.size());
    std::string bytes(size, '\0');
    NJ_TRY(opened.read_at(0, std::as_writable_bytes(std::span{bytes})));
    return venue::KeyRing::unseal(bytes, passphrase);
}

Result<venue::KeyRing> load_keys_for(const Plan& plan, const fs::path& data_dir) {
    const bool wanted = std::ranges::any_of(
        plan.venues, [](const VenuePlan& venue) { return !venue.protocol.key.empty(); });
    if (!wanted) return venue::KeyRing{};
    return load_keys(key_file(data_dir));
}

Status save_keys(const fs::path& file, const venue::KeyRing& ring, const Secret& passphrase) {
    NJ_TRY(store::make_directory(file.parent_path()));
    NJ_TRY(fresh, store::File::create_temporary(file));
    const auto bytes = ring.seal(passphrase, venue::SealCost::usual());
    NJ_TRY(fresh.write_at(0, std::as_bytes(std::span{bytes})));
    NJ_TRY(fresh.sync());
    std::error_code error;
    fs::rename(fresh.name(), file, error);
    if (error) return fail(Errc::Io, "{}: {}", file.string(), error.message());
    return store::sync_directory(file.parent_path());
}

}  // namespace nightjar::app
