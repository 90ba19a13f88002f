#include "app/ramp_toml.hpp"

#include "app/errc.hpp"
#include "app/session_dir.hpp"
#include "core/base/nearest.hpp"
#include "core/model/record.hpp"
#include "store/ledger.hpp"
#include "store/log_reader.hpp"

#include <cmath>
#include <set>

namespace nightjar::app {

namespace fs = std::filesystem;
using core::fail;
using core::Result;
using core::Stage;
using core::Status;

namespace {

constexpr double all_bps = 10'000;

Status check(const TomlTable& table, bool good, std::string_view text) {
    if (good) return {};
    return std::unexpected{table.error(text)};
}

Result<risk::RampRules> read_rules(TomlTable& table) {
    risk::RampRules rules;
    constexpr auto million = static_cast<double>(risk::Ramp::million);
    const auto canary = table.real("canary", static_cast<double>(rules.canary_ppm) / million);
    NJ_TRY(check(table, canary > 0 && canary <= 1, "canary must be above 0 and at most 1"));
    rules.canary_ppm = std::max<std::int64_t>(1, std::llround(canary * million));
    rules.sample = table.duration("sample", core::format_duration(rules.sample));
    NJ_TRY(check(table, rules.sample >= core::seconds(1), "sample must be at least 1s"));
    rules.alpha = table.real("alpha", rules.alpha);
    rules.beta = table.real("beta", rules.beta);
    const auto is_rate = [](double rate) { return rate > 0 && rate < 0.5; };
    NJ_TRY(check(table, is_rate(rules.alpha) && is_rate(rules.beta),
                 "alpha and beta must be above 0 and below 0.5"));
    rules.min_samples = table.integer("min_samples", rules.min_samples);
    NJ_TRY(check(table, rules.min_samples >= 1, "min_samples must be at least 1"));
    rules.drift_samples = table.integer("drift_samples", rules.drift_samples);
    NJ_TRY(check(table, rules.drift_samples >= 10, "drift_samples must be at least 10"));
    return rules;
}

/// A ratio beyond is no trading strategy, but a unit that was mistaken.
Result<risk::Expectation> read_expectation(TomlTable table) {
    constexpr double most_ratio = 10;
    const risk::Expectation expected{table.real("mean_bps", 0) / all_bps,
                                     table.real("deviation_bps", 0) / all_bps};
    NJ_TRY(table.finish());
    NJ_TRY(check(table,
                 expected.mean > 0 && expected.deviation > 0 &&
                     expected.mean <= most_ratio * expected.deviation,
                 "mean_bps and deviation_bps must be above 0, the mean at most ten deviations"));
    return expected;
}

/// What the configuration in words says of one strategy, without capital and markets: on paper it
/// may have others.
std::set<std::string> lines_of(std::string_view text, std::string_view strategy) {
    const auto at = fmt::format("strategy.{}.", strategy);
    std::set<std::string> lines;
    while (!text.empty()) {
        const auto line = text.substr(0, text.find('\n'));
        text.remove_prefix(std::min(text.size(), line.size() + 1));
        if (!line.starts_with(at)) continue;
        const auto rest = line.substr(at.size());
        if (!rest.starts_with("cash =") && !rest.starts_with("instrument =")) lines.emplace(rest);
    }
    return lines;
}

/// What a ledger says of the strategies that passed their test and have not fallen back.
struct Proof {
    std::string config;
    std::vector<std::string> names;
    std::vector<bool> passed;

