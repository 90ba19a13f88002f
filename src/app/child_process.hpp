#pragma once
/// Another process of this program.

#include "core/base/result.hpp"

#include <sys/types.h>

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

namespace nightjar::app {

/// This program with other arguments. Its output goes to a file; it reads nothing. Killed, and
/// waited for, when this goes.
class ChildProcess {
public:
    /// `credentials`: a folder that stands for systemd's, for the passphrase. Error: Io.
    static core::Result<ChildProcess> start(const std::vector<std::string>& arguments,
                                            const std::filesystem::path& output,
                                            const std::filesystem::path& credentials);
    ~ChildProcess();
    ChildProcess(ChildProcess&& other) noexcept : pid_{std::exchange(other.pid_, 0)} {}
    ChildProcess& operator=(ChildProcess&& other) noexcept {
        std::swap(pid_, other.pid_);
        return *this;
    }

    void signal(int number) const;
    /// Its exit code; of one that a signal ended 128 and its number.
    int wait();

private:
    explicit ChildProcess(pid_t pid) : pid_{pid} {}
    pid_t pid_;
};

/// The file that this process was started from. Error: Io.
core::Result<std::filesystem::path> own_program();

}  // namespace nightjar::app
