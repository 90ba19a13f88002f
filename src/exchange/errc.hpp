#pragma once

#include <cstdint>
#include <string_view>

namespace nightjar::exchange {

/// Why a client's wish was not granted. Each venue has a code of its own for each.
enum class Errc : std::uint8_t {
    BadConfig,
    BadRequest,  ///< bytes that are not what the protocol says
    BadPrice,    ///< not on a step, or out of range
    BadQty,
    BelowMinNotional,
    InsufficientFunds,
    PostOnlyWouldTake,
    NoLiquidity,
    ReduceOnly,
    WouldTrigger,  ///< a stop whose price has been reached already
    DuplicateClientId,
    TooManyOrders,
    UnknownOrder,
    NotOpen,    ///< the order has ended, or waits for its trigger
    NotBetter,  ///< an amend that the market refused: the old terms stand
    UnknownInstrument,
    NotTraded,  ///< the instrument is off the market
    UnknownPath,
    BadKey,
    BadPassphrase,
    BadSignature,
    BadTime,  ///< of the request: too long ago, or yet to come
    TooManyRequests,
    NotModified,  ///< it is so already
};

constexpr std::string_view errc_room(Errc) { return "exchange"; }

constexpr std::string_view errc_name(Errc errc) {
    switch (errc) {
        case Errc::BadConfig: return "bad_config";
        case Errc::BadRequest: return "bad_request";
        case Errc::BadPrice: return "bad_price";
        case Errc::BadQty: return "bad_qty";
        case Errc::BelowMinNotional: return "below_min_notional";
        case Errc::InsufficientFunds: return "insufficient_funds";
        case Errc::PostOnlyWouldTake: return "post_only_would_take";
        case Errc::NoLiquidity: return "no_liquidity";
        case Errc::ReduceOnly: return "reduce_only";
        case Errc::WouldTrigger: return "would_trigger";
        case Errc::DuplicateClientId: return "duplicate_client_id";
        case Errc::TooManyOrders: return "too_many_orders";
        case Errc::UnknownOrder: return "unknown_order";
        case Errc::NotOpen: return "not_open";
        case Errc::NotBetter: return "not_better";
        case Errc::UnknownInstrument: return "unknown_instrument";
        case Errc::NotTraded: return "not_traded";
        case Errc::UnknownPath: return "unknown_path";
        case Errc::BadKey: return "bad_key";
        case Errc::BadPassphrase: return "bad_passphrase";
        case Errc::BadSignature: return "bad_signature";
        case Errc::BadTime: return "bad_time";
        case Errc::TooManyRequests: return "too_many_requests";
        case Errc::NotModified: return "not_modified";
    }
    return "unknown";
}

}  // namespace nightjar::exchange
