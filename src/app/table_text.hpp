#pragma once
/// Rows of the views, for people and for programs.

#include "store/views.hpp"

namespace nightjar::app {

/// Aligned columns with times as text; columns in which no row has anything are left out.
std::string to_text(const store::ViewRows& rows);
/// RFC 4180 with a header; an absent value is an empty field, a flag is true or false.
std::string to_csv(const store::ViewRows& rows);
/// An array of objects: counts and times in ns as numbers, decimals as text, so that they stay
/// exact.
std::string to_json(const store::ViewRows& rows);

}  // namespace nightjar::app
