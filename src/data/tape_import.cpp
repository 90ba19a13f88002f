#include "data/tape_import.hpp"

#include "data/errc.hpp"
#include "data/message_merge.hpp"
#include "data/tape_survey.hpp"
#include "store/tape_file.hpp"

#include <fmt/format.h>

namespace nightjar::data {

namespace {

namespace fs = std::filesystem;
using core::Result;

Result<std::vector<Recording>> open_all(std::span<const fs::path> files) {
    std::vector<Recording> recordings;
    for (const auto& file : files) {
        NJ_TRY(recording, Recording::open(file));
        if (!recording)
            return core::fail(Errc::NoColumn, "{}: neither messages nor trades nor best prices",
                              file.filename().string());
        recordings.push_back(*std::move(recording));
    }
    return recordings;
}

/// The best prices in the tape's units; nothing when they do not fit.
std::optional<TapeCheck::Top> scaled(const venue::TopOfBook& top, const TapePlan& plan) {
    const auto bid = core::count_at(top.bid.price, plan.price_decimals);
    const auto ask = core::count_at(top.ask.price, plan.price_decimals);
    const auto bid_qty = core::count_at(top.bid.qty, plan.qty_decimals);
    const auto ask_qty = core::count_at(top.ask.qty, plan.qty_decimals);
    if (!bid || !ask || !bid_qty || !ask_qty) return std::nullopt;
    return TapeCheck::Top{top.id, *bid, *bid_qty, *ask, *ask_qty};
}

std::string book_note(const BookCounts& counts, const TapePlan& plan) {
    using Rule = venue::binance::DepthSequence::Rule;
    auto note = fmt::format("book: {} of {} changes applied after {} snapshot{}", counts.applied,
                            counts.updates, counts.snapshots, counts.snapshots == 1 ? "" : "s");
    if (counts.old > 0) note += fmt::format(", {} older than it", counts.old);
    if (plan.rule == Rule::Ordered)
        note += "; the file does not say whether messages are missing";
    else
        note += fmt::format(", {} gaps in their numbers", counts.gaps);
    if (counts.unused_snapshots > 0)
        note += fmt::format("; {} more snapshots were not needed", counts.unused_snapshots);
    return note;
}

std::vector<SourceFile> sources(std::span<const Recording> files) {
    std::vector<SourceFile> all;
    for (const auto& file : files) all.push_back({file.name(), file.verified()});
    return all;
}

std::vector<std::string> notes_of(std::span<const Recording> files, const TapeSurvey& survey,
                                  const TapeMaker& maker) {
    std::vector<std::string> notes;
    for (const auto& file : files)
        notes.push_back(fmt::format("{}: {}", file.name(), file.description()));
    if (!survey.symbol.empty()) notes.push_back("market: " + survey.symbol);
    const auto& plan = survey.plan;
    if (!plan.received)
        notes.emplace_back("no times of receipt: the exchange's stand in their place");
    if (plan.book) notes.push_back(book_note(maker.counts(), plan));
    if (!plan.book && survey.updates > 0)
        notes.push_back(fmt::format("{} changes of a book left out: no snapshot to apply them to",
                                    survey.updates));
    if (!plan.book && survey.snapshots > 0)
        notes.emplace_back("a snapshot left out: no changes follow it");
    if (plan.book && survey.tops > 0)
        notes.push_back(fmt::format("{} best prices serve as a check of the book", survey.tops));
    if (survey.others > 0)
        notes.push_back(fmt::format("{} messages that a tape does not hold", survey.others));
    if (auto note = checksum_note(sources(files)); !note.empty()) notes.push_back(std::move(note));
    if (maker.lifted() > 0)
        notes.push_back(
            fmt::format("times went back {} times, by {} at most: lifted to the one "
                        "before",
                        maker.lifted(), core::format_duration(maker.largest_lift())));
    return notes;
}

/// The second reading; `writer` may be missing.
Result<TapeImport> convert(std::span<const Recording> files, const TapeSurvey& survey,
                           store::TapeWriter* writer) {
    const auto& plan = survey.plan;
    core::TapeInfo info;
    info.price_decimals = plan.price_decimals;
    info.qty_decimals = plan.qty_decimals;
    info.received = plan.received;
    MessageMerge messages{files};
    TapeMaker maker{plan};
    TapeCheck check{info};
    for (;;) {
        NJ_TRY(message, messages.next());
        if (message == nullptr) break;
        const auto rows = maker.add(*message);
        if (!rows) return messages.located(rows.error());
        if (writer != nullptr) NJ_TRY(writer->append(*rows));
        check.add(*rows);
        if (const auto* top = std::get_if<venue::TopOfBook>(&message->message.body);
            top != nullptr && plan.book && has_both_sides(*top))
            if (const auto units = scaled(*top, plan)) check.add(*units);
    }
    return TapeImport{check.report(), notes_of(files, survey, maker), sources(files)};
}

std::string source_of(std::span<const Recording> files) {
    constexpr std::size_t max_bytes = 256;
    auto source = files.front().name();
    for (const auto& file : files.subspan(1)) source += " " + file.name();
    if (source.size() > max_bytes) source = fmt::format("{} files", files.size());
    return source;
}

}  // namespace

Result<bool> is_recording(const fs::path& file) {
    NJ_TRY(recording, Recording::open(file));
    return recording.has_value();
}

Result<TapeImport> import_tape(std::span<const fs::path> files, const fs::path& root,
                               std::string_view name) {
    NJ_TRY(recordings, open_all(files));
    NJ_TRY(found, survey(recordings));
    const store::TapeContent content{found.plan.price_decimals, found.plan.qty_decimals,
                                     found.plan.received};
    NJ_TRY(writer, store::TapeWriter::create(root, name, content, source_of(recordings)));
    NJ_TRY(import, convert(recordings, found, &writer));
    NJ_TRY(writer.finish());
    return import;
}

Result<TapeImport> check_recording(std::span<const fs::path> files) {
    NJ_TRY(recordings, open_all(files));
    NJ_TRY(found, survey(recordings));
    return convert(recordings, found, nullptr);
}

}  // namespace nightjar::data
