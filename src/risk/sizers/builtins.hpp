#pragma once
/// The families of built-in sizers; each .cpp of this folder registers one.

#include "risk/sizer.hpp"

namespace nightjar::risk {

using MadeSizer = core::Result<std::unique_ptr<Sizer>>;

/// A notional in the settlement asset as lots, rounded down; 0 for one of 0 or less, absent for
/// what is not a number.
std::optional<core::Qty> lots_of(double notional, const SizingInput& input);

void register_plain_sizers(core::Registry<Sizer>& registry);
void register_kelly_sizers(core::Registry<Sizer>& registry);
void register_tail_sizers(core::Registry<Sizer>& registry);
void register_correlation_sizers(core::Registry<Sizer>& registry);
void register_liquidity_sizers(core::Registry<Sizer>& registry);

}  // namespace nightjar::risk
