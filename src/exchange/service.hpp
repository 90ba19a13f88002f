#pragma once
/// A venue as whoever runs the server sees it.

#include "exchange/hall.hpp"
#include "net/web_service.hpp"

#include <functional>

namespace nightjar::exchange {

/// The server's time, asked before each request and message.
using Now = std::function<core::Time()>;

/// Of requests that a venue reads at all.
constexpr std::size_t longest_body = std::size_t{64} << 10;

/// One thread, its server's. The market moves when it is told the time: by requests, and by
/// `advance` every few milliseconds in between.
class VenueService : public net::WebService {
public:
    virtual void advance(core::Time now) = 0;
    [[nodiscard]] virtual Hall& hall() = 0;
};

}  // namespace nightjar::exchange
