#include "print.hpp"

namespace nightjar::fuzz {

Print& Print::add(const venue::PublicLevel& level) {
    return add(level.side).add(level.price).add(level.qty);
}
Print& Print::add(const venue::LevelText& text) { return add(text.price).add(text.qty); }
Print& Print::add(const venue::BookProof& proof) { return add(proof.checksum).add(proof.texts); }
Print& Print::add(const venue::PublicTrade& trade) {
    return add(trade.at).add(trade.id).add(trade.price).add(trade.qty).add(trade.taker);
}
Print& Print::add(const venue::DepthUpdate& update) {
    add(update.at).add(update.first_id).add(update.last_id).add(update.previous_id);
    return add(update.levels).add(update.proof);
}
Print& Print::add(const venue::DepthSnapshot& all) {
    return add(all.at).add(all.last_id).add(all.levels).add(all.proof);
}
Print& Print::add(const venue::TopOfBook& top) {
    return add(top.at).add(top.id).add(top.bid).add(top.ask);
}
Print& Print::add(const venue::MarkPrice& mark) { return add(mark.at).add(mark.price); }
Print& Print::add(const venue::FundingRate& funding) {
    return add(funding.at).add(funding.rate).add(funding.mark);
}
Print& Print::add(const venue::NextFunding& funding) {
    return add(funding.at).add(funding.rate).add(funding.next);
}
Print& Print::add(const venue::Candle& bar) {
    add(bar.open_time).add(bar.interval).add(bar.open).add(bar.high).add(bar.low);
    return add(bar.close).add(bar.volume).add(bar.closed);
}
Print& Print::add(const venue::InstrumentRules& rules) {
    add(rules.kind).add(rules.status).add(rules.base).add(rules.quote).add(rules.settle);
    add(rules.tick).add(rules.lot).add(rules.min_qty).add(rules.max_qty).add(rules.min_notional);
    return add(rules.contract).add(rules.price_decimals).add(rules.qty_decimals);
}
Print& Print::add(const venue::Notice& notice) {
    return add(notice.kind).add(notice.code).add(notice.text);
}
Print& Print::add(const venue::MarginTierSaid& tier) {
    return add(tier.symbol)
        .add(tier.by)
        .add(tier.up_to)
        .add(tier.initial)
        .add(tier.maintenance)
        .add(tier.deduction);
}
Print& Print::add(const venue::FeedEvent& event) { return add(event.symbol).add(event.body); }
Print& Print::add(const venue::FeedEvents& events) {
    return add(events.sequence).add(events.events);
}
Print& Print::add(const venue::PublicMessage& message) {
    return add(message.symbol).add(message.body);
}

Print& Print::add(const venue::OrderSaid& order) {
    add(order.symbol).add(order.client_id).add(order.venue_id).add(order.side).add(order.state);
    add(order.reason).add(order.words).add(order.price).add(order.qty).add(order.filled);
    return add(order.avg_price).add(order.fee).add(order.at);
}
Print& Print::add(const venue::FillSaid& fill) {
    add(fill.symbol).add(fill.client_id).add(fill.venue_id).add(fill.trade).add(fill.side);
    add(fill.price).add(fill.qty).add(fill.fee).add(fill.fee_in).add(fill.fee_asset);
    return add(fill.liquidity).add(fill.at);
}
Print& Print::add(const venue::BalanceSaid& said) {
    return add(said.asset).add(said.total).add(said.free).add(said.at);
}
Print& Print::add(const venue::PositionSaid& said) {
    return add(said.symbol).add(said.qty).add(said.entry_price).add(said.at);
}
Print& Print::add(const venue::FundingSaid& said) {
    return add(said.symbol).add(said.asset).add(said.change).add(said.at);
}
Print& Print::add(const venue::FeesSaid& fees) {
    return add(fees.symbol).add(fees.maker).add(fees.taker);
}
Print& Print::add(const venue::TimeSaid& time) { return add(time.at); }
Print& Print::add(const venue::KeySaid& key) {
    return add(key.trade).add(key.withdraw).add(key.any_address);
}
Print& Print::add(const venue::FillsDue& due) { return add(due.symbol).add(due.venue_id); }
Print& Print::add(const venue::Refused& refused) { return add(refused.code).add(refused.words); }
Print& Print::add(const venue::Reconnect& reconnect) { return add(reconnect.why); }
Print& Print::add(const venue::Lost& lost) { return add(lost.expected).add(lost.found); }
Print& Print::add(const venue::RateSaid& rate) {
    return add(rate.used_weight)
        .add(rate.used_orders)
        .add(rate.left)
        .add(rate.reset)
        .add(rate.retry_after);
}
Print& Print::add(const venue::OrderAnswer& answer) {
    add(answer.outcome).add(answer.venue_id).add(answer.reason).add(answer.code);
    return add(answer.words).add(answer.rate);
}
Print& Print::add(const venue::AccountPage& page) {
    return add(page.events).add(std::string_view{page.next});
}

}  // namespace nightjar::fuzz
