#include "app/commands/model_train.hpp"

#include "app/child_process.hpp"
#include "app/errc.hpp"
#include "app/session_dir.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <fstream>

extern char** environ;  // NOLINT: the system's, and not in every header

namespace nightjar::app {

namespace fs = std::filesystem;
using core::fail;
using core::Result;
using core::Status;

namespace {

struct TrainCall {
    std::string environment;
    std::vector<std::string> rest;
};

std::vector<char*> pointers(std::vector<std::string>& words) {
    std::vector<char*> all;
    for (auto& word : words) all.push_back(word.data());
    all.push_back(nullptr);
    return all;
}

/// Runs a program and waits for it. Error: Io, where it cannot be run or fails.
Status run_and_wait(std::vector<std::string> words) {
    pid_t pid = 0;
    const int failed =
        ::posix_spawnp(&pid, words[0].c_str(), nullptr, nullptr, pointers(words).data(), environ);
    if (failed != 0)
        return fail(Errc::Io, "{} cannot be started: {}", words[0],
                    std::generic_category().message(failed));
    int code = 0;
    while (::waitpid(pid, &code, 0) < 0)
        if (errno != EINTR) return fail(Errc::Io, "{} cannot be waited for", words[0]);
    if (code != 0)
        return fail(Errc::Io, "{} {} failed", words[0], words.size() > 1 ? words[1] : "");
    return {};
}

/// The Python of an environment with what training needs; made on first use. A file says that one
/// is complete: what an interrupted installation has left is made again.
Result<fs::path> python_of(const fs::path& environment) {
    auto python = environment / "bin" / "python";
    const auto complete = environment / "complete";
    if (fs::exists(complete)) return python;
    fmt::print(
        stderr,
        "Training needs PyTorch and its libraries: about 6 GB on Linux, 2 GB on macOS, and "
        "some minutes of download.\nThey are installed once, into {}, and touch nothing "
        "else; delete that folder to be rid of them.\nWhere they are already: nightjar model "
        "train --python FOLDER\n",
        environment.string());
    const auto wanted = fs::path{NIGHTJAR_SHARE} / "python" / "requirements-train.txt";
    NJ_TRY(run_and_wait({"python3", "-m", "venv", "--clear", environment.string()}));
    NJ_TRY(run_and_wait({python.string(), "-m", "pip", "install", "--disable-pip-version-check",
                         "--requirement", wanted.string()}));
    std::ofstream{complete} << "what requirements-train.txt names\n";
    return python;
}

Status train(const Globals& globals, const TrainCall& call) {
    NJ_TRY(root, data_dir(globals.data_dir));
    NJ_TRY(program, own_program());
    fs::path python = fs::path{call.environment} / "bin" / "python";
    if (call.environment.empty()) {
        NJ_TRY(made, python_of(root / "train-environment"));
        python = made;
    } else if (!fs::exists(python)) {
        return fail(Errc::BadCall, "--python {}: there is no bin/python in it", call.environment);
    }
    ::setenv("PYTHONPATH", (fs::path{NIGHTJAR_SHARE} / "python").c_str(), 1);
    ::setenv("NIGHTJAR_PROGRAM", program.c_str(), 1);
    ::setenv("OMP_WAIT_POLICY", "PASSIVE", 0);  // else idle threads take the processor
    std::vector<std::string> words{python.string(), "-m", "nightjar.train"};
    words.insert(words.end(), call.rest.begin(), call.rest.end());
    ::execv(python.c_str(), pointers(words).data());
    return fail(Errc::Io, "{} cannot be started: {}", python.string(),
                std::generic_category().message(errno));
}

}  // namespace

void add_train(CLI::App& model, Globals& globals, Action& action) {
    auto call = std::make_shared<TrainCall>();  // shared: options and callbacks outlive this call
    auto* command = model.add_subcommand(
        "train", "teach a model: dataset, fit, export (--help behind one of them says more)");
    command->fallthrough(false);
    command->prefix_command();
    command->footer(
        "example: nightjar model train dataset --out patterns BTCUSDT_1h.csv.gz\n"
        "         nightjar model train fit --family flan-t5 --out t5 --steps 8000 patterns\n"
        "         nightjar model train export --name my-t5 --out models t5");
    command->add_option("--python", call->environment,
                        "an environment that has what training needs; else one is made");
    command->callback([&globals, &action, call, command] {
        call->rest = command->remaining();
        action = [&globals, call] { return train(globals, *call); };
    });
}

}  // namespace nightjar::app
