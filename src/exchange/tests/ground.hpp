#pragma once
/// Where a gateway and its exchange meet: in memory and as fast as it goes, or on real sockets of
/// this machine and in real time.

#include "exchange/faults.hpp"
#include "net/memory_transport.hpp"
#include "net/transport.hpp"

#include <functional>
#include <memory>

namespace nightjar::exchange {

class Ground {
public:
    virtual ~Ground() = default;

    [[nodiscard]] virtual core::Time now() const = 0;
    [[nodiscard]] virtual net::Transport& transport() = 0;
    /// The venue is served from now on, on a thread that is the venue's; gives its address.
    virtual net::Url serve(FaultyVenue& venue) = 0;
    /// A moment later, for the venue too.
    virtual void step() = 0;
    /// Runs it on the venue's thread, or on the transport's, and waits.
    virtual void at_venue(const std::function<void()>& action) = 0;
    virtual void at_gateway(const std::function<void()>& action) = 0;
    /// What goes wrong on the way. Real sockets are left as they are.
    virtual void set_fates(std::function<net::Fate(const net::Passage&)> fates) = 0;
    /// Nothing is served any more, and nothing is on its way.
    virtual void end() = 0;
};

std::unique_ptr<Ground> memory_ground(core::Time start);
std::unique_ptr<Ground> socket_ground(core::Time start);

}  // namespace nightjar::exchange
