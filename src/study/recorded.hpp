#pragma once
/// A recorded market's figures.

#include "core/model/tape.hpp"
#include "study/shape.hpp"

namespace nightjar::study {

/// Reads the tape to its end. Error: what ended it before.
core::Result<Shape> shape_of(core::TapeSource& tape);

}  // namespace nightjar::study
