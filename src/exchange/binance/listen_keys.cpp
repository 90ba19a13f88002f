#include "exchange/binance/listen_keys.hpp"

#include "venue/encoding.hpp"
#include "venue/signing_key.hpp"

#include <fmt/format.h>

namespace nightjar::exchange::binance {

std::string ListenKeys::make(const Client& client, core::Time now) {
    auto& key = keys_[client.account];
    if (key.text.empty()) {
        key.client = &client;
        const auto seed =
            fmt::format("{} {} {}", client.credentials.secret.reveal(), now.ns, ++made_);
        key.text = venue::to_hex(venue::sha256(seed));
    }
    key.until = now + life;
    return key.text;
}

std::optional<std::string> ListenKeys::keep(const Client& client, core::Time now) {
    const auto found = keys_.find(client.account);
    if (found == keys_.end() || found->second.until <= now) return std::nullopt;
    found->second.until = now + life;
    return found->second.text;
}

void ListenKeys::close(const Client& client) {
    const auto found = keys_.find(client.account);
    if (found == keys_.end()) return;
    closed_.push_back({&client, found->second.text});
    keys_.erase(found);
}

const Client* ListenKeys::find(std::string_view key) const {
    for (const auto& [account, known] : keys_)
        if (known.text == key) return known.client;
    return nullptr;
}

std::vector<ListenKeys::Ended> ListenKeys::take_ended(core::Time now) {
    auto ended = std::exchange(closed_, {});
    std::erase_if(keys_, [&](const auto& each) {
        const auto& key = each.second;
        if (key.until <= now) ended.push_back({key.client, key.text});
        return key.until <= now;
    });
    return ended;
}

}  // namespace nightjar::exchange::binance
