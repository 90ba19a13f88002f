#pragma once
/// One way to a person.

#include "core/base/registry.hpp"
#include "net/secret.hpp"
#include "net/transport.hpp"
#include "notify/message.hpp"

#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace nightjar::notify {

using net::Secret;

/// The secret of that name. Error: NoSecret, with the places where it may be.
using Secrets = std::function<core::Result<Secret>(std::string_view name)>;

/// What makers are given. The transport outlives what is made, and is not used while it is made
/// (then it may be null); secrets are asked for last, once all settings are known to be good.
struct Means {
    net::Transport* transport{};
    Secrets secrets;
};

/// One thread at a time. No error, and nothing it prints, holds a secret.
class Notifier {
public:
    static constexpr std::string_view role = "notifier";
    /// Errors: BadSetting, NoSecret.
    using Maker = core::Result<std::unique_ptr<Notifier>>(const core::Params&, const Means&);

    virtual ~Notifier() = default;
    /// Waits until the other side has it, `patience` at most. Errors: Unreachable, Refused. After
    /// an error it may have come nevertheless.
    [[nodiscard]] virtual core::Status send(const Letter& letter, core::Duration patience) = 0;
};

void register_builtins(core::Registries& registries);

}  // namespace nightjar::notify
