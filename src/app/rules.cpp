#include "app/rules.hpp"

#include "app/errc.hpp"
#include "core/model/record.hpp"
#include "net/call_on.hpp"
#include "store/log_reader.hpp"
#include "venue/steps.hpp"

#include <algorithm>

namespace nightjar::app {

using core::fail;
using core::Money;
using core::Status;

namespace {

/// What the plan says holds, if it is the same; else the venue's.
Status settle(const InstrumentPlan& instrument, std::string_view what,
              std::optional<Money>& planned, Money said) {
    if (planned && *planned != said)
        return fail(Errc::BadConfig, "{}: {} is {} at the venue, and {} in the configuration",
                    instrument.name(), what, to_string(said), to_string(*planned));
    planned = said;
    return {};
}

Status settle(const InstrumentPlan& instrument, std::string_view what, std::string& planned,
              std::string_view said) {
    if (!planned.empty() && planned != said)
        return fail(Errc::BadConfig, "{}: {} is {} at the venue, and {} in the configuration",
                    instrument.name(), what, said, planned);
    planned = said;
    return {};
}

void recall(const core::Instrument& known, const core::SessionOpened& opening, Plan& plan) {
    for (auto& instrument : plan.instruments) {
        if (instrument.venue != opening.venues.at(known.venue.value) ||
            instrument.symbol != known.symbol)
            continue;
        instrument.kind = known.kind;
        instrument.base = opening.assets.at(known.base.value);
        instrument.quote = opening.assets.at(known.quote.value);
        instrument.tick = known.tick;
        instrument.lot = known.lot;
        instrument.contract = known.contract;
        instrument.min_notional = known.min_notional;
        instrument.iceberg_parts = known.iceberg_parts;
        instrument.min_qty = known.units(known.min_qty);
        instrument.max_qty = known.units(known.max_qty);
        instrument.margin_tiers = known.margin_tiers;
        instrument.margin_recalled = true;
    }
}

}  // namespace

Status apply_rules(const venue::InstrumentRules& rules, InstrumentPlan& instrument) {
    if (!rules.kind)
        return fail(Errc::BadConfig, "{}: of a kind that is not traded here", instrument.name());
    instrument.kind = *rules.kind;
    instrument.contract = venue::money_of(rules.contract);
    const auto units = [&](core::Decimal counted) {
        return Money{venue::money_of(counted).raw * instrument.contract.raw / Money::one};
    };
    NJ_TRY(settle(instrument, "base", instrument.base, rules.base));
    NJ_TRY(settle(instrument, "quote", instrument.quote, rules.quote));
    NJ_TRY(settle(instrument, "tick", instrument.tick, venue::money_of(rules.tick)));
    NJ_TRY(settle(instrument, "lot", instrument.lot, units(rules.lot)));
    if (rules.min_qty.mantissa > 0) instrument.min_qty = units(rules.min_qty);
    if (rules.max_qty) instrument.max_qty = units(*rules.max_qty);
    if (rules.min_notional) instrument.min_notional = venue::money_of(*rules.min_notional);
    instrument.iceberg_parts = rules.iceberg_parts;
    return {};
}

Status ask_rules(net::Transport& transport, venue::PublicAsker& asker, InstrumentPlan& instrument) {
    const auto hear = [&](const core::Result<venue::FeedEvents>& said) -> Status {
        if (!said) return fail(Errc::BadConfig, "{}: {}", instrument.name(), said.error().text());
        for (const auto& event : said->events)
            if (const auto* rules = std::get_if<venue::InstrumentRules>(&event.body))
                if (event.symbol == instrument.symbol) return apply_rules(*rules, instrument);
        return fail(Errc::BadConfig, "{}: the venue has no such instrument", instrument.name());
    };
    return net::ask_on<Status>(transport, [&](auto answer) {
        asker.ask({.query = venue::FeedQuery::Instruments, .symbol = instrument.symbol},
                  [&hear, answer](const auto& said) { answer(hear(said)); });
    });
}

/// The definitions are a ledger's first records: of a long one the rest is not read.
Status recall_rules(const SessionDir& session, Plan& plan) {
    NJ_TRY(reader, store::LogReader::open(session.ledger()));
    core::SessionOpened opening;
    std::vector<std::string> strategies;
    for (;;) {
        NJ_TRY(record, reader.next());
        if (!record) return {};
        const auto type = static_cast<core::RecordType>(record->type);
        if (type == core::RecordType::EpochStarted) return {};
        if (type == core::RecordType::SessionOpened) {
            NJ_TRY(decoded, core::decode<core::SessionOpened>(record->body));
            opening = std::move(decoded);
        } else if (type == core::RecordType::InstrumentDefined) {
            NJ_TRY(defined, core::decode<core::InstrumentDefined>(record->body));
            recall(defined.instrument, opening, plan);
        } else if (type == core::RecordType::StrategyDefined) {
            NJ_TRY(defined, core::decode<core::StrategyDefined>(record->body));
            strategies.push_back(std::move(defined.name));
        } else if (type == core::RecordType::StageChanged && plan.ramp) {
            NJ_TRY(start, core::decode<core::StageChanged>(record->body));
            plan.ramp->start[strategies.at(start.strategy.value)] = start.stage;
        }
    }
}

Status take_bars(std::span<const venue::FeedEvent> said, const core::Instrument& instrument,
                 core::Duration timeframe, core::Time now, std::vector<core::Event>& to) {
    for (const auto& event : said) {
        const auto* bar = std::get_if<venue::Candle>(&event.body);
        if (bar == nullptr || bar->open_time + timeframe > now) continue;
        NJ_TRY(open, venue::nearest_price(bar->open, instrument));
        NJ_TRY(high, venue::nearest_price(bar->high, instrument));
        NJ_TRY(low, venue::nearest_price(bar->low, instrument));
        NJ_TRY(close, venue::nearest_price(bar->close, instrument));
        NJ_TRY(volume, venue::lots_of_sum(bar->volume, instrument));
        const auto closed = bar->open_time + timeframe;
        to.push_back({{closed, closed, 0},
                      instrument.id,
                      instrument.venue,
                      core::Candle{bar->open_time, timeframe, open, high, low, close, volume}});
    }
    std::ranges::sort(to, {}, [](const core::Event& event) { return event.stamp.recv; });
    return {};
}

}  // namespace nightjar::app
