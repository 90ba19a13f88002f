#include "exec/schedule.hpp"

#include <algorithm>
#include <cmath>

namespace nightjar::exec {

namespace {

constexpr double least_kappa_time = 1e-6;
constexpr double most_kappa_time = 50;

}  // namespace

double Window::passed(core::Time now) const {
    if (now <= from) return now < from || to > from ? 0 : 1;
    if (now >= to) return 1;
    return static_cast<double>((now - from).ns) / static_cast<double>((to - from).ns);
}

core::Time Window::when(double part) const {
    const auto whole = static_cast<double>((to - from).ns);
    auto at = from + core::Duration{std::llround(std::ceil(std::clamp(part, 0.0, 1.0) * whole))};
    while (at < to && passed(at) < part) at = at + core::Duration{1};
    return std::min(at, to);
}

double kappa(const ImpactModel& model) {
    const double temporary = model.temporary - model.permanent * model.step / 2;
    if (!(temporary > 0)) return std::nan("");
    const double squared = model.risk_aversion * model.sigma * model.sigma / temporary;
    return std::acosh(1 + squared * model.step * model.step / 2) / model.step;
}

double shortfall_done(double passed, double kappa_time) {
    const double u = std::clamp(passed, 0.0, 1.0);
    const double k = std::min(kappa_time, most_kappa_time);
    if (!(k > least_kappa_time)) return u;
    return 1 - std::sinh(k * (1 - u)) / std::sinh(k);
}

double shortfall_passed(double done, double kappa_time) {
    const double x = std::clamp(done, 0.0, 1.0);
    const double k = std::min(kappa_time, most_kappa_time);
    if (!(k > least_kappa_time)) return x;
    return 1 - std::asinh((1 - x) * std::sinh(k)) / k;
}

double volume_done(double expected, double ratio) {
    constexpr double least = 0.5;
    constexpr double most = 2;
    constexpr double less_than_in_proportion = 0.7;
    const double u = std::clamp(expected, 0.0, 1.0);
    const double r = std::isfinite(ratio) ? std::clamp(ratio, least, most) : 1.0;
    const double behind = u * r;
    const double ahead = (1 - u) * std::pow(r, less_than_in_proportion);
    return behind / (behind + ahead);
}

core::Qty participation(double rate, core::Qty others) {
    return {static_cast<std::int64_t>(std::floor(rate * static_cast<double>(others.raw)))};
}

}  // namespace nightjar::exec
