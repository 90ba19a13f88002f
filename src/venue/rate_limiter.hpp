#pragma once
/// How much of a venue's patience is left.

#include "core/base/time.hpp"

#include <algorithm>
#include <cstdint>
#include <deque>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace nightjar::venue {

/// One of a venue's limits.
struct RateRule {
    enum class Kind : std::uint8_t {
        Window,  ///< at most `most` within any `span`
        Leak,    ///< a counter that may not pass `most`; all of it drains away within `span`
    };

    std::string name;  ///< as in "weight", "orders"
    Kind kind{Kind::Window};
    std::int64_t most{};
    core::Duration span;
};

/// Those of a protocol's venue, well within what it documents: "calls", and "orders" where it
/// counts them apart.
[[nodiscard]] std::vector<RateRule> usual_limits(std::string_view protocol);

/// What a call costs of one rule.
struct RateCost {
    std::string_view rule;
    std::int64_t weight{1};
};

/// One for each venue and address, for all that speak to it. One thread. It counts over any span,
/// where venues count from the full minute: it is never the less careful of the two. A part of
/// every limit is left to what must always go: cancels, and questions about unknown orders.
class RateLimiter {
public:
    enum class Purpose : std::uint8_t { Usual, Urgent };

    /// `reserved` is that part, 0 to 1.
    RateLimiter(std::vector<RateRule> rules, double reserved);

    /// Counts the call and gives nothing; or gives when it may be asked for again, and counts
    /// nothing. A rule that is not there limits nothing.
    [[nodiscard]] std::optional<core::Time> take(std::span<const RateCost> costs, Purpose purpose,
                                                 core::Time now);
    /// The venue says how much it has counted: ours is raised to it, never lowered.
    void on_used(std::string_view rule, std::int64_t used, core::Time now);
    /// The venue wants silence until then, from urgent calls too: a ban only grows by asking.
    void on_refused(core::Time until) { silent_until_ = std::max(silent_until_, until); }

    /// 0 to 1 and above, by rule, for metrics.
    [[nodiscard]] double used(std::string_view rule, core::Time now);
    [[nodiscard]] core::Time silent_until() const { return silent_until_; }

private:
    struct Spent {
        core::Time at;
        std::int64_t weight{};
    };
    struct Counter {
        RateRule rule;
        std::deque<Spent> spent;  // of a window
        std::int64_t sum{};       // of a window
        double level{};           // of a leak, at `at`
        core::Time at;
    };
    [[nodiscard]] Counter* find(std::string_view rule);
    static void pass_time(Counter& counter, core::Time now);
    /// When so much fits below the limit, at the earliest.
    static core::Time fits(const Counter& counter, std::int64_t weight, double limit,
                           core::Time now);
    static void add(Counter& counter, std::int64_t weight, core::Time now);

    std::vector<Counter> counters_;
    double reserved_;
    core::Time silent_until_;
};

}  // namespace nightjar::venue
