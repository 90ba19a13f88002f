#include "app/control.hpp"

#include "app/errc.hpp"
#include "app/session_dir.hpp"
#include "net/line_socket.hpp"

#include <fmt/format.h>
#include <pwd.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <functional>
#include <ranges>

namespace nightjar::app {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view level_word = "level ";

}  // namespace

core::Result<std::string> ask_node(const Globals& globals, const std::string& wanted,
                                   const std::string& question) {
    NJ_TRY(root, data_dir(globals.data_dir));
    if (!wanted.empty()) {
        NJ_TRY(session, find_session(root, wanted));
        return net::ask(session.socket(), question);
    }
    const auto all = sessions(root);
    for (const auto& session : std::views::reverse(all))
        if (fs::exists(session.socket()))
            if (auto answer = net::ask(session.socket(), question)) return answer;
    return core::fail(Errc::Io, "no node is running; start one with: nightjar run CONFIG");
}

std::string to_question(const LevelWish& wish) {
    return fmt::format("{}{} {}", level_word, static_cast<int>(wish.level), wish.by.name());
}

std::optional<LevelWish> read_wish(std::string_view question) {
    if (!question.starts_with(level_word)) return std::nullopt;
    question.remove_prefix(level_word.size());
    constexpr std::size_t before_name = 2;
    const auto level = question.empty() ? -1 : question.front() - '0';
    if (level < 0 || level > static_cast<int>(core::KillLevel::Halt) ||
        question.size() <= before_name || question[1] != ' ')
        return std::nullopt;
    std::string name{question.substr(before_name)};
    const auto plain = [](char c) { return c > ' ' && c < '\x7f'; };
    std::ranges::replace_if(name, std::not_fn(plain), '?');
    return LevelWish{static_cast<core::KillLevel>(level), core::Person{name}};
}

std::string user_name() {
    std::array<char, 4096> room{};
    passwd entry{};
    passwd* found = nullptr;
    const auto user = ::getuid();
    if (::getpwuid_r(user, &entry, room.data(), room.size(), &found) == 0 && found != nullptr)
        return found->pw_name;
    return fmt::format("user {}", user);
}

}  // namespace nightjar::app
