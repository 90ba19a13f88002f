#pragma once
/// What others do, to measure against; not among the product's algorithms.

#include "core/base/registry.hpp"

namespace nightjar::study {

/// "jittered": equal children on a fixed timer, each moved by up to a part of the slot either way.
/// That part, and how many children, are its settings.
void register_schooled(core::Registries& registries);

}  // namespace nightjar::study
