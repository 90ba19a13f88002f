#pragma once
/// For tests: holds a whole ledger against the limits of risk, record by record, with books and
/// arithmetic of its own.

#include "backtest/tests/shadow_books.hpp"

#include <deque>
#include <filesystem>
#include <string>

namespace nightjar::backtest::tests {

/// In percent and basis points of the equity, as the checks' settings.
struct AuditLimits {
    std::int64_t position_pct{20};
    std::int64_t asset_pct{30};
    std::int64_t venue_pct{40};
    std::int64_t gross_pct{150};
    std::int64_t leverage_pct{200};
    std::int64_t daily_bps{300};
    std::int64_t drawdown_bps{1'500};
    std::int64_t strategy_bps{150};
    double book_pct{25};  ///< deviation of a year
    core::Wide max_notional{core::whole(50'000).raw};
};

/// From then on the engine knew that price.
struct KnownPrice {
    core::Time at;
    core::InstrumentId instrument;
    std::int64_t ticks{};
};

struct Verdict {
    struct Level {
        core::Time at;
        core::KillLevel level{};
        core::Rule cause{};
    };
    std::uint64_t ledgers{};
    std::uint64_t records{};
    std::uint64_t orders{};
    std::uint64_t reducing{};  ///< of them
    std::uint64_t fills{};
    std::uint64_t strategies_stopped{};  ///< for a day, by their losses
    std::uint64_t breaches{};
    std::uint64_t orders_beyond{};                    ///< breaches that are orders beyond a limit
    std::vector<std::string> first_breaches;          ///< the first few, in words
    std::map<core::Rule, std::uint64_t> refusals;     ///< found right
    std::map<core::Rule, std::uint64_t> unconfirmed;  ///< that this audit cannot compute
    std::vector<Level> levels;
    core::Duration longest_to_flat;  ///< from K3
    // In percent of the equity of the moment; of the session's start for the last.
    double
        most_ordered{};  ///< an instrument, with all open orders, when one that adds was approved
    double most_held{};  ///< an instrument, at any price
    double most_with_orders{};  ///< likewise with all open orders
    double lowest_equity{100};

    void add(const Verdict& other);
};

/// Use once.
class LedgerAudit {
public:
    LedgerAudit(std::vector<core::Wide> venue_cash, std::vector<KnownPrice> prices,
                const AuditLimits& limits)
        : books_{std::move(venue_cash)},
          start_{books_.equity()},
          prices_{std::move(prices)},
          limits_{limits} {}

    Verdict of(const std::filesystem::path& ledger);

private:
    struct Open {
        core::OrderRequest request;
        std::int64_t left{};
    };
    struct Measure {
        core::Wide value;
        core::Wide limit;  ///< times 100
        [[nodiscard]] bool over() const { return value * 100 > limit; }
    };

    void take(core::RecordType type, core::Time at, std::span<const std::byte> body);
    void advance(core::Time at);
    void settle();
    void watch();
    void on(const core::OrderApproved& approved);
    void on(const core::OrderRefused& refused);
    void on(const core::TargetRefused& refused);
    void on(const core::OrderChanged& changed);
    void on(const core::FillBooked& booked);
    void on(const core::KillLevelChanged& changed);
    void on(const core::BreakerChanged& changed);
    void on(const core::EquitySampled& sampled, core::Time at);

    void check_exposures(const core::OrderRequest& order);
    void check_losses(const core::OrderRequest& order);
    [[nodiscard]] bool stopped(core::StrategyId strategy) const;
    void confirm_strategy_loss(core::StrategyId strategy, const core::Refusal& refusal);
    void confirm(const core::Refusal& refusal, const Measure& measure, bool latched = false);
    void confirm_fat_finger(const core::OrderRequest& order, const core::Refusal& refusal);
    void confirm_min_notional(const core::OrderRequest& order, const core::Refusal& refusal);
    void confirm_self_trade(const core::OrderRequest& order, const core::Refusal& refusal);
    void end(std::map<std::uint64_t, Open>::iterator order);
    [[nodiscard]] bool reduces(const core::OrderRequest& order) const;
    /// R15 to R19.
    [[nodiscard]] std::optional<Measure> exposure(core::Rule rule,
                                                  const core::OrderRequest& order) const;
    [[nodiscard]] core::Wide net_of_asset(const core::OrderRequest& order) const;
    /// R23, for one asset: its deviation of a day.
    [[nodiscard]] Measure swing(const core::OrderRequest& order) const;
    void confirm_swing(const core::OrderRequest& order, const core::Refusal& refusal);
    /// R20 to R22.
    [[nodiscard]] Measure day_loss() const;
    [[nodiscard]] Measure drawdown() const;
    [[nodiscard]] std::optional<Measure> strategy_loss(core::StrategyId strategy) const;
    [[nodiscard]] core::Wide worth(const core::OrderRequest& order) const;
    [[nodiscard]] core::KillLevel demanded() const;
    [[nodiscard]] bool flat() const;
    /// The order just approved passed a limit.
    void beyond(const core::OrderRequest& order, core::Rule rule, const Measure& measure);
    template <class... Args>
    void breach(fmt::format_string<Args...> text, Args&&... args);

    ShadowBooks books_;
    core::Wide start_;
    std::vector<KnownPrice> prices_;
    AuditLimits limits_;
    Verdict verdict_;
    std::size_t next_price_{};
    core::Time now_{};
    std::map<std::uint64_t, Open> open_;
    std::map<std::uint64_t, std::map<std::uint16_t, std::int64_t>> shares_;  // left, of parents
    std::deque<core::Wide> last_worths_;                                     // of 64 orders
    core::KillLevel level_{};
    core::Time level_at_;
    bool level_lapses_{};
    std::optional<core::Time> flattening_;
    std::map<std::uint16_t, core::Time> stopped_;  // strategies, by when
};

template <class... Args>
void LedgerAudit::breach(fmt::format_string<Args...> text, Args&&... args) {
    constexpr std::size_t kept = 5;
    ++verdict_.breaches;
    if (verdict_.first_breaches.size() == kept) return;
    verdict_.first_breaches.push_back(core::format_time(now_) + " " +
                                      fmt::format(text, std::forward<Args>(args)...));
}

}  // namespace nightjar::backtest::tests
