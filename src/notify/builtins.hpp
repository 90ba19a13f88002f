#pragma once
/// The parts of notify::register_builtins, one per kind. Private to the room.

#include "notify/notifier.hpp"

namespace nightjar::notify {

using MadeNotifier = core::Result<std::unique_ptr<Notifier>>;

void register_webhook(core::Registry<Notifier>& registry);
void register_telegram(core::Registry<Notifier>& registry);
void register_email(core::Registry<Notifier>& registry);

/// The secret that the setting `key` names. What somebody has written there instead of a name, the
/// secret itself perhaps, is not said again.
core::Result<Secret> secret_of(const core::Params& params, std::string_view key,
                               const Means& means);

}  // namespace nightjar::notify
