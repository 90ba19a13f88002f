/// nightjar report SESSION, or A B: a session's report again, or two compared.

#include "app/command.hpp"
#include "app/errc.hpp"
#include "app/session_report.hpp"
#include "report/compare.hpp"
#include "report/execution.hpp"

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

namespace nightjar::app {

namespace fs = std::filesystem;
using core::Result;
using core::Status;
using Json = nlohmann::ordered_json;

namespace {

struct ReportCall {
    std::string session;
    std::string other;
    std::string html;
};

Result<std::unique_ptr<SessionReport>> read(const fs::path& root, const std::string& wanted) {
    NJ_TRY(session, find_session(root, wanted));
    return SessionReport::read(root, session);
}

void say_written(const Globals& globals, const std::string& file) {
    if (!globals.json) fmt::print("report {}\n", fs::absolute(file).string());
}

Status one(const Globals& globals, const ReportCall& call, const fs::path& root) {
    NJ_TRY(told, read(root, call.session));
    if (!call.html.empty()) NJ_TRY(write_text(call.html, report::to_html(told->told())));
    if (globals.json) {
        fmt::print("{}\n", report::to_json(told->story(), told->extras()));
        return {};
    }
    fmt::print("{}\n", report::to_text(told->story(), told->extras()));
    if (!call.html.empty()) say_written(globals, call.html);
    return {};
}

Status two(const Globals& globals, const ReportCall& call, const fs::path& root) {
    NJ_TRY(a, read(root, call.session));
    NJ_TRY(b, read(root, call.other));
    if (!call.html.empty()) NJ_TRY(write_text(call.html, report::to_html(a->told(), b->told())));
    if (globals.json) {
        const auto both = Json::array({Json::parse(report::to_json(a->story(), a->extras())),
                                       Json::parse(report::to_json(b->story(), b->extras()))});
        fmt::print("{}\n", both.dump(1));
        return {};
    }
    fmt::print("{}", report::to_text({a->story(), a->extras()}, {b->story(), b->extras()}));
    if (!call.html.empty()) say_written(globals, call.html);
    return {};
}

/// What its parents cost.
Status tca(const Globals& globals, const std::string& wanted) {
    NJ_TRY(root, data_dir(globals.data_dir));
    NJ_TRY(told, read(root, wanted));
    fmt::print("{}", globals.json ? report::execution_json(told->story()) + "\n"
                                  : report::execution_text(told->story()));
    return {};
}

Status run(const Globals& globals, const ReportCall& call) {
    if (call.session.empty())
        return core::fail(Errc::BadCall, "which session? its id, a part of it, or last");
    NJ_TRY(root, data_dir(globals.data_dir));
    return call.other.empty() ? one(globals, call, root) : two(globals, call, root);
}

}  // namespace

void add_report(CLI::App& program, Globals& globals, Action& action) {
    auto call = std::make_shared<ReportCall>();  // shared: options and callback outlive this call
    auto* command = program.add_subcommand("report", "a session's report again, or two compared");
    command->footer(
        "examples: nightjar report last --html report.html\n"
        "          nightjar report bt-12ab bt-34cd --html both.html\n"
        "          nightjar report tca last");
    command->add_option("session", call->session, "its id, a part of it, or last");
    command->add_option("other", call->other, "a second one, to compare with");
    command->add_option("--html", call->html, "write a page that needs nothing else to this file");
    auto* costs = command->add_subcommand("tca", "what its parent orders cost, and where");
    costs->footer("example: nightjar report tca last --json");
    costs->add_option("session", call->session, "its id, a part of it, or last")->required();
    command->callback([&globals, &action, call, costs] {
        action = [&globals, call, costs] {
            return costs->parsed() ? tca(globals, call->session) : run(globals, *call);
        };
    });
}

}  // namespace nightjar::app