    void hear(const core::StageChanged& changed) {
        if (changed.strategy.value >= names.size()) return;
        auto&& now = passed[changed.strategy.value];
        if (changed.stage == Stage::Paper)
            now = false;
        else if (changed.cause == core::StageChanged::Cause::Test)
            now = true;
    }
    [[nodiscard]] bool of(const std::string& name, const std::string& wanted) const {
        const auto at = std::ranges::find(names, name);
        return at != names.end() && passed[static_cast<std::size_t>(at - names.begin())] &&
               lines_of(config, name) == lines_of(wanted, name);
    }
};

Result<Proof> read_proof(const fs::path& ledger) {
    NJ_TRY(reader, store::LogReader::open(ledger));
    Proof proof;
    for (;;) {
        NJ_TRY(record, reader.next());
        if (!record) return proof;
        const auto type = static_cast<core::RecordType>(record->type);
        if (type == core::RecordType::SessionOpened) {
            NJ_TRY(opened, core::decode<core::SessionOpened>(record->body));
            proof.config = std::move(opened.config);
        } else if (type == core::RecordType::StrategyDefined) {
            NJ_TRY(defined, core::decode<core::StrategyDefined>(record->body));
            proof.names.push_back(std::move(defined.name));
            proof.passed.push_back(false);
        } else if (type == core::RecordType::StageChanged) {
            NJ_TRY(changed, core::decode<core::StageChanged>(record->body));
            proof.hear(changed);
        }
    }
}

Result<SessionDir> find_proof(const fs::path& root, const std::string& named) {
    if (fs::exists(fs::path{named} / "session.toml")) {
        const auto path = fs::canonical(named);
        return SessionDir{path.filename().string(), path};
    }
    return find_session(root, named);
}

}  // namespace

Result<std::optional<RampPlan>> read_ramp(TomlTable& file,
                                          const std::vector<StrategyPlan>& strategies) {
    if (!file.has("ramp")) return std::nullopt;
    auto table = file.table("ramp");
    RampPlan ramp;
    NJ_TRY(rules, read_rules(table));
    ramp.rules = rules;
    ramp.proven_by = table.text("proven_by", "");
    auto expected = table.table("expected");
    std::vector<std::string> names;
    for (const auto& strategy : strategies) names.push_back(strategy.name);
    for (const auto& name : expected.keys()) {
        if (std::ranges::find(names, name) == names.end())
            return std::unexpected{expected.error(fmt::format("there is no strategy \"{}\"{}", name,
                                                              core::did_you_mean(name, names)))};
        NJ_TRY(one, read_expectation(expected.table(name)));
        ramp.expected[name] = one;
    }
    NJ_TRY(expected.finish());
    NJ_TRY(table.finish());
    return ramp;
}

Status prove_ramp(const fs::path& root, Plan& plan) {
    if (!plan.ramp || plan.ramp->proven_by.empty() || !plan.real()) return {};
    const auto& named = plan.ramp->proven_by;
    auto session = find_proof(root, named);
    if (!session) return std::unexpected{session.error().in("proven_by")};
    NJ_TRY(about, TomlTable::read(session->path / "session.toml"));
    if (about.text("kind", "") != "paper" || !fs::exists(session->inputs()))
        return fail(Errc::BadConfig,
                    "proven_by: {} is no session in real time, and history proves nothing", named);
    if (auto whole = store::verify(session->ledger(), session->inputs()); !whole)
        return std::unexpected{whole.error().in("proven_by")};
    NJ_TRY(proof, read_proof(session->ledger()));
    const auto wanted = describe(plan);
    for (const auto& strategy : plan.strategies)
        if (proof.of(strategy.name, wanted)) plan.ramp->start[strategy.name] = Stage::Canary;
    return {};
}

risk::RampConfig ramp_config(const Plan& plan, bool real) {
    risk::RampConfig config{plan.ramp->rules, real, {}};
    for (const auto& strategy : plan.strategies) {
        risk::RampConfig::Seat seat;
        const auto& [rules, expected, proven_by, start] = *plan.ramp;
        if (const auto found = expected.find(strategy.name); found != expected.end())
            seat.expected = found->second;
        if (const auto found = start.find(strategy.name); real && found != start.end())
            seat.start = found->second;
        config.seats.push_back(seat);
    }
    return config;
}

}  // namespace nightjar::app
