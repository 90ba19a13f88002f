#pragma once
/// What a model's answer comes to: pure, so that the same answer always is the same decision.

#include "core/model/event.hpp"
#include "infer/prompt_template.hpp"

namespace nightjar::infer {

struct Decision {
    Action action{};  ///< hold where it abstains
    bool abstained{true};
    double confidence{};                          ///< of the likeliest action
    int size{};                                   ///< 0 to max_size; how strong the vote is
    std::array<double, actions> probabilities{};  ///< by action; 0 where it is not allowed

    friend bool operator==(const Decision&, const Decision&) = default;
};

/// Only what the template allows can come out, whatever the answer holds. It abstains where there
/// is no answer, or one of other options; the likeliest is below 0.45 or within 0.10 of the next,
/// or the ways to ask are more than 0.25 apart.
Decision decide(const PromptTemplate& asked, const core::Evidence& evidence);

/// P(buy) - P(sell); absent: it abstains. Below 0: a fall. Hold, reduce and close are 0: a vote for
/// no position.
std::optional<double> score(const Decision& decision);

}  // namespace nightjar::infer
