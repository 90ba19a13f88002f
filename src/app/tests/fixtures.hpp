#pragma once

#include <nlohmann/json.hpp>

#include <array>
#include <cstdio>
#include <filesystem>
#include <string>

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
    [[nodiscard]] std::filesystem::path file(const char* name) const { return path_ / name; }

private:
    std::filesystem::path path_;
};

}  // namespace nightjar::app::tests
