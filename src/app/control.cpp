#include "app/control.hpp"

#include "app/errc.hpp"
#include "app/session_dir.hpp"
#include "net/line_socket.hpp"

#include <fmt/format.h>
#include <pwd.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <functional>
#include <iostream>
#include <limits>
#include <ranges>

namespace nightjar::app {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view level_word = "level";
constexpr std::string_view limit_word = "limit";

/// What may stand in a ledger and on a terminal.
core::Person person(std::string_view said) {
    std::string name{said};
    const auto plain = [](char c) { return c > ' ' && c < '\x7f'; };
    std::ranges::replace_if(name, std::not_fn(plain), '?');
    return core::Person{name};
}

/// A whole number of 0 to `most`.
std::optional<std::int64_t> number(std::string_view text, std::int64_t most) {
    std::int64_t value{};
    const auto* end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, value);
    if (error != std::errc{} || stop != end || value < 0 || value > most) return std::nullopt;
    return value;
}

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

std::string to_question(const core::Command& command) {
    if (command.kind == core::Command::Kind::SetLevel)
        return fmt::format("{} {} {}", level_word, static_cast<int>(command.level),
                           command.by.name());
    const auto& limit = command.limit;
    return fmt::format("{} {} {} {} {}", limit_word, static_cast<int>(limit.rule), limit.number,
                       limit.millionths, command.by.name());
}

std::optional<core::Command> read_command(std::string_view question) {
    constexpr std::size_t most_words = 5;
    std::vector<std::string_view> words;
    while (words.size() + 1 < most_words && question.contains(' ')) {
        words.push_back(question.substr(0, question.find(' ')));
        question.remove_prefix(words.back().size() + 1);
        if (words.size() == 2 && words[0] == level_word) break;  // the rest is the name
    }
    if (question.empty()) return std::nullopt;
    core::Command command;
    command.by = person(question);
    if (words.size() == 2 && words[0] == level_word) {
        const auto level = number(words[1], static_cast<int>(core::KillLevel::Halt));
        if (!level) return std::nullopt;
        command.kind = core::Command::Kind::SetLevel;
        command.level = static_cast<core::KillLevel>(*level);
        return command;
    }
    if (words.size() != most_words - 1 || words[0] != limit_word) return std::nullopt;
    const auto rule = number(words[1], static_cast<int>(core::Rule::Identity));
    const auto setting = number(words[2], std::numeric_limits<std::uint8_t>::max());
    const auto millionths = number(words[3], std::numeric_limits<std::int64_t>::max());
    if (!rule || !setting || !millionths) return std::nullopt;
    command.kind = core::Command::Kind::SetLimit;
    command.limit = {static_cast<core::Rule>(*rule), static_cast<std::uint8_t>(*setting),
                     *millionths};
    return command;
}

core::Status command_node(const Globals& globals, const std::string& wanted,
                          const core::Command& command) {
    NJ_TRY(taken, ask_node(globals, wanted, to_question(command)));
    if (taken == "taken") return {};
    return core::fail(Errc::Io, "the node says: {}", taken);
}

core::Status confirm(bool yes, std::string_view question) {
    if (yes) return {};
    if (::isatty(STDIN_FILENO) == 0)
        return core::fail(Errc::BadCall, "add --yes, since there is no terminal to ask: {}",
                          question);
    fmt::print(stderr, "{} [y/N] ", question);
    std::string answer;
    std::getline(std::cin, answer);
    if (answer == "y" || answer == "yes") return {};
    return core::fail(Errc::BadCall, "nothing was done");
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
