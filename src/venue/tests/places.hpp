#pragma once
/// A codec and a stream of each venue and market, with made-up keys; for the tests of the private
/// side and for fuzz/, so without GoogleTest.

#include "core/base/result.hpp"
#include "venue/binance/order_codec.hpp"
#include "venue/binance/user_stream.hpp"
#include "venue/bybit/order_codec.hpp"
#include "venue/bybit/user_stream.hpp"
#include "venue/coinbase/order_codec.hpp"
#include "venue/coinbase/user_stream.hpp"
#include "venue/encoding.hpp"
#include "venue/kraken/order_codec.hpp"
#include "venue/kraken/user_stream.hpp"
#include "venue/okx/order_codec.hpp"
#include "venue/okx/user_stream.hpp"

#include <array>
#include <memory>
#include <ostream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace nightjar::venue {

/// A venue and what is traded there.
enum class Place : std::uint8_t {
    BinanceSpot,
    BinanceUsdm,
    BybitSpot,
    BybitLinear,
    OkxSpot,
    OkxSwap,
    Kraken,
    Coinbase,
};
inline constexpr std::array all_places{Place::BinanceSpot, Place::BinanceUsdm, Place::BybitSpot,
                                       Place::BybitLinear, Place::OkxSpot,     Place::OkxSwap,
                                       Place::Kraken,      Place::Coinbase};

constexpr std::string_view place_name(Place place) {
    constexpr std::array<std::string_view, 8> names{"binance",      "binanceusdm", "bybit spot",
                                                    "bybit linear", "okx spot",    "okx swap",
                                                    "kraken",       "coinbase"};
    return names.at(static_cast<std::size_t>(place));
}
inline void PrintTo(Place place, std::ostream* to) { *to << place_name(place); }

constexpr bool is_perpetual(Place place) {
    return place == Place::BinanceUsdm || place == Place::BybitLinear || place == Place::OkxSwap;
}

/// Bytes that must never be seen.
constexpr std::string_view secret_text = "secret-that-is-not-to-be-seen-0123456789";
constexpr std::string_view passphrase_text = "passphrase-not-to-be-seen";

/// Ours, or where a test has some, another client's.
inline Credentials keys_of(Place place) {
    std::string secret{secret_text};
    if (place == Place::Kraken || place == Place::Coinbase) secret = to_base64(secret);
    return {.key = "key-of-ours",
            .secret = Secret{secret},
            .passphrase = Secret{std::string{passphrase_text}}};
}

inline const std::vector<std::string>& kraken_symbols() {
    static const std::vector<std::string> symbols{"BTC/USD", "BTC/USDT", "ETH/USDT"};
    return symbols;
}

inline std::unique_ptr<OrderCodec> codec_of(Place place, Credentials keys) {
    static kraken::Nonces nonces;
    switch (place) {
        case Place::BinanceSpot:
            return std::move(*binance::make_order_codec(binance::Market::Spot, keys));
        case Place::BinanceUsdm:
            return std::move(*binance::make_order_codec(binance::Market::UsdFutures, keys));
        case Place::BybitSpot:
            return std::move(*bybit::make_order_codec(bybit::Category::Spot, keys));
        case Place::BybitLinear:
            return std::move(*bybit::make_order_codec(bybit::Category::Linear, keys));
        case Place::OkxSpot: return okx::make_order_codec(okx::Market::Spot, std::move(keys));
        case Place::OkxSwap: return okx::make_order_codec(okx::Market::Swap, std::move(keys));
        case Place::Kraken:
            return std::move(*kraken::make_order_codec(keys, nonces, kraken_symbols()));
        case Place::Coinbase: break;
    }
    return std::move(*coinbase::make_order_codec(keys));
}
inline std::unique_ptr<OrderCodec> codec_of(Place place) { return codec_of(place, keys_of(place)); }

inline std::unique_ptr<UserStream> stream_of(Place place) {
    static kraken::Nonces nonces;
    auto keys = keys_of(place);
    switch (place) {
        case Place::BinanceSpot:
            return std::move(*binance::make_user_stream(binance::Market::Spot, keys));
        case Place::BinanceUsdm:
            return std::move(*binance::make_user_stream(binance::Market::UsdFutures, keys));
        case Place::BybitSpot:
            return std::move(*bybit::make_user_stream(bybit::Category::Spot, keys));
        case Place::BybitLinear:
            return std::move(*bybit::make_user_stream(bybit::Category::Linear, keys));
        case Place::OkxSpot: return okx::make_user_stream(okx::Market::Spot, std::move(keys));
        case Place::OkxSwap: return okx::make_user_stream(okx::Market::Swap, std::move(keys));
        case Place::Kraken: return std::move(*kraken::make_user_stream(keys, nonces));
        case Place::Coinbase: break;
    }
    return std::move(*coinbase::make_user_stream(keys, {}));
}

inline std::string symbol_of(Place place) {
    switch (place) {
        case Place::OkxSpot: return "BTC-USDT";
        case Place::OkxSwap: return "BTC-USDT-SWAP";
        case Place::Kraken: return "BTC/USD";
        case Place::Coinbase: return "BTC-USD";
        default: return "BTCUSDT";
    }
}

/// Ticks of 0.1 and lots of 0.001; of OKX's swap 0.01 of a contract of 0.1.
inline core::Instrument instrument_of(Place place) {
    core::Instrument instrument;
    instrument.symbol = symbol_of(place);
    if (is_perpetual(place)) instrument.kind = core::InstrumentKind::LinearPerpetual;
    instrument.tick = {core::Money::one / 10};
    instrument.lot = {core::Money::one / 1'000};
    if (place == Place::OkxSwap) instrument.contract = {core::Money::one / 10};
    NJ_CHECK(instrument.prepare(), "{} has no steps", instrument.symbol);
    return instrument;
}

inline constexpr core::Time test_time{1'700'000'000'000'000'000};
inline constexpr std::string_view test_id = "nj0123456789abcdef";

}  // namespace nightjar::venue
