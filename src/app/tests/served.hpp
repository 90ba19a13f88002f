#pragma once

#include "app/tests/fixtures.hpp"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <fstream>
#include <iterator>
#include <utility>
#include <vector>

namespace nightjar::app::tests {

/// `nightjar exchange` until the end of the test.
struct Served {
    pid_t child{};
    FILE* out{};

    explicit Served(const std::vector<std::string>& arguments) {
        std::array<int, 2> ends{};
        EXPECT_EQ(::pipe(ends.data()), 0);
        child = ::fork();
        if (child == 0) {
            ::dup2(ends[1], STDOUT_FILENO);
            ::close(ends[0]);
            std::vector<std::string> words{NIGHTJAR_BINARY, "exchange", "--json"};
            words.insert(words.end(), arguments.begin(), arguments.end());
            std::vector<char*> call;
            for (auto& word : words) call.push_back(word.data());
            call.push_back(nullptr);
            ::execv(NIGHTJAR_BINARY, call.data());
            ::_exit(127);
        }
        ::close(ends[1]);
        out = ::fdopen(ends[0], "r");
    }
    ~Served() {
        if (child > 0) stop();
        std::fclose(out);
    }
    Served(const Served&) = delete;
    Served& operator=(const Served&) = delete;

    [[nodiscard]] nlohmann::json line() const {
        std::array<char, 4'096> text{};
        if (std::fgets(text.data(), text.size(), out) == nullptr) return {};
        return nlohmann::json::parse(text.data());
    }
    int stop() {
        ::kill(std::exchange(child, 0), SIGTERM);
        int status{};
        ::wait(&status);
        return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    }
};

inline std::string read(const std::filesystem::path& path) {
    std::ifstream file{path, std::ios::binary};
    return {std::istreambuf_iterator<char>{file}, {}};
}

}  // namespace nightjar::app::tests
