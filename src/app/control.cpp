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
constexpr std::string_view stage_word = "stage";

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

/// What stands before the first blank; all where there is none.
std::string_view take_word(std::string_view& text) {
    const auto word = text.substr(0, text.find(' '));
    text.remove_prefix(std::min(text.size(), word.size() + 1));
    return word;
}

std::optional<std::int64_t> take_number(std::string_view& text, std::int64_t most) {
    return number(take_word(text), most);
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
    const auto by = command.by.view();
    if (command.kind == core::Command::Kind::SetLevel)
        return fmt::format("{} {} {}", level_word, static_cast<int>(command.level), by);
    if (command.kind == core::Command::Kind::SetStage)
        return fmt::format("{} {} {} {}", stage_word, command.stage.strategy.value,
                           static_cast<int>(command.stage.stage), by);
    const auto& limit = command.limit;
    return fmt::format("{} {} {} {} {}", limit_word, static_cast<int>(limit.rule), limit.number,
                       limit.millionths, by);
}

std::optional<core::Command> read_command(std::string_view question) {
    const auto verb = take_word(question);
    if (verb == level_word) {
        const auto level = take_number(question, static_cast<int>(core::KillLevel::Halt));
        if (!level || question.empty()) return std::nullopt;
        return core::Command::set_level(static_cast<core::KillLevel>(*level), person(question));
    }
    if (verb == stage_word) {
        const auto strategy = take_number(question, core::house.value - 1);
        const auto stage = take_number(question, static_cast<int>(core::Stage::Full));
        if (!strategy || !stage || question.empty()) return std::nullopt;
        return core::Command::set_stage(
            {{static_cast<std::uint16_t>(*strategy)}, static_cast<core::Stage>(*stage)},
            person(question));
    }
    if (verb != limit_word) return std::nullopt;
    const auto rule = take_number(question, static_cast<int>(core::Rule::Identity));
    const auto setting = take_number(question, std::numeric_limits<std::uint8_t>::max());
    const auto millionths = take_number(question, std::numeric_limits<std::int64_t>::max());
    if (!rule || !setting || !millionths || question.empty()) return std::nullopt;
    return core::Command::set_limit(
        {static_cast<core::Rule>(*rule), static_cast<std::uint8_t>(*setting), *millionths},
        person(question));
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
