#include "app/live_session.hpp"

#include "app/agent_market.hpp"
#include "app/control.hpp"
#include "app/errc.hpp"
#include "app/manual_order.hpp"
#include "app/models.hpp"
#include "app/node.hpp"
#include "app/notifiers.hpp"
#include "app/passphrase.hpp"
#include "app/preflight.hpp"
#include "app/ramp_toml.hpp"
#include "app/rules.hpp"
#include "app/session_log.hpp"
#include "app/venue_market.hpp"
#include "app/version.hpp"
#include "app/watchdog.hpp"
#include "app/wiring.hpp"
#include "net/line_socket.hpp"
#include "ops/alerts.hpp"
#include "ops/dashboard.hpp"
#include "store/file.hpp"
#include "venue/encoding.hpp"
#include "venue/signing_key.hpp"

#include <chrono>
#include <csignal>
#include <fstream>
#include <mutex>
#include <thread>

namespace nightjar::app {

namespace fs = std::filesystem;
using core::fail;
using core::Result;
using core::Status;

namespace {

/// The session that Ctrl-C stops; set while it runs.
std::atomic<Node*> running{nullptr};  // NOLINT: a signal handler sees globals only

void on_signal(int) {
    if (auto* node = running.load()) node->request_stop();
}

/// The configuration is kept with the session: to go on, and to replay, it must be the same.
Result<SessionDir> open_session(const fs::path& root, const LiveCall& call) {
    NJ_TRY(session, make_session(root, "paper", call.config));
    std::error_code error;
    fs::copy_file(call.config, session.path / "config.toml", error);
    if (error)
        return fail(Errc::Io, "cannot keep {} with the session: {}", call.config, error.message());
    return session;
}

Result<Plan> read_config(const fs::path& path) {
    NJ_TRY(file, TomlTable::read(path));
    NJ_TRY(plan, read_plan(file));
    NJ_TRY(read_latencies(plan));
    return plan;
}

/// Where nothing but loopback and the venues' own test grounds is reached: real money waits for the
/// rest of the risk checks.
Status check_reach(const Plan& plan) {
    for (const auto& venue : plan.venues) {
        const auto& protocol = venue.protocol;
        if (protocol.name.empty() || protocol.simulated()) continue;
        bool harmless = protocol.environment != "production";
        for (const auto& given : {protocol.rest, protocol.user}) {
            if (given.empty()) continue;
            NJ_TRY(url, net::Url::parse(given));
            harmless = url.loopback();
            if (!harmless) break;
        }
        if (!harmless)
            return fail(
                Errc::BadConfig,
                "{}: trading real money is refused for now: the limits that a real account "
                "needs are not all there; use environment = \"simulated\", a testnet or loopback",
                venue.name);
    }
    return {};
}

/// One node for each account: the locks hold as long as the files are open.
Result<std::vector<store::File>> lock_accounts(const VenueMarket& market, const fs::path& root) {
    std::vector<store::File> locks;
    for (const auto& line : market.lines()) {
        if (line.plan->protocol.simulated()) continue;
        NJ_TRY(store::make_directory(root / "locks"));
        const auto account = venue::sha256(line.rest.authority() + line.key.credentials.key);
        constexpr std::size_t digits = 16;
        NJ_TRY(file, store::File::open_to_write(root / "locks" /
                                                venue::to_hex(account).substr(0, digits)));
        if (!file.lock())
            return fail(Errc::Io, "{}: another node trades with the key {}: stop it first",
                        line.plan->name, line.key.name);
        locks.push_back(std::move(file));
    }
    return locks;
}

/// All that a session needs, from its configuration to its place on the disk.
struct Start {
    engine::LiveClock clock;
    Plan plan;
    std::optional<SessionDir> session;
    /// What notes are told to: until the session has a folder they are dropped.
    std::mutex noting;
    std::unique_ptr<SessionLog> log;
    venue::Redactor redactor;
    std::shared_ptr<const venue::KeyRing> keys;  // of venues and of models
    std::vector<store::File> locks;
    Notifiers notifiers;
    std::unique_ptr<notify::Dispatcher> dispatcher;  // its threads note
    std::unique_ptr<Marketplace> market;             // goes first: its thread notes, and tells

