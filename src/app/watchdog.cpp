#include "app/watchdog.hpp"

#include "app/control.hpp"
#include "app/errc.hpp"
#include "net/errc.hpp"
#include "net/line_socket.hpp"
#include "venue/reconcile.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <fstream>
#include <thread>

namespace nightjar::app {

namespace fs = std::filesystem;
using core::fail;
using core::Result;
using core::Status;

namespace {

using SteadyClock = std::chrono::steady_clock;
using Deadline = SteadyClock::time_point;
constexpr auto between_looks = std::chrono::milliseconds{500};
constexpr auto answer_patience = std::chrono::seconds{1};  // of one that is well it takes a moment

Deadline after(core::Duration span) {
    return SteadyClock::now() + std::chrono::nanoseconds{span.ns};
}

/// One of ours that is open there.
struct OpenOrder {
    std::string client_id;
    std::string venue_id;
    bool stop{};
    const core::Instrument* instrument{};
};

Result<std::vector<OpenOrder>> open_orders(const GuardedVenue& venue, std::uint16_t node) {
    std::vector<OpenOrder> found;
    NJ_TRY(venue.inquiry->ask(
        {.kind = venue::Question::Kind::OpenOrders},
        [&](const venue::AccountEvent& event) -> Status {
            const auto* said = std::get_if<venue::OrderSaid>(&event);
            if (said == nullptr || !venue::own_order(said->client_id, node)) return {};
            const auto of = std::ranges::find(venue.instruments, said->symbol,
                                              [](const auto* each) { return each->symbol; });
            if (of != venue.instruments.end())
                found.push_back({std::string{said->client_id}, std::string{said->venue_id},
                                 said->venue_id.empty(), *of});
            return {};
        }));
    return found;
}

fs::path halt_file(const SessionDir& session) { return session.path / "halted"; }

}  // namespace

std::optional<NodeSaid> ask_how_it_is(const SessionDir& session) {
    const auto answer = net::ask(session.socket(), "status", answer_patience);
    if (!answer) return std::nullopt;
    const auto json = nlohmann::json::parse(*answer, nullptr, false);
    if (json.is_discarded() || !json.contains("published")) return std::nullopt;
    return NodeSaid{json["published"].get<std::string>(), json.value("kill_level_number", 0)};
}

Result<std::size_t> cancel_orders(const GuardedVenue& venue, std::uint16_t node,
                                  core::Duration quiet, core::Duration patience, const Say& say) {
    const auto end = after(patience);
    auto quiet_at = after(quiet);
    std::size_t sent = 0;
    for (;;) {
        const auto open = open_orders(venue, node);
        if (!open) say(fmt::format("{}: {}", venue.name, open.error().text()));
        if (!open || !open->empty()) quiet_at = after(quiet);
        if (open)
            for (const auto& order : *open) {
                ++sent;
                const auto done = venue.inquiry->cancel(
                    {.client_id = order.client_id, .venue_id = order.venue_id, .stop = order.stop},
                    *order.instrument);
                say(fmt::format("{}: cancel of {} of {}: {}", venue.name, order.client_id,
                                order.instrument->symbol, done ? "taken" : done.error().text()));
            }
        if (SteadyClock::now() >= quiet_at) return sent;
        if (SteadyClock::now() >= end)
            return open ? fail(Errc::Io, "{}: {} orders are still open", venue.name, open->size())
                        : std::unexpected{open.error()};
        std::this_thread::sleep_for(between_looks);
    }
}

void halt_node(const SessionDir& session, std::optional<std::int64_t> pid, core::Duration patience,
               const Say& say) {
    const auto halt = core::Command::set_level(core::KillLevel::Halt, core::Person{"watchdog"});
    const auto answer = net::ask(session.socket(), to_question(halt), answer_patience);
    if (!answer && answer.error().code == net::Errc::CannotConnect)
        return say("the node's process is gone");
    for (const auto end = after(patience); answer && SteadyClock::now() < end;) {
        const auto said = ask_how_it_is(session);
        if (said && said->kill_level == static_cast<int>(core::KillLevel::Halt))
            return say("the node has halted: kill level K4");
        std::this_thread::sleep_for(between_looks);
    }
    if (const auto now = net::listener(session.socket())) pid = *now;
    if (!pid || *pid <= 1)
        return say("the node does not halt, and its process is not known: stop it by hand");
    say(fmt::format("the node does not halt: its process {} is killed", *pid));
    ::kill(static_cast<pid_t>(*pid), SIGKILL);
}

Status mark_halted(const SessionDir& session, const std::string& why) {
    std::ofstream file{halt_file(session), std::ios::trunc};
    file << why << '\n';
    file.flush();
    if (!file) return fail(Errc::Io, "{} cannot be written", halt_file(session).string());
    return {};
}

bool is_halted(const SessionDir& session) { return fs::exists(halt_file(session)); }

void forget_halt(const SessionDir& session) {
    std::error_code ignored;
    fs::remove(halt_file(session), ignored);
}

}  // namespace nightjar::app
