#pragma once
/// What a watchdog goes by, and what it does when the node has stopped proving that it is well.
///
/// It is a process of its own with a clock of its own. Of the node it knows the socket in the
/// session's folder; of the venues their REST interfaces. It can ask and cancel, and no more.

#include "app/inquiry.hpp"
#include "app/session_dir.hpp"
#include "core/model/instrument.hpp"

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace nightjar::app {

/// Whether a heart beats: each answer says when the engine's loop last went round, and a loop that
/// stands still says the same again. Pure; times are of the watchdog's own clock.
class Pulse {
public:
    Pulse(core::Duration patience, core::Time now) : patience_{patience}, last_{now} {}

    /// `published` is the node's word; nothing: there was no answer.
    void hear(const std::optional<std::string>& published, core::Time now) {
        if (!published || *published == published_) return;
        published_ = *published;
        last_ = now;
    }
    [[nodiscard]] core::Duration silence(core::Time now) const { return now - last_; }
    [[nodiscard]] bool stopped(core::Time now) const { return silence(now) > patience_; }

private:
    core::Duration patience_;
    core::Time last_;
    std::string published_;
};

/// What the node says of itself; nothing: no answer that can be read.
struct NodeSaid {
    std::string published;
    int kill_level{};
};
std::optional<NodeSaid> ask_how_it_is(const SessionDir& session);

/// One venue at which the session has an account.
struct GuardedVenue {
    std::string name;
    std::unique_ptr<Inquiry> inquiry;
    std::vector<const core::Instrument*> instruments;
};

using Say = std::function<void(const std::string&)>;

/// Cancels the session's orders at a venue until none has been seen for `quiet`: one may still have
/// been on its way. Others' orders are left alone. Gives how many cancels were sent; an error when
/// `patience` is over and some are open still, or the venue does not answer.
core::Result<std::size_t> cancel_orders(const GuardedVenue& venue, std::uint16_t node,
                                        core::Duration quiet, core::Duration patience,
                                        const Say& say);

/// Asks the node for K4; where it does not come to that within `patience`, its process is killed:
/// the one that is known to hold the socket.
void halt_node(const SessionDir& session, std::optional<std::int64_t> pid, core::Duration patience,
               const Say& say);

// What was done to a session is kept in its folder, so that it goes on halted until a person
// resumes it.
core::Status mark_halted(const SessionDir& session, const std::string& why);
[[nodiscard]] bool is_halted(const SessionDir& session);
void forget_halt(const SessionDir& session);

}  // namespace nightjar::app
