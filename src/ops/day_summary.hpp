#pragma once
/// What a UTC day came to, in one sentence.

#include "core/model/record.hpp"

#include <optional>
#include <string>

namespace nightjar::ops {

/// One thread. Told what the ledger's records say, in their order.
class DaySummary {
public:
    /// What the accounts hold when the session begins.
    void opened(core::Money cash) { began_with_ = cash; }
    /// Something happened: the first time, a day has begun.
    void seen(core::Time at);
    void filled() { ++fills_; }
    void refused() { ++refusals_; }
    void set_level(core::KillLevel level) { level_ = level; }
    /// Of all accounts together. That of midnight belongs to the day that has ended.
    void sampled(const core::EquitySampled& sample);

    /// The last day, where it has ended by then; once. `currency` is that of the figures.
    std::optional<std::string> ended(core::Time now, const std::string& currency);

private:
    std::int64_t day_{-1};  // since 1970; none yet
    std::optional<core::Money> began_with_;
    std::optional<core::EquitySampled> latest_;
    std::uint64_t fills_{};
    std::uint64_t refusals_{};
    core::KillLevel level_{};
};

}  // namespace nightjar::ops
