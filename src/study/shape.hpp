#pragma once
/// What a market looks like: figures by which a simulated one is held against a recorded one.

#include "core/model/event.hpp"
#include "core/model/instrument.hpp"
#include "market/book.hpp"
#include "study/statistics.hpp"

#include <vector>

namespace nightjar::study {

struct Shape {
    double seconds{};
    double events{};        ///< a second: prints and changes of levels
    double spread_bp{};     ///< median, each second
    double touch{};         ///< median of the mean of both best levels, in quote
    double depth{};         ///< likewise, within 5 bp of the mid on one side
    double takers{};        ///< orders that took, a second; prints of one side at one time are one
    double taker_median{};  ///< in quote
    double taker_mean{};
    double volume{};         ///< a second, in quote
    double sign_memory{};    ///< autocorrelation of the takers' sides, 1 apart
    double volatility_bp{};  ///< of the mid in ten seconds, per root of a second
    double kurtosis{};       ///< excess, of the mid's changes in a second
    double clustering{};     ///< autocorrelation of the absolute changes in ten seconds, 1 apart
    double ofi_r2{};         ///< of changes in ten seconds on order flow imbalance
};

/// One instrument's events in order of time, then `shape`. Order flow imbalance by Cont, Kukanov
/// and Stoikov 2014, "The price impact of order book events": of all changes of the best levels.
class ShapeMeter {
public:
    explicit ShapeMeter(const core::Instrument& instrument) : instrument_{&instrument} {}

    void see(const core::Event& event);
    /// Of at least a minute; else all 0 but what was counted.
    [[nodiscard]] Shape shape() const;

private:
    void see_trade(const core::Trade& trade, core::Time at);
    void see_book(core::Time at);
    void sample();

    const core::Instrument* instrument_;
    market::Book book_;
    market::Book::Level bid_;
    market::Book::Level ask_;
    bool quoted_{};
    core::Time next_;
    core::Time taken_at_;
    core::Side taken_{};
    double imbalance_{};
    std::uint64_t events_{};
    // One of each a second:
    std::vector<double> mids_;
    std::vector<double> spreads_;
    std::vector<double> touches_;
    std::vector<double> depths_;
    std::vector<double> imbalances_;
    std::vector<double> takers_;  // sizes in quote
    std::vector<double> sides_;
};

}  // namespace nightjar::study
