#pragma once
/// The last decisions, fills and refusals of a session, in words, out of its ledger.

#include "core/model/record.hpp"
#include "store/log_reader.hpp"

#include <deque>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

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
    [[nodiscard]] std::string instrument(core::InstrumentId id) const;
    [[nodiscard]] std::string strategy(core::StrategyId id) const;
    [[nodiscard]] std::string scope(core::Scope scope) const;
    void add(core::Time at, std::string kind, std::string text);

    std::filesystem::path ledger_;
    std::optional<store::LogReader> reader_;
    std::vector<std::string> venues_;
    std::vector<core::Instrument> instruments_;
    std::vector<core::StrategyDefined> strategies_;
    std::deque<NewsLine> lines_;
};

}  // namespace nightjar::ops
