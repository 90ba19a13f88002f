#pragma once
/// The last decisions, fills and refusals of a session, in words, out of its ledger.

#include "store/ledger_names.hpp"
#include "store/log_reader.hpp"

#include <deque>
#include <filesystem>
#include <optional>
#include <string>

namespace nightjar::ops {

struct NewsLine {
    core::Time at;
    std::string kind;  ///< "decision", "fill", "refusal", "cross", "kill", "breaker", "alarm"
    std::string text;
};

/// Follows a ledger that is being written. One thread, not the engine's.
class News {
public:
    static constexpr std::size_t kept = 60;

    explicit News(std::filesystem::path ledger) : ledger_{std::move(ledger)} {}

    /// Reads what is new; the newest line is first. A ledger that cannot be read gives what was
    /// there.
    const std::deque<NewsLine>& refresh();

private:
    void tell(const store::LogRecord& record);
    void tell_fill(core::Time at, const core::FillBooked& booked);
    void tell_target(core::Time at, const core::TargetSet& set);
    void tell_refusal(core::Time at, const core::OrderRefused& refused);
    void tell_cross(core::Time at, const core::CrossBooked& cross);
    void tell_order(core::Time at, const core::ManualOrder& order);
    void tell_protection(core::Time at, const core::ProtectionChanged& changed);
    void add(core::Time at, std::string kind, std::string text);

    std::filesystem::path ledger_;
    std::optional<store::LogReader> reader_;
    store::LedgerNames names_;
    std::deque<NewsLine> lines_;
};

}  // namespace nightjar::ops
