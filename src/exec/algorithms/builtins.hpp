#pragma once
/// The parts of exec::register_builtins, and what the algorithms share.

#include "exec/algorithm.hpp"

#include <vector>

namespace nightjar::exec {

using MadeAlgorithm = core::Result<std::unique_ptr<Algorithm>>;

/// over, grace and end, then those of the algorithm.
std::vector<core::ParamSpec> with_terms(std::string over, std::string end,
                                        std::vector<core::ParamSpec> own);
core::Result<Terms> read_terms(const core::Params& params);
/// One of the texts, by its place.
core::Result<std::size_t> read_choice(const core::Params& params, std::string_view name,
                                      std::span<const std::string_view> choices);
core::Result<core::Duration> read_duration(const core::Params& params, std::string_view name);

/// The touches, where the book may be read.
struct Touch {
    market::Book::Level own;
    market::Book::Level opposite;

    /// Where between the touches the sizes on them say that the price is: 0 at our own, 1 at the
    /// opposite one, which is against us.
    [[nodiscard]] double micro() const;
    [[nodiscard]] std::int64_t spread() const {
        return std::abs(opposite.price.raw - own.price.raw);
    }
};
std::optional<Touch> touch_of(const Look& look);

void register_scheduled(core::Registry<Algorithm>& registry);
void register_resting(core::Registry<Algorithm>& registry);
void register_sniper(core::Registry<Algorithm>& registry);

}  // namespace nightjar::exec
