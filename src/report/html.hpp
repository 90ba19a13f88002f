#pragma once
/// The report as one page that needs nothing else: no network, no other file, no script but its own
/// (a strict Content-Security-Policy with the hashes of its script and style).

#include "report/prices.hpp"
#include "report/report.hpp"

#include <string>

namespace nightjar::report {

/// A session and what is known of it besides its ledger.
struct Told {
    const Story& story;
    const Extras& extras;
    const Histories& histories;
    std::vector<std::string> notes;  ///< on the prices: what is missing, and why
};

std::string to_html(const Told& session);
/// Two sessions beside each other.
std::string to_html(const Told& a, const Told& b);

}  // namespace nightjar::report
