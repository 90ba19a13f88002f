#include "backtest/recovery.hpp"

#include "backtest/ledger_records.hpp"
#include "backtest/silence.hpp"
#include "store/checkpoint.hpp"
#include "store/crc32c.hpp"

#include <limits>

namespace nightjar::backtest {

using core::Result;

namespace fs = std::filesystem;

namespace {

constexpr std::uint64_t all_records = std::numeric_limits<std::uint64_t>::max();

/// Where a reader of a ledger stands, and what it has read.
struct Place {
    std::uint64_t records{};
    std::uint64_t position{};
    std::uint32_t crc{};

    void pass(const store::LogRecord& record, const store::LogReader& reader) {
        ++records;
        position = reader.position();
        // Of the body: a frame ends with its own CRC, and the CRC of such a whole is always the
        // same.
        crc = store::crc32c(record.body, crc);
    }
};

Result<Place> recall_on(engine::Engine& engine, store::LogReader& reader, Place place,
                        std::uint64_t records) {
    while (place.records < records) {
        NJ_TRY(record, next_record(reader));
        if (!record) break;
        auto recalled =
            engine.recall(static_cast<core::RecordType>(record->type), record->at, record->body);
        place.pass(*record, reader);
        if (!recalled)
            return std::unexpected{recalled.error().in(fmt::format("record {}", place.records))};
    }
    return place;
}

/// Loads the checkpoint and leaves the reader behind it. An error says why it does not serve.
Result<Place> load(engine::Engine& engine, store::LogReader& reader, const fs::path& file) {
    NJ_TRY(checkpoint, store::read_checkpoint(file));
    if (checkpoint.state_version != engine::Engine::state_version ||
        checkpoint.build != engine.config().build)
        return core::fail(core::Errc::Decode, "the checkpoint is of another build");
    Place place;
    while (place.records < checkpoint.records) {
        NJ_TRY(record, next_record(reader));
        if (!record) break;
        place.pass(*record, reader);
    }
    if (place.records != checkpoint.records || place.position != checkpoint.position ||
        place.crc != checkpoint.crc)
        return core::fail(core::Errc::Decode, "the checkpoint is of another ledger");
    NJ_TRY(engine.load(checkpoint.state));
    return place;
}

struct Recovered {
    Recovery recovery;
    Place end;
};

Result<Recovered> bring_up(const engine::Config& config, core::Registries& registries,
                           const engine::Ports& ports, const fs::path& ledger,
                           const fs::path& checkpoint) {
    NJ_TRY(reader, store::LogReader::open(ledger));
    NJ_TRY(engine, engine::Engine::build(config, registries, ports));
    auto loaded = load(*engine, reader, checkpoint);
    if (!loaded) {  // whatever was wrong with it: the ledger alone gives the same
        NJ_TRY(again, store::LogReader::open(ledger));
        reader = std::move(again);
        NJ_TRY(fresh, engine::Engine::build(config, registries, ports));
        engine = std::move(fresh);
    }
    const auto start = loaded ? *loaded : Place{};
    NJ_TRY(end, recall_on(*engine, reader, start, all_records));
    return Recovered{{std::move(engine), end.records, start.records}, end};
}

}  // namespace

Result<std::uint64_t> recall(engine::Engine& engine, const fs::path& ledger,
                             std::uint64_t records) {
    NJ_TRY(reader, store::LogReader::open(ledger));
    NJ_TRY(end, recall_on(engine, reader, {}, records));
    return end.records;
}

Result<Recovery> recover(const engine::Config& config, core::Registries& registries,
                         const engine::Ports& ports, const fs::path& ledger,
                         const fs::path& checkpoint) {
    NJ_TRY(recovered, bring_up(config, registries, ports, ledger, checkpoint));
    return std::move(recovered.recovery);
}

Result<std::uint64_t> renew_checkpoint(const engine::Config& config, core::Registries& registries,
                                       const fs::path& ledger, const fs::path& checkpoint) {
    SilentVenue venue;
    SilentJournal journal;
    const engine::Ports ports{std::vector<core::Venue*>(config.catalog.venues().size(), &venue),
                              &journal};
    NJ_TRY(recovered, bring_up(config, registries, ports, ledger, checkpoint));
    const auto& [recovery, end] = recovered;
    if (end.records > recovery.from_checkpoint)
        NJ_TRY(store::write_checkpoint(
            checkpoint, {engine::Engine::state_version, config.build, end.records, end.position,
                         end.crc, recovery.engine->save()}));
    return end.records;
}

}  // namespace nightjar::backtest
