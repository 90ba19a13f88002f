#include "study/market_study.hpp"

#include "study/labour.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <cmath>

namespace nightjar::study {

using Json = nlohmann::ordered_json;

namespace {

constexpr int rounds = 1'000;
constexpr double level = 0.95;

struct Row {
    std::string_view name;
    double Shape::* value;
};
constexpr std::array rows{
    Row{"seconds", &Shape::seconds},
    Row{"events a second", &Shape::events},
    Row{"spread, bp", &Shape::spread_bp},
    Row{"best level, quote", &Shape::touch},
    Row{"within 5 bp, quote", &Shape::depth},
    Row{"takers a second", &Shape::takers},
    Row{"taker, median quote", &Shape::taker_median},
    Row{"taker, mean quote", &Shape::taker_mean},
    Row{"volume a second, quote", &Shape::volume},
    Row{"memory of sides", &Shape::sign_memory},
    Row{"volatility, bp in 1 s", &Shape::volatility_bp},
    Row{"excess kurtosis, 1 s", &Shape::kurtosis},
    Row{"clustering, 10 s", &Shape::clustering},
    Row{"OFI R2, 10 s", &Shape::ofi_r2},
};

/// One market without and with metaorders of each size.
struct Sample {
    Shape shape;
    std::vector<double> moved;  // bp, by size
};

Sample sample(sim::Regime regime, std::uint64_t seed, const MarketPlan& plan) {
    Trial trial;
    trial.regime = regime;
    trial.seed = seed;
    trial.side = side_of_seed(seed);
    trial.part_of_day = 0;
    trial.over = plan.over;
    trial.venues = plan.venues;
    trial.predators = false;
    const Style style{"twap", {{"noise", "false"}, {"adaptive", "false"}, {"children", "300"}}};
    std::vector<core::Event> market;
    Sample out;
    const auto alone = run(trial, style, {nullptr, nullptr, &market});
    NJ_CHECK(alone.has_value(), "{}", alone.error().text());
    const auto instrument = trial_instrument();
    ShapeMeter meter{instrument};
    for (const auto& event : market) meter.see(event);
    out.shape = meter.shape();
    for (const double part : plan.parts_of_day) {
        trial.part_of_day = part;
        const auto with = run(trial, style);
        out.moved.push_back(with->moved_bps - alone->moved_bps);
    }
    return out;
}

double exponent(const std::vector<double>& parts, const std::vector<double>& impacts) {
    constexpr double least = 0.01;  // bp: below it a logarithm says nothing
    std::vector<double> x;
    std::vector<double> y;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        x.push_back(std::log(parts[i]));
        y.push_back(std::log(std::max(impacts[i], least)));
    }
    return fit(x, y).slope;
}

MarketFigures figures(sim::Regime regime, const std::vector<Sample>& samples,
                      const MarketPlan& plan) {
    MarketFigures out;
    out.name = sim::name(regime);
    const auto n = static_cast<double>(samples.size());
    for (const auto& [name, value] : rows)
        for (const auto& one : samples) out.shape.*value += one.shape.*value / n;
    core::Random random{1, static_cast<std::uint64_t>(regime)};
    std::vector<double> means;
    for (std::size_t i = 0; i < plan.parts_of_day.size(); ++i) {
        std::vector<double> moved;
        for (const auto& one : samples) moved.push_back(one.moved[i]);
        out.impacts.push_back({plan.parts_of_day[i], bootstrap(moved, level, rounds, random)});
        means.push_back(out.impacts.back().bps.mean);
    }
    out.exponent = exponent(plan.parts_of_day, means);
    std::vector<double> drawn;
    for (int round = 0; round < rounds && !samples.empty(); ++round) {
        std::ranges::fill(means, 0);
        for (std::size_t k = 0; k < samples.size(); ++k) {
            const auto& one = samples[random.below(samples.size())];
            for (std::size_t i = 0; i < means.size(); ++i) means[i] += one.moved[i] / n;
        }
        drawn.push_back(exponent(plan.parts_of_day, means));
    }
    std::ranges::sort(drawn);
    out.exponents = {out.exponent, drawn.empty() ? 0 : drawn[drawn.size() / 40],
                     drawn.empty() ? 0 : drawn[drawn.size() - 1 - drawn.size() / 40], 1};
    return out;
}

}  // namespace

std::vector<MarketFigures> run_markets(const MarketPlan& plan, const Watch& watch) {
    std::vector<std::vector<Sample>> samples(plan.regimes.size(), std::vector<Sample>(plan.seeds));
    const auto kinds = plan.regimes.size();
    const auto done = share_out(
        plan.seeds * kinds, plan.threads,
        [&](std::uint64_t i) {
            samples[i % kinds][i / kinds] = sample(plan.regimes[i % kinds], i / kinds + 1, plan);
        },
        watch.progress, watch.stop);
    std::vector<MarketFigures> out;
    for (std::size_t i = 0; i < kinds; ++i) {
        samples[i].resize(done / kinds);
        out.push_back(figures(plan.regimes[i], samples[i], plan));
    }
    return out;
}

std::string to_text(const std::vector<MarketFigures>& markets) {
    std::string out = fmt::format("{:<24}", "");
    for (const auto& market : markets) out += fmt::format("{:>14}", market.name);
    out += '\n';
    for (const auto& [name, value] : rows) {
        out += fmt::format("{:<24}", name);
        for (const auto& market : markets) {
            const double v = market.shape.*value;
            out += std::abs(v) >= 100 ? fmt::format("{:>14.0f}", v) : fmt::format("{:>14.3f}", v);
        }
        out += '\n';
    }
    for (const auto& market : markets) {
        if (market.impacts.empty()) continue;
        out += fmt::format("\n{}: what a metaorder moves the price, bp\n", market.name);
        for (const auto& [part, bps] : market.impacts)
            out += fmt::format("{:>8g} % of a day  {:>7.2f} [{:.2f}, {:.2f}]\n", 100 * part,
                               bps.mean, bps.low, bps.high);
        out += fmt::format("exponent {:.2f} [{:.2f}, {:.2f}]\n", market.exponent,
                           market.exponents.low, market.exponents.high);
    }
    return out;
}

std::string to_json(const std::vector<MarketFigures>& markets) {
    auto all = Json::array();
    for (const auto& market : markets) {
        Json figures;
        for (const auto& [name, value] : rows) figures[std::string{name}] = market.shape.*value;
        auto impacts = Json::array();
        for (const auto& [part, bps] : market.impacts)
            impacts.push_back({{"part_of_day", part},
                               {"mean_bps", bps.mean},
                               {"low_bps", bps.low},
                               {"high_bps", bps.high}});
        all.push_back({{"market", market.name},
                       {"figures", figures},
                       {"impacts", impacts},
                       {"exponent", market.exponent},
                       {"exponent_low", market.exponents.low},
                       {"exponent_high", market.exponents.high}});
    }
    return Json{{"study", "market"}, {"markets", all}}.dump(2);
}

}  // namespace nightjar::study
