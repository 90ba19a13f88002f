#include "app/command.hpp"

#include <unistd.h>

#include <cstdio>

namespace nightjar::app {

Progress::Progress(std::string label)
    : label_{std::move(label)}, terminal_{::isatty(STDERR_FILENO) == 1} {}

Progress::~Progress() {
    if (last_percent_ >= 0) std::fprintf(stderr, "\r\033[K");
}

void Progress::show(std::uint64_t done, std::uint64_t total) {
    constexpr std::uint64_t all = 100;
    constexpr int width = 40;
    if (!terminal_ || total == 0) return;
    const auto percent = static_cast<int>(done * all / total);
    if (percent == last_percent_) return;
    last_percent_ = percent;
    const std::string bar(static_cast<std::size_t>(percent * width / static_cast<int>(all)), '#');
    std::fprintf(stderr, "\r%s [%-*s] %3d %%", label_.c_str(), width, bar.c_str(), percent);
    std::fflush(stderr);
}

}  // namespace nightjar::app
