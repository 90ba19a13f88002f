#include "app/session_log.hpp"

#include <fmt/format.h>

namespace nightjar::app {

SessionLog::SessionLog(const SessionDir& session, venue::Redactor redactor)
    : redactor_{std::move(redactor)}, file_{session.path / "log.txt", std::ios::app} {}

void SessionLog::note(core::Time at, std::string_view text) {
    const std::lock_guard lock{mutex_};
    file_ << fmt::format("{} {}\n", core::format_time(at), redactor_.clean(text)) << std::flush;
}

}  // namespace nightjar::app
