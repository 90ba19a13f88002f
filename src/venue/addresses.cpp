#include "venue/addresses.hpp"

#include <algorithm>
#include <array>

namespace nightjar::venue {

namespace {

constexpr std::array table{
    Addresses{"binance", "production", "https://api.binance.com", "wss://stream.binance.com:9443",
              "wss://ws-api.binance.com"},
    Addresses{"binance", "testnet", "https://testnet.binance.vision",
              "wss://stream.testnet.binance.vision", "wss://ws-api.testnet.binance.vision"},
    Addresses{"binanceusdm", "production", "https://fapi.binance.com", "wss://fstream.binance.com",
              "wss://fstream.binance.com"},
    Addresses{"binanceusdm", "testnet", "https://testnet.binancefuture.com",
              "wss://fstream.binancefuture.com", "wss://fstream.binancefuture.com"},
    Addresses{"bybit", "production", "https://api.bybit.com", "wss://stream.bybit.com",
              "wss://stream.bybit.com"},
    Addresses{"bybit", "testnet", "https://api-testnet.bybit.com", "wss://stream-testnet.bybit.com",
              "wss://stream-testnet.bybit.com"},
    Addresses{"bybit", "demo", "https://api-demo.bybit.com", "wss://stream.bybit.com",
              "wss://stream-demo.bybit.com"},
    Addresses{"okx", "production", "https://www.okx.com", "wss://ws.okx.com:8443",
              "wss://ws.okx.com:8443"},
    Addresses{"okx", "demo", "https://www.okx.com", "wss://wspap.okx.com:8443",
              "wss://wspap.okx.com:8443"},
    Addresses{"kraken", "production", "https://api.kraken.com", "wss://ws.kraken.com",
              "wss://ws-auth.kraken.com"},
    Addresses{"coinbase", "production", "https://api.coinbase.com",
              "wss://advanced-trade-ws.coinbase.com", "wss://advanced-trade-ws-user.coinbase.com"},
};

std::string_view host_of(std::string_view address) {
    return address.substr(address.find("//") + 2);
}

}  // namespace

std::span<const Addresses> all_addresses() { return table; }

const Addresses* find_addresses(std::string_view venue, std::string_view environment) {
    const auto found = std::ranges::find_if(table, [&](const Addresses& row) {
        return row.venue == venue && row.environment == environment;
    });
    return found == table.end() ? nullptr : &*found;
}

std::vector<std::string_view> private_hosts(const Addresses& of) {
    std::vector<std::string_view> hosts{host_of(of.rest)};
    if (host_of(of.user) != hosts.front()) hosts.push_back(host_of(of.user));
    return hosts;
}

}  // namespace nightjar::venue
