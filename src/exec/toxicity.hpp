#pragma once
/// How dangerous it is to trade in a market right now.

#include "threat/momentum_ignition.hpp"
#include "threat/quote_stuffing.hpp"
#include "threat/spoof_pressure.hpp"
#include "threat/vpin.hpp"

#include <optional>

namespace nightjar::exec {

/// The worst of E7, E8, E10 and E11 on the market's own events, of one instrument. Engine thread;
/// never allocates after construction.
class Toxicity {
public:
    /// `book` as it stands after the event.
    void on(const core::Event& event, const market::Book& book);

    /// 0 up to the alarm of each, 1 where one is as sure as it can be.
    [[nodiscard]] double now() const;

private:
    void learn_volume(const core::Event& event);

    threat::QuoteStuffing stuffing_;
    threat::SpoofPressure spoofing_;
    threat::MomentumIgnition ignition_;
    /// Its buckets are parts of a day's volume: from ten minutes of trades on.
    std::optional<threat::Vpin> vpin_;
    core::Time first_trade_;
    core::Qty traded_;
};

}  // namespace nightjar::exec
