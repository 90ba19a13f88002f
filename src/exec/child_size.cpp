#include "exec/child_size.hpp"

#include "risk/flatten.hpp"

#include <algorithm>
#include <cmath>

namespace nightjar::exec {

using core::Qty;

namespace {

constexpr double lowest = 0.25;

double factor(const std::optional<double>& value, double most) {
    return value && std::isfinite(*value) ? std::clamp(*value, lowest, most) : 1;
}

}  // namespace

Qty child_size(Qty wanted, const Conditions& now, const ChildLimits& limits) {
    constexpr double most_depth = 2;
    constexpr double most = 1.5;
    constexpr double of_toxicity = 0.8;
    auto depth = now.depth;
    if (depth) *depth = std::sqrt(std::max(*depth, 0.0));
    auto calm = now.calm;
    if (limits.urgent && calm && *calm > 0) *calm = 1 / *calm;
    double lots = static_cast<double>(wanted.raw) * factor(depth, most_depth) *
                  factor(now.spread, most) * factor(calm, most) *
                  (1 - of_toxicity * std::clamp(now.toxicity, 0.0, 1.0));
    if (now.touch) lots = std::min(lots, limits.touch * static_cast<double>(now.touch->raw));
    if (now.minute) lots = std::min(lots, limits.minute * static_cast<double>(now.minute->raw));
    lots = std::min(lots, static_cast<double>(limits.rest.raw));
    Qty qty{static_cast<std::int64_t>(lots)};
    qty = std::min(std::max(qty, limits.least), limits.rest);
    return limits.rest - qty < limits.least ? limits.rest : qty;
}

Qty least_child(const core::Instrument& instrument, Qty lots, core::Price price) {
    if (instrument.notional(price, lots) < instrument.min_notional) return lots + Qty{1};
    return std::max(risk::least_lots(instrument, lots, price), Qty{1});
}

}  // namespace nightjar::exec
