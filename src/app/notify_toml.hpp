#pragma once
/// The tables [[notify]] of a configuration: who is told what, and by which way.

#include "app/toml_table.hpp"
#include "notify/outbox.hpp"

#include <string>
#include <vector>

namespace nightjar::app {

struct NotifierPlan {
    std::string name;  ///< its kind, if it has no name of its own
    std::string kind;
    notify::Subscription wants;
    core::ParamTexts params;  ///< of its kind; secrets stand in them by name alone
};

/// Every setting is checked, those of the kind too; whether the secrets are there is not. Errors
/// name file, line and the nearest known name.
core::Result<std::vector<NotifierPlan>> read_notifiers(TomlTable& file);

}  // namespace nightjar::app
