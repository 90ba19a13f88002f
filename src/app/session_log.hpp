#pragma once
/// What a person should know of a session, in a file of its folder.

#include "app/session_dir.hpp"
#include "venue/redactor.hpp"

#include <fstream>
#include <mutex>
#include <string>
#include <string_view>

namespace nightjar::app {

/// "log.txt": a time and a line. Any thread. Nothing in it is a secret.
class SessionLog {
public:
    /// Appends. `redactor` knows all secrets of the session.
    SessionLog(const SessionDir& session, venue::Redactor redactor);
    void note(core::Time at, std::string_view text);
    /// Without the secrets, for what leaves by other ways.
    [[nodiscard]] std::string clean(std::string_view text) const { return redactor_.clean(text); }

private:
    std::mutex mutex_;
    venue::Redactor redactor_;
    std::ofstream file_;
};

}  // namespace nightjar::app
