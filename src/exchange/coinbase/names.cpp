#include "exchange/coinbase/names.hpp"

#include <charconv>

namespace nightjar::exchange::coinbase {

namespace {

/// What kind of thing it is, whose, and its number of up to 60 bits.
std::string uuid(std::uint32_t kind, std::uint32_t part, std::uint64_t number) {
    constexpr int low_bits = 48;
    constexpr std::uint64_t low = (std::uint64_t{1} << low_bits) - 1;
    constexpr std::uint64_t twelve_bits = 0xFFF;
    return fmt::format("{:08x}-{:04x}-4{:03x}-8000-{:012x}", kind, part,
                       number >> low_bits & twelve_bits, number & low);
}

constexpr std::uint32_t of_orders = 0x0a;
constexpr std::uint32_t of_trades = 0x0b;
constexpr std::uint32_t of_accounts = 0x0c;
constexpr std::uint32_t of_users = 0x0d;

}  // namespace

std::string order_name(core::OrderId id) { return uuid(of_orders, 0, id.value); }

std::optional<core::OrderId> read_order_name(std::string_view name) {
    constexpr std::size_t digits_at = 24;
    constexpr int hex = 16;
    if (name.size() <= digits_at) return std::nullopt;
    core::OrderId id;
    std::from_chars(name.data() + digits_at, name.data() + name.size(), id.value, hex);
    return order_name(id) == name ? std::optional{id} : std::nullopt;
}

std::string trade_name(const Execution& execution) {
    // Trades are numbered by instrument.
    return uuid(of_trades, execution.instrument.value, execution.id.value);
}

std::string account_name(const Client& client, core::AssetId asset) {
    return uuid(of_accounts, asset.value, client.account.value);
}

std::string user_name(const Client& client) { return uuid(of_users, 0, client.account.value); }

}  // namespace nightjar::exchange::coinbase
