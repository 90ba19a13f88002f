#include "app/commands/execute_node.hpp"

#include "app/control.hpp"
#include "app/errc.hpp"
#include "app/status_view.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <csignal>
#include <thread>

namespace nightjar::app {

using core::fail;
using core::Result;
using core::Status;
using Json = nlohmann::json;

namespace {

std::atomic<bool> interrupted{false};  // NOLINT: a signal handler sees globals only

extern "C" void on_interrupt(int) { interrupted.store(true); }

Result<Json> status(const Globals& globals, const std::string& session) {
    NJ_TRY(answer, ask_node(globals, session, "status"));
    auto json = Json::parse(answer, nullptr, false);
    if (json.is_discarded()) return fail(Errc::Io, "the node's answer is not JSON");
    return json;
}

/// What the node says of the order; null: nothing yet.
Json told(const Json& status, std::uint16_t ticket) {
    for (const auto& line : status["manual"])
        if (line["ticket"] == ticket) return line;
    return nullptr;
}

Result<std::uint16_t> place(const Globals& globals, const NodeOrder& order) {
    constexpr std::string_view taken = "taken ";
    NJ_TRY(question, to_question(order.wish));
    NJ_TRY(answer, ask_node(globals, order.session, question));
    if (!answer.starts_with(taken)) return fail(Errc::BadCall, "the node says: {}", answer);
    return static_cast<std::uint16_t>(std::stoul(answer.substr(taken.size())));
}

/// The parent that it has become.
Result<Json> opened(const Globals& globals, const std::string& session, std::uint16_t ticket) {
    constexpr int patience = 50;
    for (int i = 0; i < patience; ++i) {
        NJ_TRY(now, status(globals, session));
        if (auto line = told(now, ticket); !line.is_null()) {
            if (line["parent"] == 0)
                return fail(Errc::BadCall, "refused: {}", line["refused"].get<std::string>());
            return line;
        }
        std::this_thread::sleep_for(std::chrono::milliseconds{100});
    }
    return fail(Errc::Io, "the node has taken the order, and says nothing of it after 5 s");
}

std::optional<double> number(const Json& json) {
    return json.is_number() ? std::optional{json.get<double>()} : std::nullopt;
}

std::string progress(const Json& status, const Json& parent) {
    for (const auto& line : status["parents"])
        if (line["parent"] == parent) {
            auto text =
                parent_text({line["parent"], line["instrument"], line["side"], line["algorithm"],
                             line["qty"], line["filled"], line["filled_part"], line["time_part"],
                             number(line["average"]), number(line["decided"]), line["orders"]});
            text.pop_back();
            return text;
        }
    return "  it is about to end";
}

/// Until the node says that it has ended.
Result<Json> follow(const Globals& globals, const NodeOrder& order, std::uint16_t ticket) {
    const bool terminal = !globals.json && ::isatty(STDOUT_FILENO) == 1;
    bool withdrawn = false;
    while (true) {
        NJ_TRY(now, status(globals, order.session));
        auto line = told(now, ticket);
        if (line.is_null())
            return fail(Errc::Io, "the node does not know the order any more: it was restarted");
        if (!line["ended"].get<std::string>().empty()) return line;
        if (terminal) fmt::print("\r\033[K{}", progress(now, line["parent"]));
        std::fflush(stdout);
        if (interrupted.load() && !withdrawn) {
            NJ_TRY(withdraw_at_node(globals, order.session, line["parent"].get<std::uint64_t>()));
            withdrawn = true;
        }
        std::this_thread::sleep_for(std::chrono::milliseconds{200});
    }
}

}  // namespace

Status withdraw_at_node(const Globals& globals, const std::string& session, std::uint64_t parent) {
    NJ_TRY(answer, ask_node(globals, session,
                            to_question(core::ManualCancel{{parent}, core::Person{user_name()}})));
    if (answer.starts_with("taken")) return {};
    return fail(Errc::Io, "the node says: {}", answer);
}

Status order_at_node(const Globals& globals, const NodeOrder& order) {
    NJ_TRY(ticket, place(globals, order));
    NJ_TRY(line, opened(globals, order.session, ticket));
    if (!order.detach) {
        std::signal(SIGINT, on_interrupt);
        std::signal(SIGTERM, on_interrupt);
        NJ_TRY(ended, follow(globals, order, ticket));
        line = ended;
    }
    if (globals.json) {
        fmt::print("{}\n", line.dump());
    } else if (order.detach) {
        fmt::print(
            "parent {} is open: nightjar status shows it, nightjar execute --withdraw {} "
            "takes it back\n",
            line["parent"].get<std::uint64_t>(), line["parent"].get<std::uint64_t>());
    } else {
        const auto average = number(line["average"]);
        fmt::print(
            "\nparent {}: {} of {} filled{}, {} orders; it ended: {}\n"
            "What it cost stands in nightjar report tca once its markouts are known.\n",
            line["parent"].get<std::uint64_t>(), line["filled"].get<std::string>(), order.wish.qty,
            average ? fmt::format(" at {:.2f} on average", *average) : "",
            line["orders"].get<std::uint64_t>(), line["ended"].get<std::string>());
    }
    return {};
}

}  // namespace nightjar::app
