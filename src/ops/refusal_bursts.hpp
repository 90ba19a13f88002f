#pragma once
/// When one rule says no so often that a person should know.

#include "core/base/time.hpp"
#include "core/model/refusal.hpp"

#include <array>
#include <map>
#include <string>
#include <vector>

namespace nightjar::ops {

/// One thread. Twenty refusals of a rule within a minute are a burst. It is told once, some seconds
/// after it began so that its size can be said, and while it goes on every ten minutes.
class RefusalBursts {
public:
    static constexpr std::size_t many = 20;
    static constexpr core::Duration within = core::minutes(1);
    static constexpr core::Duration told_after = core::seconds(5);
    static constexpr core::Duration told_again = core::minutes(10);

    /// `text` says what was refused.
    void refused(core::Rule rule, core::Time at, std::string text);
    /// What there is to say by now.
    std::vector<std::string> due(core::Time now);

private:
    struct Run {
        std::array<core::Time, many> last{};
        std::size_t seen{};
        bool on{};
        bool told{};
        core::Time told_at;  // or will be
        core::Time first_at;
        core::Time last_at;
        std::uint64_t count{};
        std::string text;
    };

    std::map<core::Rule, Run> runs_;
};

}  // namespace nightjar::ops
