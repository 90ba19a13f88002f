#include "venue/binance/weights.hpp"

namespace nightjar::venue::binance {

std::int64_t weight_of(Market market, FeedQuery query) {
    const bool spot = market == Market::Spot;
    switch (query) {
        case FeedQuery::Depth: return spot ? 50 : 20;
        case FeedQuery::Candles: return spot ? 2 : 5;
        case FeedQuery::Instruments: return spot ? 20 : 1;
        default: return 1;
    }
}

std::int64_t weight_of(Market market, const Question& question) {
    const bool spot = market == Market::Spot;
    const bool all = question.instrument == nullptr;
    switch (question.kind) {
        case Question::Kind::Order: return spot ? 4 : 1;
        case Question::Kind::OpenOrders: return spot ? (all ? 80 : 6) : (all ? 40 : 1);
        case Question::Kind::Fills:
        case Question::Kind::Balances: return spot ? 20 : 5;
        case Question::Kind::Positions: return 5;
        case Question::Kind::Funding: return 30;
        case Question::Kind::Fees: return 20;
        case Question::Kind::KeyRights: return spot ? 1 : 5;
        case Question::Kind::MarginTiers:
        case Question::Kind::ServerTime: break;
    }
    return 1;
}

}  // namespace nightjar::venue::binance
