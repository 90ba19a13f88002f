#include "report/attribution.hpp"

#include <cmath>
#include <map>

namespace nightjar::report {

namespace {

constexpr std::int64_t ppb = 1'000'000'000;
constexpr std::uint32_t nobody = 0x10000;  // behind every SignalId

class Dividing {
public:
    explicit Dividing(const Story& story) : story_{story} {}

    void divide(const Trade& trade) {
        const auto votes = trade.entry_target ? std::span{story_.targets[*trade.entry_target].votes}
                                              : std::span<const core::Vote>{};
        const auto direction = static_cast<double>(sign(trade.side));
        double agreeing = 0;
        for (const auto& vote : votes) agreeing += std::max(0.0, pull(vote) * direction);
        auto left = trade.profit();
        const core::Vote* last = nullptr;
        for (const auto& vote : votes) {
            const double pulled = pull(vote) * direction;
            if (pulled < 0) oppose(trade, vote);
            if (pulled <= 0) continue;
            const auto part = std::llround(pulled / agreeing * ppb);
            left -= favour(trade, vote, core::scaled(trade.profit(), part, ppb));
            last = &vote;
        }
        // What rounding left is the last one's; without any, the whole is nobody's.
        if (last != nullptr)
            of(trade.strategy, last->signal.value).profit += left;
        else
            count(of(trade.strategy, nobody), trade, left);
    }

    std::vector<SignalShare> finish() && {
        std::vector<SignalShare> shares;
        for (auto& [key, share] : shares_) {
            share.strategy = key.first;
            if (key.second != nobody)
                share.signal =
                    signal_name(story_, key.first, {static_cast<std::uint16_t>(key.second)});
            shares.push_back(std::move(share));
        }
        return shares;
    }

private:
    static double pull(const core::Vote& vote) {
        const double product = vote.weight * vote.score;
        return std::isfinite(product) ? product : 0;
    }
    SignalShare& of(core::StrategyId strategy, std::uint32_t signal) {
        return shares_[{strategy, signal}];
    }
    static void count(SignalShare& share, const Trade& trade, core::Money profit) {
        ++share.trades;
        if (trade.profit() > core::Money{}) ++share.won;
        share.profit += profit;
    }
    core::Money favour(const Trade& trade, const core::Vote& vote, core::Money profit) {
        count(of(trade.strategy, vote.signal.value), trade, profit);
        return profit;
    }
    void oppose(const Trade& trade, const core::Vote& vote) {
        auto& share = of(trade.strategy, vote.signal.value);
        ++share.against;
        share.against_profit += trade.profit();
    }

    const Story& story_;
    std::map<std::pair<core::StrategyId, std::uint32_t>, SignalShare> shares_;
};

}  // namespace

std::string signal_name(const Story& story, core::StrategyId strategy, core::SignalId signal) {
    if (strategy.value < story.strategies.size()) {
        const auto& names = story.strategies[strategy.value].signals;
        if (signal.value < names.size()) return names[signal.value];
    }
    return fmt::format("signal {}", signal.value);
}

std::vector<SignalShare> attribution(const Story& story, std::span<const Trade> trades) {
    Dividing dividing{story};
    for (const auto& trade : trades) dividing.divide(trade);
    return std::move(dividing).finish();
}

}  // namespace nightjar::report