    void note(const std::string& text) {
        const std::lock_guard lock{noting};
        if (log) log->note(clock.now(), text);
    }
    /// What a venue's connections have to say of it.
    void note_of_venue(const std::string& text) {
        note(text);
        const std::lock_guard lock{noting};
        if (log && dispatcher)
            dispatcher->tell({notify::Severity::Info, notify::Topic::Reconciliation, clock.now(),
                              log->clean(text)});
    }
};

/// Of a session of before it is what its folder and its ledger say.
Status read_plan(const fs::path& root, const LiveCall& call, Start& start) {
    const bool resume = !call.resume.empty();
    if (resume) {
        NJ_TRY(session, find_session(root, call.resume));
        start.session = std::move(session);
    }
    NJ_TRY(plan, read_config(resume ? start.session->path / "config.toml" : fs::path{call.config}));
    start.plan = std::move(plan);
    return resume ? recall_rules(*start.session, start.plan) : prove_ramp(root, start.plan);
}

/// The file is read once: who types its passphrase does so once, before anything trades.
Status read_keys(const fs::path& root, Start& start) {
    const auto of_models = keys_of_models(start.plan, model_cards(root));
    NJ_TRY(keys, of_models.empty() ? load_keys_for(start.plan, root) : load_keys(key_file(root)));
    for (const auto& name : of_models)
        if (const auto* key = keys.find(name)) start.redactor.add(key->credentials.secret);
    start.keys = std::make_shared<const venue::KeyRing>(std::move(keys));
    return {};
}

Status reach_market(const fs::path& root, Start& start) {
    if (!start.plan.speaks()) {
        start.market = std::make_unique<AgentMarket>(start.plan, start.clock);
        return {};
    }
    NJ_TRY(check_reach(start.plan));
    NJ_TRY(market,
           VenueMarket::make(start.plan, root, *start.keys, start.clock,
                             [&start](const std::string& text) { start.note_of_venue(text); }));
    NJ_TRY(locks, lock_accounts(*market, root));
    start.locks = std::move(locks);
    market->tell_secrets(start.redactor);
    start.market = std::move(market);
    return {};
}

/// A wrong configuration leaves no session behind.
Status open_folder(const fs::path& root, const LiveCall& call, Start& start) {
    NJ_TRY(complete, engine_config(start.plan, {}));
    (void)complete;
    if (!start.session) {
        NJ_TRY(session, open_session(root, call));
        start.session = std::move(session);
    }
    const std::lock_guard lock{start.noting};
    start.log = std::make_unique<SessionLog>(*start.session, std::move(start.redactor));
    start.dispatcher = start.notifiers.dispatch(
        start.clock, start.session->id, [&start](const std::string& text) { start.note(text); });
    return {};
}

void say_begun(const SessionDir& session, const std::string& address, const Node& node,
               bool resumed) {
    fmt::print("session   {}\ndashboard {}\nmetrics   {}metrics\nstop with Ctrl-C\n", session.id,
               address, address.substr(0, address.find('#')));
    if (resumed) {
        const auto& from = node.recovered();
        fmt::print("recovered {} records, {} of them by the checkpoint", from.records,
                   from.from_checkpoint);
        if (from.cut_bytes > 0)
            fmt::print("; {} bytes of an unfinished record were cut", from.cut_bytes);
        fmt::print("\n");
    }
    std::fflush(stdout);
}

/// Stops the node once its snapshots say that all is done. A thread of its own.
class Watch {
public:
    Watch(Node& node, const std::function<bool(const engine::Snapshot&)>& done) {
        if (!done) return;
        thread_ = std::jthread{[&node, done](const std::stop_token& stop) {
            constexpr std::chrono::milliseconds tick{100};
            while (!stop.stop_requested() && !done(*node.snapshots().get()))
                std::this_thread::sleep_for(tick);
            if (!stop.stop_requested()) node.request_stop();
        }};
    }

private:
    std::jthread thread_;
};

/// To what a person says to the node; absent: it is a question of how it stands.
std::optional<std::string> answer(const std::string& question, Node& node,
                                  const SessionDir& session, std::uint16_t ticket) {
    constexpr std::string_view busy = "busy: try again";
    if (question == "stop") {
        node.request_stop();
        return "stopping";
    }
    if (const auto said = read_manual(question, node.engine(), ticket)) {
        if (!*said) return std::string{said->error().text()};
        return node.request(**said) ? fmt::format("taken {}", ticket) : std::string{busy};
    }
    const auto command = read_command(question);
    if (!command) return std::nullopt;
    if (command->kind == core::Command::Kind::SetLevel && command->level == core::KillLevel::None)
        forget_halt(session);
    return std::string{node.request(*command) ? "taken" : busy};
}

/// Until it is stopped.
Status trade(Start& start, Node& node, const LiveCall& call) {
    const auto& session = *start.session;
    const ops::SessionFacts facts{session.id, "paper", build_text(), session.path.string()};
    // The watchdog's word holds until a person resumes.
    if (is_halted(session))
        (void)node.request(
            core::Command::set_level(core::KillLevel::Halt, core::Person{"watchdog"}));
    NJ_TRY(dashboard,
           ops::Dashboard::start(start.plan.port, facts, node.snapshots(), session.ledger(),
                                 new_token(), [&start] { return start.dispatcher->deliveries(); }));
    std::uint16_t ticket = 0;
    NJ_TRY(control, net::LineServer::start(session.socket(), [&](const std::string& question) {
               return answer(question, node, session, ++ticket).value_or(dashboard->status());
           }));
    running.store(&node);
    std::signal(SIGINT, on_signal);
    std::signal(SIGTERM, on_signal);
    if (call.view != nullptr) {
        say_begun(session, dashboard->address(), node, !call.resume.empty());
        if (const auto worst = preflight(start.plan)) fmt::print("{}", summary(*worst));
        std::fflush(stdout);
    }
    {
        std::optional<StatusView> view;
        if (call.view != nullptr) view.emplace(node.snapshots(), call.view);
        const Watch watch{node, call.done};
        const ops::Alerts alerts{session.ledger(), node.recovered().ledger_bytes, node.snapshots(),
                                 start.clock, *start.dispatcher};
        node.run();
    }
    running.store(nullptr);
    start.dispatcher->stop();
    return {};
}

}  // namespace

Result<LiveResult> run_live(const fs::path& root, const LiveCall& call) {
    const bool resume = !call.resume.empty();
    Start start;
    NJ_TRY(read_plan(root, call, start));
    NJ_TRY(notifiers, Notifiers::make(start.plan.notifiers, start.clock, start.redactor));
    start.notifiers = std::move(notifiers);
    NJ_TRY(read_keys(root, start));
    NJ_TRY(reach_market(root, start));
    NJ_TRY(open_folder(root, call, start));
    const auto& session = *start.session;
    NJ_TRY(answers, infer::AnswerBook::open(session.answers()));
    Models models{root,
                  *answers,
                  {.mode = infer::AnswerMode::Live,
                   .clock = &start.clock,
                   .note = [&start](const std::string& text) { start.note(text); }},
                  start.keys};
    NJ_TRY(node,
           Node::make(start.plan, session, models, std::move(start.market), start.clock, resume));
    if (const auto traded = trade(start, *node, call); !traded) {
        node.reset();
        if (!resume) fs::remove_all(session.path);  // it never began
        return std::unexpected{traded.error()};
    }
    NJ_TRY(head, node->finish());
    node.reset();
    NJ_TRY(story, report::read_story(session.ledger()));
    return LiveResult{session, std::move(story), head};
}

}  // namespace nightjar::app
