#pragma once

#include <nlohmann/json.hpp>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <thread>

namespace nightjar::app::tests {

struct Outcome {
    int code{};
    std::string out;
};

/// Runs a shell command; standard error goes along with `2>&1` only.
inline Outcome shell(const std::string& command) {
    Outcome outcome;
    auto* pipe = ::popen(command.c_str(), "r");
    std::array<char, 65536> buffer{};
    for (std::size_t got = 0; (got = std::fread(buffer.data(), 1, buffer.size(), pipe)) > 0;)
        outcome.out.append(buffer.data(), got);
    const int status = ::pclose(pipe);
    outcome.code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    return outcome;
}

/// The program with a data folder of its own, which is gone at the end of the test.
class Program {
public:
    Program() {
        auto name = (std::filesystem::temp_directory_path() / "nightjar-XXXXXX").string();
        path_ = ::mkdtemp(name.data());
    }
    ~Program() { std::filesystem::remove_all(path_); }
    Program(const Program&) = delete;
    Program& operator=(const Program&) = delete;

    [[nodiscard]] std::string command(const std::string& arguments) const {
        return std::string{NIGHTJAR_BINARY} + " --data-dir " + (path_ / "data").string() + " " +
               arguments;
    }
    [[nodiscard]] Outcome operator()(const std::string& arguments) const {
        return shell(command(arguments));
    }
    /// Starts it in the background; its output goes to a file.
    [[nodiscard]] pid_t start(const std::string& arguments, const std::string& environment = {},
                              const char* output = "out") const {
        const auto line = "exec env " + environment + " " + command(arguments) + " > " +
                          file(output).string() + " 2>&1 </dev/null";
        const pid_t child = ::fork();
        if (child == 0) {
            ::execl("/bin/sh", "sh", "-c", line.c_str(), nullptr);
            ::_exit(127);
        }
        return child;
    }
    /// Its exit status as `waitpid` gives it.
    static int end(pid_t child, int signal) {
        ::kill(child, signal);
        int status = 0;
        ::waitpid(child, &status, 0);
        return status;
    }
    [[nodiscard]] std::string output() const {
        std::ifstream text{file("out")};
        return {std::istreambuf_iterator<char>{text}, {}};
    }
    /// What the node says of itself once it has as many fills; null if it never has.
    [[nodiscard]] nlohmann::json wait_for_fills(std::uint64_t fills) const {
        for (int i = 0; i < 600; ++i) {
            const auto answer = (*this)("status --json 2>/dev/null");
            if (answer.code == 0) {
                auto json = nlohmann::json::parse(answer.out);
                if (json["fills"].get<std::uint64_t>() >= fills) return json;
            }
            std::this_thread::sleep_for(std::chrono::milliseconds{100});
        }
        return nullptr;
    }
    [[nodiscard]] std::filesystem::path file(const char* name) const { return path_ / name; }

private:
    std::filesystem::path path_;
};

}  // namespace nightjar::app::tests
