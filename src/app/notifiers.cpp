#include "app/notifiers.hpp"

#include "app/passphrase.hpp"
#include "app/transport.hpp"
#include "notify/errc.hpp"
#include "notify/notifier.hpp"

#include <algorithm>
#include <cctype>
#include <cstdlib>

namespace nightjar::app {

using core::fail;
using core::Result;

Result<venue::Secret> notify_secret(std::string_view name) {
    const auto credential = fmt::format("nightjar-notify-{}", name);
    if (auto found = systemd_credential(credential)) return std::move(*found);
    auto variable = fmt::format("NIGHTJAR_NOTIFY_{}", name);
    std::ranges::transform(variable, variable.begin(), [](char c) {
        return c == '-' ? '_' : static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    });
    if (const char* text = std::getenv(variable.c_str()); text != nullptr && *text != '\0')
        return venue::Secret{text};
    return fail(notify::Errc::NoSecret,
                "there is no secret \"{}\": set {}, or give the service the systemd credential {}",
                name, variable, credential);
}

Result<Notifiers> Notifiers::make(const std::vector<NotifierPlan>& plans, const core::Clock& clock,
                                  venue::Redactor& redactor) {
    Notifiers all;
    if (plans.empty()) return all;
    NJ_TRY(transport, start_transport(clock));
    all.transport_ = std::move(transport);
    core::Registries registries;
    notify::register_builtins(registries);
    const notify::Means means{all.transport_.get(),
                              [&redactor](std::string_view name) -> Result<notify::Secret> {
                                  NJ_TRY(secret, notify_secret(name));
                                  redactor.add(secret);
                                  return notify::Secret{std::string{secret.reveal()}};
                              }};
    for (const auto& plan : plans) {
        auto made = registries.of<notify::Notifier>().make(plan.kind, plan.params, means);
        if (!made) return std::unexpected{made.error().in("notifier " + plan.name)};
        all.made_.push_back({plan, std::move(*made)});
    }
    return all;
}

std::vector<Notifiers::Tried> Notifiers::try_all(const notify::Letter& letter) {
    constexpr auto patience = core::seconds(10);
    std::vector<Tried> tried;
    for (auto& [plan, notifier] : made_)
        tried.push_back({plan.name, plan.kind, notifier->send(letter, patience)});
    return tried;
}

std::unique_ptr<notify::Dispatcher> Notifiers::dispatch(const core::Clock& clock,
                                                        std::string source,
                                                        notify::Dispatcher::Say say) {
    auto dispatcher =
        std::make_unique<notify::Dispatcher>(clock, std::move(source), std::move(say));
    for (auto& [plan, notifier] : made_)
        dispatcher->add(plan.name, plan.wants, std::move(notifier));
    made_.clear();
    return dispatcher;
}

}  // namespace nightjar::app
