#include "report/story.hpp"

#include "store/log_reader.hpp"

namespace nightjar::report {

using core::RecordType;
using core::Result;
using core::Status;

namespace {

template <class Record, class Use>
Status with(std::span<const std::byte> body, Use use) {
    NJ_TRY(record, core::decode<Record>(body));
    use(std::move(record));
    return {};
}

void add_sample(Story& story, core::Time at, const core::EquitySampled& sample) {
    auto& curve = story.curves[sample.account.value];
    if (curve.points.empty()) curve.first = sample.equity;
    curve.points.push_back({at, core::approximate(sample.equity)});
    curve.last = sample.equity;
    curve.max_drawdown_ppb = sample.max_drawdown_ppb;
}

Status add_instrument(Story& story, std::span<const std::byte> body) {
    NJ_TRY(defined, core::decode<core::InstrumentDefined>(body));
    NJ_TRY(defined.instrument.prepare());
    story.instruments.push_back(std::move(defined.instrument));
    return {};
}

Status tell(Story& story, const store::LogRecord& record) {
    const auto body = record.body;
    switch (static_cast<RecordType>(record.type)) {
        case RecordType::SessionOpened:
            return with<core::SessionOpened>(body, [&](auto r) { story.opening = std::move(r); });
        case RecordType::InstrumentDefined: return add_instrument(story, body);
        case RecordType::StrategyDefined:
            return with<core::StrategyDefined>(
                body, [&](auto r) { story.strategies.push_back(std::move(r)); });
        case RecordType::SeriesNamed:
            return with<core::SeriesNamed>(body,
                                           [&](auto r) { story.series.push_back(std::move(r)); });
        case RecordType::FillBooked:
            return with<core::FillBooked>(body, [&](auto r) {
                story.fills.push_back(
                    {r.stamp.exch, r.instrument, r.venue, r.fill, std::move(r.shares)});
            });
        case RecordType::BalanceBooked:
            return with<core::BalanceBooked>(body, [&](auto r) {
                if (r.balance.reason == core::Balance::Reason::Funding)
                    story.funding += r.balance.change;
            });
        case RecordType::EquitySampled:
            return with<core::EquitySampled>(body,
                                             [&](auto r) { add_sample(story, record.at, r); });
        case RecordType::InstrumentClosed:
            return with<core::InstrumentClosed>(body, [&](auto r) { story.holdings.push_back(r); });
        case RecordType::KillLevelChanged:
            return with<core::KillLevelChanged>(body, [&](auto r) { story.kill_level = r.level; });
        case RecordType::SessionClosed:
            return with<core::SessionClosed>(body, [&](auto r) { story.closing = r; });
        case RecordType::EpochStarted:  // what closed is open again, and will be told anew
            story.closing.reset();
            story.holdings.clear();
            return {};
        case RecordType::OrderApproved: ++story.orders; return {};
        case RecordType::OrderRefused:
        case RecordType::TargetRefused: ++story.refusals; return {};
        default: return {};
    }
}

}  // namespace

const Curve& Story::total() const {
    static const Curve none;
    const auto found = curves.find(core::EquitySampled::total.value);
    return found == curves.end() ? none : found->second;
}

std::string Story::strategy_name(core::StrategyId id) const {
    return id.value < strategies.size() ? strategies[id.value].name : "house";
}

std::string Story::instrument_name(core::InstrumentId id) const {
    const auto& instrument = instruments[id.value];
    return fmt::format("{}:{}", opening.venues[instrument.venue.value], instrument.symbol);
}

Result<Story> read_story(const std::filesystem::path& ledger) {
    NJ_TRY(reader, store::LogReader::open(ledger));
    Story story;
    for (std::uint64_t number = 1;; ++number) {
        NJ_TRY(record, reader.next());
        if (!record) break;
        if (auto told = tell(story, *record); !told)
            return std::unexpected{told.error().in(fmt::format("record {}", number))};
    }
    return story;
}

}  // namespace nightjar::report
