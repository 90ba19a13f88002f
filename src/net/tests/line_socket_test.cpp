#include "net/line_socket.hpp"

#include "net/errc.hpp"

#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <chrono>
#include <cstring>

namespace nightjar::net {
namespace {

struct LineSocket : ::testing::Test {
    std::filesystem::path folder;

    LineSocket() {
        auto name = (std::filesystem::temp_directory_path() / "nightjar-XXXXXX").string();
        folder = ::mkdtemp(name.data());
    }
    ~LineSocket() override { std::filesystem::remove_all(folder); }
    [[nodiscard]] std::filesystem::path path() const { return folder / "control.sock"; }
};

TEST_F(LineSocket, AnswersALineWithALine) {
    const auto server =
        LineServer::start(path(), [](const std::string& question) { return question + "!"; });
    ASSERT_TRUE(server) << server.error().text();
    EXPECT_EQ(ask(path(), "well"), "well!");
    EXPECT_EQ(ask(path(), "still"), "still!");
}

TEST_F(LineSocket, SaysWhichProcessListens) {
    const auto server = LineServer::start(path(), [](const std::string&) { return "yes"; });
    ASSERT_TRUE(server);
    EXPECT_EQ(listener(path()), ::getpid());
    EXPECT_EQ(ask(path(), "are you there"), "yes") << "who only looked said nothing";
}

TEST_F(LineSocket, OfNobodySaysSo) {
    for (const auto& answer : {ask(path(), "?").error(), listener(path()).error()})
        EXPECT_EQ(answer.code, core::ErrorCode{Errc::CannotConnect});
}

/// A process that was stopped takes callers until its room is full, and hears none of them.
TEST_F(LineSocket, OfANodeThatStandsStillIsNotWaitedForWhenItsRoomIsFull) {
    const int still = ::socket(AF_UNIX, SOCK_STREAM, 0);
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::strncpy(address.sun_path, path().c_str(), sizeof address.sun_path - 1);
    ASSERT_EQ(::bind(still, reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
    ASSERT_EQ(::listen(still, 1), 0);
    const auto begin = std::chrono::steady_clock::now();
    bool refused = false;
    for (int i = 0; i < 20; ++i) refused = !listener(path()).has_value();
    EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds{2});
#ifdef __linux__
    EXPECT_TRUE(refused);
    EXPECT_EQ(listener(path()).error().code, core::ErrorCode{Errc::Closed}) << "it is there";
#endif
    ::close(still);
}

}  // namespace
}  // namespace nightjar::net
