#include "exchange/kraken/refusal.hpp"

#include "exchange/errc.hpp"

#include <fmt/format.h>

namespace nightjar::exchange::kraken {

namespace {

const char* text_of(Errc errc) {
    switch (errc) {
        case Errc::BadPrice: return "EOrder:Invalid price";
        case Errc::BadQty: return "EOrder:Order minimum not met";
        case Errc::BelowMinNotional: return "EOrder:Cost minimum not met";
        case Errc::InsufficientFunds: return "EOrder:Insufficient funds";
        case Errc::PostOnlyWouldTake: return "EOrder:Post only order";
        case Errc::NoLiquidity: return "EOrder:Insufficient liquidity";
        case Errc::ReduceOnly: return "EOrder:Reduce only:No position exists";
        case Errc::WouldTrigger: return "EOrder:Invalid price";
        case Errc::DuplicateClientId: return "EGeneral:Invalid arguments:cl_ord_id";
        case Errc::TooManyOrders: return "EOrder:Orders limit exceeded";
        case Errc::UnknownOrder:
        case Errc::NotOpen: return "EOrder:Unknown order";
        case Errc::NotBetter: return "EOrder:Post only order";
        case Errc::UnknownInstrument: return "EQuery:Unknown asset pair";
        case Errc::NotTraded: return "EService:Market in cancel_only mode";
        case Errc::UnknownPath: return "EGeneral:Unknown method";
        case Errc::BadKey:
        case Errc::BadPassphrase: return "EAPI:Invalid key";
        case Errc::BadSignature: return "EAPI:Invalid signature";
        case Errc::BadTime: return "EAPI:Invalid nonce";
        case Errc::TooManyRequests: return "EAPI:Rate limit exceeded";
        case Errc::NotModified:
        case Errc::BadConfig:
        case Errc::BadRequest: return "EGeneral:Invalid arguments";
    }
    return "EGeneral:Internal error";
}

}  // namespace

std::unexpected<Refusal> refuse(std::string text) {
    return std::unexpected{Refusal{std::move(text)}};
}

std::unexpected<Refusal> invalid(std::string_view argument) {
    return refuse(fmt::format("EGeneral:Invalid arguments:{}", argument));
}

std::unexpected<Refusal> refuse(const core::Error& error) {
    return refuse(std::string{text_of(static_cast<Errc>(error.code.value))});
}

}  // namespace nightjar::exchange::kraken
