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

/// One order at our own touch, no better than the limit, of no more than a fifth of what stands
/// there; it follows a touch that leaves it behind. Where the price comes to it, it stays: that is
/// what it is there for. One that stands already goes by the touch where it stands.
Wish rest_at_touch(const Look& look, core::Qty qty);

/// An order of `qty` at most behind our own touch, beside the child that rests, within 10 bp of the
/// touch there, at a price of its own and no better than the limit; of no more than a fifth of what
/// stands at it. Where others stand it stands with them: one of the next eight levels, drawn;
/// without any, up to three ticks behind. Absent: there is no such price.
std::optional<Wish::Level> behind_touch(const Look& look, core::Qty qty, core::Random random);
/// Farther from the touch than that; never where there is none.
bool far_behind(const Look& look, core::Price price);

void register_scheduled(core::Registry<Algorithm>& registry);
void register_resting(core::Registry<Algorithm>& registry);
void register_sniper(core::Registry<Algorithm>& registry);

}  // namespace nightjar::exec
