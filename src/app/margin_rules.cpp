#include "app/margin_rules.hpp"

#include "app/errc.hpp"
#include "app/inquiry.hpp"
#include "net/call_on.hpp"
#include "venue/errc.hpp"
#include "venue/margin_tiers.hpp"

namespace nightjar::app {

using core::Status;

namespace {

using Tiers = core::Result<core::MarginTiers>;

Status add(venue::TierList& list, const venue::MarginTierSaid& said, const std::string& symbol) {
    return said.symbol == symbol ? list.add(said) : Status{};
}

Tiers ask_in_public(const MarginSource& source, const InstrumentPlan& instrument) {
    venue::TierList list{instrument.contract};
    const auto hear = [&](const core::Result<venue::FeedEvents>& said) -> Status {
        if (!said) return std::unexpected{said.error()};
        for (const auto& event : said->events)
            if (const auto* tier = std::get_if<venue::MarginTierSaid>(&event.body))
                NJ_TRY(add(list, *tier, instrument.symbol));
        return {};
    };
    NJ_TRY(net::ask_on<Status>(source.transport, [&](auto answer) {
        source.asker.ask({.query = venue::FeedQuery::MarginTiers, .symbol = instrument.symbol},
                         [&hear, answer](const auto& said) { answer(hear(said)); });
    }));
    return list.finish();
}

Tiers ask_with_key(const MarginSource& source, const InstrumentPlan& instrument) {
    core::Instrument asked;
    asked.symbol = instrument.symbol;
    asked.kind = instrument.kind;
    NJ_TRY(inquiry, Inquiry::make(source.key, source.protocol, source.rest, {&asked}));
    NJ_TRY(clock, inquiry->measure_clock());
    (void)clock;
    venue::TierList list{instrument.contract};
    NJ_TRY(inquiry->ask({.kind = venue::Question::Kind::MarginTiers, .instrument = &asked},
                        [&](const venue::AccountEvent& event) -> Status {
                            const auto* tier = std::get_if<venue::MarginTierSaid>(&event);
                            return tier == nullptr ? Status{} : add(list, *tier, asked.symbol);
                        }));
    return list.finish();
}

}  // namespace

void ask_margin_tiers(const MarginSource& source, InstrumentPlan& instrument,
                      const std::function<void(std::string)>& note) {
    if (instrument.kind == core::InstrumentKind::Spot || instrument.margin_recalled) return;
    auto tiers = ask_in_public(source, instrument);
    if (!tiers && tiers.error().code == venue::Errc::Unsupported)
        tiers = ask_with_key(source, instrument);
    if (tiers && !tiers->empty()) {
        instrument.margin_tiers = *std::move(tiers);
        return;
    }
    note(
        fmt::format("{}: the venue's margin tiers are not known, and what the configuration says "
                    "stands: {}",
                    instrument.name(), tiers ? "it named none" : tiers.error().text()));
}

}  // namespace nightjar::app
