#pragma once
/// Who trades at each instrument of a World.

#include "sim/agents/crowd.hpp"
#include "sim/agents/dealer.hpp"
#include "sim/agents/insider.hpp"
#include "sim/agents/investors.hpp"
#include "sim/agents/predator.hpp"

#include <string_view>
#include <vector>

namespace nightjar::sim {

/// Plain numbers; the default is a lively market to practise in, whose makers know the value. What
/// orders do to prices there is small and does not last: for measuring execution take `habitat`.
struct Population {
    std::size_t market_makers{3};
    std::size_t noise_traders{3};
    std::size_t momentum_traders{1};
    std::size_t informed_traders{1};
    std::vector<Dealer::Traits> dealers{};
    std::vector<Crowd::Traits> crowds{};
    std::vector<Investors::Traits> investors{};
    std::vector<Insider::Traits> insiders{};
    std::vector<Predator::Traits> predators{};
};

enum class Regime : std::uint8_t { Calm, Volatile, Thin, Attacked };
inline constexpr std::size_t regimes = 4;
std::string_view name(Regime regime);

/// A market whose impact comes out of its book, with the numbers of one regime.
struct Habitat {
    Population population;
    Fundamental::Walk walk;  ///< but for its price
    double order_value{};    ///< of the usual order, in quote
    double volume{};         ///< expected in a second at one venue, in quote
};
/// Volatile is near five minutes of a BTC perpetual in volatility and order flow imbalance; spread
/// and depth are larger, and one order here stands for about ten there. Attacked is calm with
/// predators and more who know the news.
Habitat habitat(Regime regime);

}  // namespace nightjar::sim
