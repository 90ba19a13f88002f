#include "venue/binance/public_codec.hpp"

#include "venue/binance/public_fields.hpp"
#include "venue/json_decoder.hpp"

namespace nightjar::venue::binance {

using core::Result;

struct PublicDecoder::State {
    JsonDocument document;
    Levels levels;
};

PublicDecoder::PublicDecoder() : state_{std::make_unique<State>()} {}
PublicDecoder::PublicDecoder(PublicDecoder&&) noexcept = default;
PublicDecoder& PublicDecoder::operator=(PublicDecoder&&) noexcept = default;
PublicDecoder::~PublicDecoder() = default;

Result<PublicMessage> PublicDecoder::decode(std::string_view json) {
    auto& [document, levels] = *state_;
    levels.clear();
    if (json.size() > max_bytes)
        return core::fail(Errc::BadJson, "{} bytes: a message has at most {}", json.size(),
                          max_bytes);
    NJ_TRY(root, document.parse(levels.lists.cut(json, false)));
    object whole;
    if (root.get(whole) != simdjson::SUCCESS)
        return core::fail(Errc::BadJson, "not an object: \"{:.40}\"", json);
    NJ_TRY(message, unwrapped(whole));
    NJ_TRY(symbol, symbol_of(message));
    NJ_TRY(body, read_body(message, levels));
    return PublicMessage{symbol, body};
}

}  // namespace nightjar::venue::binance
