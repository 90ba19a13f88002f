#include "app/transport.hpp"

#include <cstdlib>
#include <string_view>

namespace nightjar::app {

namespace {

std::string_view first_of(std::initializer_list<const char*> names) {
    for (const auto* name : names)
        if (const auto* text = std::getenv(name); text != nullptr && *text != '\0') return text;
    return {};
}

}  // namespace

core::Result<net::SocketOptions> way_out() {
    const auto proxy = first_of({"HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"});
    auto options = net::through_proxy(proxy, first_of({"NO_PROXY", "no_proxy"}));
    if (!options) return std::unexpected{options.error().in("HTTPS_PROXY")};
    return options;
}

core::Result<std::unique_ptr<net::SocketTransport>> start_transport(const core::Clock& clock) {
    NJ_TRY(options, way_out());
    return net::SocketTransport::start(clock, std::move(options));
}

}  // namespace nightjar::app
