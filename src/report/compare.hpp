#pragma once
/// Two sessions beside each other, for the terminal.

#include "report/report.hpp"

#include <string>

namespace nightjar::report {

struct Compared {
    const Story& story;
    const Extras& extras;
};
/// Says so where they do not cover the same time in the same currency.
std::string to_text(const Compared& a, const Compared& b);

}  // namespace nightjar::report
