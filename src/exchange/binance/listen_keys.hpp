#pragma once
/// Keys of user streams: who holds one hears of its account.

#include "exchange/client.hpp"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace nightjar::exchange::binance {

/// One key for each client, good for an hour from when it was made or kept alive. It is made of the
/// client's secret: nobody else can guess it, and nothing here rolls dice.
class ListenKeys {
public:
    static constexpr core::Duration life = core::minutes(60);

    std::string make(const Client& client, core::Time now);
    /// Nothing when there is none.
    std::optional<std::string> keep(const Client& client, core::Time now);
    void close(const Client& client);
    [[nodiscard]] const Client* find(std::string_view key) const;

    struct Ended {
        const Client* client;
        std::string key;
    };
    /// Those that have run out, or were closed, since the last call.
    std::vector<Ended> take_ended(core::Time now);

private:
    struct Key {
        const Client* client{};
        std::string text;
        core::Time until;
    };
    std::map<core::AccountId, Key> keys_;
    std::vector<Ended> closed_;
    std::uint64_t made_{};
};

}  // namespace nightjar::exchange::binance
