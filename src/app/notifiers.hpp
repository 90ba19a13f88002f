#pragma once
/// The notifiers of a configuration, with their secrets.

#include "app/notify_toml.hpp"
#include "net/socket_transport.hpp"
#include "notify/dispatcher.hpp"
#include "venue/redactor.hpp"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace nightjar::app {

/// From the first of: the credential "nightjar-notify-NAME" that systemd gives the service; the
/// environment's NIGHTJAR_NOTIFY_NAME, in capitals and with _ for -. The prefix keeps a
/// configuration from sending away what was never meant to be sent. Error: NoSecret.
core::Result<venue::Secret> notify_secret(std::string_view name);

/// One thread. Goes before the clock that it was made with.
class Notifiers {
public:
    /// Makes all of them, and a transport if there are any; `redactor` learns their secrets. Before
    /// there are other threads. Errors: those of the makers, with the notifier's name.
    static core::Result<Notifiers> make(const std::vector<NotifierPlan>& plans,
                                        const core::Clock& clock, venue::Redactor& redactor);

    /// A letter to each, whatever it wants to be told: what came of it, in their order.
    struct Tried {
        std::string name;
        std::string kind;
        core::Status status;
    };
    [[nodiscard]] std::vector<Tried> try_all(const notify::Letter& letter);
    /// Hands them over to one that sends, about `source`; it goes before this.
    [[nodiscard]] std::unique_ptr<notify::Dispatcher> dispatch(const core::Clock& clock,
                                                               std::string source,
                                                               notify::Dispatcher::Say say);

private:
    struct Made {
        NotifierPlan plan;
        std::unique_ptr<notify::Notifier> notifier;
    };

    std::unique_ptr<net::SocketTransport> transport_;
    std::vector<Made> made_;
};

}  // namespace nightjar::app
