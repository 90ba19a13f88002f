#include "backtest/reenact.hpp"

#include "backtest/ledger_records.hpp"
#include "backtest/recovery.hpp"
#include "backtest/silence.hpp"
#include "store/recording.hpp"

#include <algorithm>
#include <limits>

namespace nightjar::backtest {

using core::Result;

namespace {

constexpr std::uint64_t all_records = std::numeric_limits<std::uint64_t>::max();

/// Takes what the engine writes and compares it with what it wrote the first time.
class ComparingJournal final : public core::Journal {
public:
    explicit ComparingJournal(store::LogReader reader) : reader_{std::move(reader)} {}

    void append(core::RecordType type, core::Time at, std::span<const std::byte> body) override {
        if (!difference.empty()) return;
        if (records >= limit) {
            ++surplus;
            return;
        }
        const auto record = next_record(reader_);
        if (!record) {
            difference = record.error().text();
        } else if (!*record) {
            limit = records;  // a session that crashed, or still runs
            ++surplus;
        } else if ((*record)->type != static_cast<std::uint16_t>(type) || (*record)->at != at ||
                   !std::ranges::equal((*record)->body, body)) {
            difference =
                fmt::format("record {}: the ledger has {} of {}, the replay {} of {}", records + 1,
                            name(static_cast<core::RecordType>((*record)->type)),
                            core::format_time((*record)->at), name(type), core::format_time(at));
        } else {
            ++records;
        }
    }
    [[nodiscard]] bool healthy() const override { return true; }

    std::uint64_t records{};
    std::uint64_t limit{all_records};  // of the life that is replayed now
    std::uint64_t surplus{};
    std::string difference;

private:
    store::LogReader reader_;
};

const core::Command* resumption(const core::Event& event) {
    const auto* command = std::get_if<core::Command>(&event.body);
    return command != nullptr && command->kind == core::Command::Kind::Resumed ? command : nullptr;
}

/// Where each life of the session ended, in records.
Result<std::vector<std::uint64_t>> lives(const std::filesystem::path& inputs) {
    NJ_TRY(feed, store::RecordedFeed::open(inputs));
    std::vector<std::uint64_t> ends;
    core::Event event;
    while (feed.next(event) == core::Feed::Next::Ready)
        if (const auto* resumed = resumption(event)) ends.push_back(resumed->records);
    NJ_TRY(feed.status());
    ends.push_back(all_records);
    return ends;
}

}  // namespace

Result<Reenactment> reenact(const engine::Config& config, core::Registries& registries,
                            const std::filesystem::path& ledger,
                            const std::filesystem::path& inputs) {
    NJ_TRY(ends, lives(inputs));
    NJ_TRY(reader, store::LogReader::open(ledger));
    NJ_TRY(feed, store::RecordedFeed::open(inputs));
    ComparingJournal journal{std::move(reader)};
    journal.limit = ends.front();
    SilentVenue venue;
    const engine::Ports ports{std::vector<core::Venue*>(config.catalog.venues().size(), &venue),
                              &journal};
    NJ_TRY(engine, engine::Engine::build(config, registries, ports));
    engine->open();
    Reenactment result;
    bool stopped = false;
    core::Event event;
    while (feed.next(event) == core::Feed::Next::Ready && journal.difference.empty()) {
        if (const auto* resumed = resumption(event)) {
            if (stopped) engine->close();
            if (journal.records < resumed->records) {
                journal.difference = fmt::format("{} records came out before the restart, not {}",
                                                 journal.records, resumed->records);
                break;
            }
            NJ_TRY(again, engine::Engine::build(config, registries, ports));
            if (auto done = recall(*again, ledger, resumed->records); !done)
                return std::unexpected{done.error()};
            engine = std::move(again);
            journal.limit = ends[result.epochs++];
        }
        const auto* command = std::get_if<core::Command>(&event.body);
        stopped = stopped || (command != nullptr && command->kind == core::Command::Kind::Stop);
        if (resumption(event) != nullptr) stopped = false;
        engine->on(event);
        ++result.events;
    }
    NJ_TRY(feed.status());
    if (stopped && journal.difference.empty()) engine->close();
    result.records = journal.records;
    result.surplus = journal.surplus;
    result.difference = journal.difference;
    return result;
}

}  // namespace nightjar::backtest
