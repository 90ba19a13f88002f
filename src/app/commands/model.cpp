/// nightjar model: the language models that there are, what they are asked, and how good they are.

#include "app/commands/model_pull.hpp"
#include "app/commands/model_train.hpp"
#include "app/errc.hpp"
#include "app/models.hpp"
#include "app/session_dir.hpp"
#include "data/ohlcv_csv.hpp"
#include "infer/errc.hpp"
#include "infer/evaluation.hpp"
#include "infer/model_card.hpp"
#include "infer/quantize.hpp"
#include "infer/windows.hpp"
#include "store/series_store.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <ctime>
#include <fstream>

namespace nightjar::app {

namespace fs = std::filesystem;
using core::fail;
using core::Result;
using core::Status;
using Json = nlohmann::ordered_json;

namespace {

struct ModelCall {
    std::string folder;
    std::string model;
    std::string task{"patterns"};
    std::string data;
    std::size_t limit{};
    std::size_t candles{6};
    infer::Barriers barriers;
    std::string from;
    std::string until;
    std::size_t least{1};
    std::string answers;
    std::string in;
    std::string out;
    std::string type{"Q8_0"};
};

Result<std::vector<infer::ModelCard>> all_cards(const Globals& globals, const ModelCall& call) {
    NJ_TRY(root, data_dir(globals.data_dir));
    const auto complain = [](const core::Error& wrong) {
        fmt::print(stderr, "{}\n", wrong.text());
    };
    if (call.folder.empty()) return model_cards(root, complain);
    return infer::read_cards(call.folder, root / "models", complain);
}

Result<infer::ModelCard> find_card(const Globals& globals, const ModelCall& call) {
    NJ_TRY(cards, all_cards(globals, call));
    std::vector<std::string> known;
    for (const auto& card : cards) known.push_back(card.name);
    const auto at = std::ranges::find(cards, call.model, &infer::ModelCard::name);
    if (at == cards.end())
        return fail(Errc::BadCall, "there is no model \"{}\"{}", call.model,
                    core::did_you_mean(call.model, known));
    return *at;
}

Status list(const Globals& globals, const ModelCall& call) {
    NJ_TRY(cards, all_cards(globals, call));
    if (!globals.json) {
        if (cards.empty()) fmt::print("there is no model\n");
        for (const auto& card : cards) {
            const auto pulled = card.weights.filename().string();
            fmt::print("{:<24} {:<11} {:<8} taught until {}, from {}{}\n", card.name,
                       infer::name(card.family), card.quant, card.cutoff, card.base,
                       pulled.empty() || fs::exists(card.weights)
                           ? ""
                           : "; not here: nightjar model pull " + pulled);
        }
        return {};
    }
    auto out = Json::array();
    for (const auto& card : cards)
        out.push_back({{"name", card.name},
                       {"family", infer::name(card.family)},
                       {"file", card.file.string()},
                       {"quant", card.quant},
                       {"sha256", card.sha256},
                       {"cutoff", card.cutoff},
                       {"base", card.base}});
    fmt::print("{}\n", out.dump(2));
    return {};
}

/// A file, or a series by its name.
Result<core::BarColumns> read_bars(const Globals& globals, const std::string& name) {
    if (fs::exists(name)) {
        NJ_TRY(imported, data::import_ohlcv(name));
        return std::move(imported.bars);
    }
    NJ_TRY(root, data_dir(globals.data_dir));
    NJ_TRY(series, store::SeriesStore{root / "series"}.open(name));
    const auto view = series.view();
    const auto copy = [](std::span<const std::int64_t> column) {
        return std::vector<std::int64_t>(column.begin(), column.end());
    };
    return core::BarColumns{view.timeframe,          view.price_decimals, view.volume_decimals,
                            copy(view.open_time_ns), copy(view.open),     copy(view.high),
                            copy(view.low),          copy(view.close),    copy(view.volume)};
}

Result<std::vector<infer::Window>> windows_of(const Globals& globals, const ModelCall& call,
                                              std::size_t candles,
                                              const infer::Barriers& barriers) {
    if (call.task != "patterns" && call.task != "direction")
        return fail(Errc::BadCall, "--task {}: patterns or direction is wanted", call.task);
    NJ_TRY(bars, read_bars(globals, call.data));
    auto windows = call.task == "patterns"
                       ? infer::pattern_windows(bars.view(), candles)
                       : infer::direction_windows(bars.view(), candles, barriers);
    if (!call.from.empty()) {
        NJ_TRY(from, core::parse_time(call.from));
        std::erase_if(windows, [from](const auto& each) { return each.open_time_ns < from.ns; });
    }
    if (!call.until.empty()) {
        NJ_TRY(until, core::parse_time(call.until));
        std::erase_if(windows,
                      [until](const auto& each) { return each.until_time_ns >= until.ns; });
    }
    if (windows.empty()) return fail(Errc::BadCall, "{}: too few bars for a window", call.data);
    if (call.limit == 0 || call.limit >= windows.size()) return windows;
    std::vector<infer::Window> spread;
    for (std::size_t i = 0; i < call.limit; ++i)
        spread.push_back(std::move(windows[i * windows.size() / call.limit]));
    return spread;
}

Status print_windows(const Globals& globals, const ModelCall& call) {
    constexpr std::int64_t ns_per_ms = 1'000'000;
    NJ_TRY(windows, windows_of(globals, call, call.candles, call.barriers));
    for (const auto& window : windows) {
        std::string trail;
        for (const auto family : window.trail)
            trail += fmt::format("{}\"{}\"", trail.empty() ? "" : ", ", infer::name(family));
        fmt::print(
            "{{\"time_ms\": {}, \"until_ms\": {}, \"input\": \"{}\", \"output\": \"{}\", "
            "\"trail\": "
            "[{}]}}\n",
            window.open_time_ns / ns_per_ms, window.until_time_ns / ns_per_ms, window.text,
            window.answer, trail);
    }
    return {};
}

/// Of this thread.
double processor_ms() {
    timespec time{};
    ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    constexpr double ms_per_s = 1e3;
    constexpr double ns_per_ms = 1e6;
    return static_cast<double>(time.tv_sec) * ms_per_s +
           static_cast<double>(time.tv_nsec) / ns_per_ms;
}

/// `told`: where each answer goes as a line of JSON. Where a server names no label it says nothing
/// for any of them.
Result<std::vector<infer::Answer>> ask(const infer::Scorer& model, const infer::ModelTask& task,
                                       std::span<const infer::Window> windows, std::ostream* told) {
    const std::vector<double> nothing(task.labels.size(),
                                      -std::log(static_cast<double>(task.labels.size())));
    std::vector<infer::Answer> answers;
    Progress progress{"asking"};
    for (const auto& window : windows) {
        const auto at = std::ranges::find_if(
            task.labels, [&](const std::string& label) { return label.ends_with(window.answer); });
        if (at == task.labels.end()) continue;  // it was not taught that there is such a thing
        const double before = processor_ms();
        const auto rest = window.text + task.after;
        auto said = model({task.before, rest}, task.labels, {});
        const double ms = processor_ms() - before;
        const bool none = !said && said.error().code == infer::Errc::NoLabel;
        if (!said && !none) return std::unexpected{said.error()};
        const auto& scores = none ? nothing : *said;
        answers.push_back(
            {infer::probabilities(scores), static_cast<std::size_t>(at - task.labels.begin()), ms});
        if (told != nullptr)
            *told << Json{{"input", window.text}, {"truth", window.answer}, {"scores", scores}}
                  << '\n';
        progress.show(answers.size(), windows.size());
    }
    return answers;
}

/// How often the likeliest answer was right, by how sure it was: on the mark `|` it keeps its word.
void print_reliability(std::span<const infer::ReliabilityBin> curve) {
    constexpr std::size_t width = 50;
    fmt::print("\n   said  right  windows\n");
    for (const auto& bin : curve) {
        const auto place = [](double p) {
            return static_cast<std::size_t>(std::lround(p * static_cast<double>(width)));
        };
        std::string bar(width + 1, ' ');
        std::fill_n(bar.begin(), place(bin.right), '=');
        bar[place(bin.said)] = '|';
        fmt::print("  {:5.2f}  {:5.2f} {:8}  {}\n", bin.said, bin.right, bin.n, bar);
    }
}

Status evaluate(const Globals& globals, const ModelCall& call) {
    NJ_TRY(card, find_card(globals, call));
    const auto* task = card.task(call.task);
    if (task == nullptr)
        return fail(Errc::BadCall, "{} was not taught the task {}", card.name, call.task);
    NJ_TRY(windows, windows_of(globals, call, task->candles, task->barriers));
    NJ_TRY(root, data_dir(globals.data_dir));
    const engine::LiveClock clock;
    NJ_TRY(model, infer::source_of(card, reach(clock, root)).make());
    std::ofstream told;
    if (!call.answers.empty()) told.open(call.answers);
    if (!told) return fail(Errc::Io, "{} cannot be written", call.answers);
    NJ_TRY(answers, ask(model, *task, windows, call.answers.empty() ? nullptr : &told));
    const auto e = infer::evaluate(answers, call.least);
    if (globals.json) {
        const Json out{{"task", call.task},
                       {"n", e.n},
                       {"macro_f1", e.macro_f1},
                       {"accuracy", e.accuracy},
                       {"brier", e.brier},
                       {"ece", e.ece},
                       {"base_rate_brier", e.base_rate_brier},
                       {"abstained", e.abstained},
                       {"ms_per_window_p50", e.ms_p50},
                       {"ms_per_window_p99", e.ms_p99}};
        fmt::print("{}\n", out.dump(2));
        return {};
    }
    fmt::print(
        "{}, {} windows of {}\naccuracy {:.3f}, macro F1 {:.3f}\n"
        "Brier {:.3f} (who knows how often each is true: {:.3f}), calibration error {:.3f}\n"
        "abstained {}; {:.1f} ms of a processor each, {:.1f} at p99\n",
        card.name, e.n, call.data, e.accuracy, e.macro_f1, e.brier, e.base_rate_brier, e.ece,
        e.abstained, e.ms_p50, e.ms_p99);
    print_reliability(e.reliability);
    return {};
}

Status quantize(const Globals&, const ModelCall& call) {
    NJ_TRY(infer::quantize(call.in, call.out, call.type));
    fmt::print("{}: {} bytes, {}: {}\n", call.in, fs::file_size(call.in), call.out,
               fs::file_size(call.out));
    return {};
}

using Run = Status (*)(const Globals&, const ModelCall&);

}  // namespace

void add_model(CLI::App& program, Globals& globals, Action& action) {
    auto* model = program.add_subcommand("model", "local language models (docs/models.md)");
    model->require_subcommand(1);
    model->fallthrough();
    auto call = std::make_shared<ModelCall>();  // shared: options and callbacks outlive this call
    const auto add = [&](const char* name, const char* what, Run run) {
        auto* command = model->add_subcommand(name, what);
        command->add_option("--models", call->folder, "only the models of this folder");
        command->callback([&globals, &action, call, run] {
            action = [&globals, call, run] { return run(globals, *call); };
        });
        return command;
    };
    add("list", "the models that there are", list);
    auto* windows = add("windows", "a series as questions with their answers, a line of JSON each",
                        print_windows);
    auto* eval = add("eval", "how good a model's answers are", evaluate);
    eval->footer("example: nightjar model eval --model candles-t5 --data BTCUSDT_1h.csv.gz");
    eval->add_option("--model", call->model, "its name")->required();
    eval->add_option("--least", call->least,
                     "labels that are true less often than that are not in the macro F1")
        ->capture_default_str();
    auto* smaller = add("quantize", "a model with smaller weights", quantize);
    smaller->footer("example: nightjar model quantize phi.gguf phi-q4.gguf --type Q4_K_M");
    smaller->add_option("in", call->in, "a GGUF with large weights")->required();
    smaller->add_option("out", call->out, "the file to write")->required();
    smaller->add_option("--type", call->type, "Q8_0 or Q4_K_M")->capture_default_str();
    add_train(*model, globals, action);
    add_pull(*model, globals, action);
    eval->add_option("--answers", call->answers,
                     "a file for each window's answer: ln P of each label, a line of JSON each");
    windows->add_option("--candles", call->candles, "in a window")->capture_default_str();
    windows->add_option("--horizon", call->barriers.horizon, "direction: bars to wait")
        ->capture_default_str();
    windows->add_option("--width", call->barriers.width, "direction: barriers, in mean ranges")
        ->capture_default_str();
    windows->add_option("--cost", call->barriers.cost_bps, "direction: there and back, in bps")
        ->capture_default_str();
    for (auto* command : {windows, eval}) {
        command->add_option("--task", call->task, "patterns or direction")->capture_default_str();
        command->add_option("--data", call->data, "a CSV file, also .gz or .zst, or a series")
            ->required();
        command->add_option("--limit", call->limit, "so many at most, spread over the series");
        command->add_option("--from", call->from, "only windows from this time on");
        command->add_option("--until", call->until, "only windows whose answer is known by then");
    }
}

}  // namespace nightjar::app
