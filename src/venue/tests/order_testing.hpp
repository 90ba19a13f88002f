#pragma once
/// What the tests of the private side share: a codec and a stream of each venue, with made-up keys.

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
#include "venue/tests/feed_testing.hpp"

#include <array>
#include <map>
#include <ostream>

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
    EXPECT_TRUE(instrument.prepare());
    return instrument;
}

inline constexpr core::Time test_time{1'700'000'000'000'000'000};
inline constexpr std::string_view test_id = "nj0123456789abcdef";

/// A limit order to buy 0.1 at 30000, which is of 100 lots and 300000 ticks.
inline core::OrderRequest limit_order() {
    core::OrderRequest order;
    order.id = {1};
    order.side = core::Side::Buy;
    order.type = core::OrderType::Limit;
    order.price = {300'000};
    order.qty = {100};
    return order;
}

inline net::WebReply reply_of(std::string body, unsigned status = 200) {
    return {.status = status, .headers = {}, .body = std::move(body)};
}

/// The parameters of a form, decoded.
inline std::map<std::string, std::string> parameters(std::string_view form) {
    std::map<std::string, std::string> found;
    while (!form.empty()) {
        const auto part = form.substr(0, form.find('&'));
        form.remove_prefix(std::min(form.size(), part.size() + 1));
        const auto equals = part.find('=');
        std::string value;
        for (std::size_t i = equals + 1; equals != std::string_view::npos && i < part.size(); ++i)
            if (part[i] == '%') {
                value +=
                    static_cast<char>(std::stoi(std::string{part.substr(i + 1, 2)}, nullptr, 16));
                i += 2;
            } else {
                value += part[i];
            }
        found.insert_or_assign(std::string{part.substr(0, equals)}, value);
    }
    return found;
}

}  // namespace nightjar::venue
