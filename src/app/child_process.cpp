#include "app/child_process.hpp"

#include "app/errc.hpp"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>
#ifdef __APPLE__
#include <mach-o/dyld.h>
#endif

#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>

extern char** environ;  // NOLINT: the system's, and not in every header

namespace nightjar::app {

namespace fs = std::filesystem;
using core::fail;

core::Result<fs::path> own_program() {
#ifdef __APPLE__
    std::array<char, 4096> path{};
    std::uint32_t size = path.size();
    if (_NSGetExecutablePath(path.data(), &size) == 0) return fs::path{path.data()};
    return fail(Errc::Io, "the path of this program is not known");
#else
    std::error_code error;
    auto path = fs::read_symlink("/proc/self/exe", error);
    if (error) return fail(Errc::Io, "the path of this program: {}", error.message());
    return path;
#endif
}

core::Result<ChildProcess> ChildProcess::start(const std::vector<std::string>& arguments,
                                               const fs::path& output,
                                               const fs::path& credentials) {
    NJ_TRY(program, own_program());
    std::vector<std::string> words{program.string()};
    words.insert(words.end(), arguments.begin(), arguments.end());
    std::vector<std::string> settings{"CREDENTIALS_DIRECTORY=" + credentials.string()};
    for (char** each = environ; *each != nullptr; ++each)
        if (!std::string_view{*each}.starts_with("CREDENTIALS_DIRECTORY="))
            settings.emplace_back(*each);
    const auto pointers = [](std::vector<std::string>& texts) {
        std::vector<char*> all;
        for (auto& text : texts) all.push_back(text.data());
        all.push_back(nullptr);
        return all;
    };
    posix_spawn_file_actions_t files{};
    ::posix_spawn_file_actions_init(&files);
    constexpr int mode = 0600;
    ::posix_spawn_file_actions_addopen(&files, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    ::posix_spawn_file_actions_addopen(&files, STDOUT_FILENO, output.c_str(),
                                       O_WRONLY | O_CREAT | O_TRUNC, mode);
    ::posix_spawn_file_actions_adddup2(&files, STDOUT_FILENO, STDERR_FILENO);
    pid_t pid = 0;
    const int failed = ::posix_spawn(&pid, program.c_str(), &files, nullptr, pointers(words).data(),
                                     pointers(settings).data());
    ::posix_spawn_file_actions_destroy(&files);
    if (failed != 0)
        return fail(Errc::Io, "{}: cannot be started: {}", program.string(),
                    std::generic_category().message(failed));
    return ChildProcess{pid};
}

ChildProcess::~ChildProcess() {
    if (pid_ <= 0) return;
    signal(SIGKILL);
    (void)wait();
}

void ChildProcess::signal(int number) const {
    if (pid_ > 0) ::kill(pid_, number);
}

int ChildProcess::wait() {
    if (pid_ <= 0) return 0;
    int status = 0;
    while (::waitpid(pid_, &status, 0) < 0 && errno == EINTR) {
    }
    pid_ = 0;
    constexpr int by_signal = 128;
    return WIFEXITED(status) ? WEXITSTATUS(status) : by_signal + WTERMSIG(status);
}

}  // namespace nightjar::app
