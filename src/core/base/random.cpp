#include "core/base/random.hpp"

#include <cmath>
#include <numbers>

namespace nightjar::core {

double Random::normal() {
    const double radius = std::sqrt(2.0 * exponential());
    return radius * std::cos(2.0 * std::numbers::pi * uniform());
}

double Random::exponential() { return -std::log1p(-uniform()); }

}  // namespace nightjar::core
