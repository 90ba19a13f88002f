#include "exec/toxicity.hpp"

#include <algorithm>

namespace nightjar::exec {

void Toxicity::on(const core::Event& event, const market::Book& book) {
    stuffing_.on(event, book);
    spoofing_.on(event, book);
    ignition_.on(event, book);
    if (vpin_)
        vpin_->on(event, book);
    else
        learn_volume(event);
}

void Toxicity::learn_volume(const core::Event& event) {
    constexpr core::Duration looked_at = core::minutes(10);
    const auto* trade = std::get_if<core::Trade>(&event.body);
    if (trade == nullptr) return;
    const auto now = event.stamp.recv;
    if (first_trade_.ns == 0) first_trade_ = now;
    traded_ += trade->qty;
    const auto passed = now - first_trade_;
    if (passed < looked_at) return;
    const auto day = static_cast<double>(traded_.raw) * static_cast<double>(core::days(1).ns) /
                     static_cast<double>(passed.ns);
    vpin_.emplace(core::Qty{std::max<std::int64_t>(1, static_cast<std::int64_t>(day))});
}

double Toxicity::now() const {
    const double worst = std::max(
        {stuffing_.score(), spoofing_.score(), ignition_.score(), vpin_ ? vpin_->score() : 0.0});
    return std::clamp((worst - threat::alarm) / (1 - threat::alarm), 0.0, 1.0);
}

}  // namespace nightjar::exec
