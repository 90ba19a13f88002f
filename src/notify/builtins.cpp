#include "notify/builtins.hpp"

#include "notify/errc.hpp"

namespace nightjar::notify {

void register_builtins(core::Registries& registries) {
    auto& notifiers = registries.of<Notifier>();
    register_webhook(notifiers);
    register_telegram(notifiers);
    register_email(notifiers);
}

core::Result<Secret> secret_of(const core::Params& params, std::string_view key,
                               const Means& means) {
    constexpr std::string_view letters = "abcdefghijklmnopqrstuvwxyz0123456789_-";
    constexpr std::size_t most = 40;
    const auto& wanted = params.text(key);
    if (wanted.empty() || wanted.size() > most ||
        wanted.find_first_not_of(letters) != std::string::npos)
        return core::fail(
            Errc::BadSetting,
            "{} is the name of a secret, never the secret: give 1 to {} of a-z 0-9 _ -", key, most);
    return means.secrets(wanted);
}

}  // namespace nightjar::notify
