#pragma once
/// A venue's margin tiers, as what a session is built from.

#include "app/plan.hpp"
#include "net/transport.hpp"
#include "venue/key_ring.hpp"
#include "venue/public_asker.hpp"

#include <functional>
#include <string>

namespace nightjar::app {

/// Where a venue answers.
struct MarginSource {
    net::Transport& transport;
    venue::PublicAsker& asker;
    const std::string& protocol;
    const net::Url& rest;
    const venue::StoredKey& key;  ///< for a venue that says its tiers only to who has one
};

/// Fills in the tiers of a perpetual: the venue's, also over those of the file. Where they cannot
/// be had, what the plan says stands, and `note` is told why. Nothing is asked of spot, nor for a
/// session that had its tiers before. Waits, on another thread than the transport's.
void ask_margin_tiers(const MarginSource& source, InstrumentPlan& instrument,
                      const std::function<void(std::string)>& note);

}  // namespace nightjar::app
