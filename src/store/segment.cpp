#include "store/segment.hpp"

#include "store/errc.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cstring>

namespace nightjar::store {

namespace {

constexpr std::string_view extension = ".log";

/// The number in "000017.log"; none when the name is no segment's.
std::optional<std::uint32_t> segment_number(const path& file) {
    const auto stem = file.stem().string();
    std::uint32_t number = 0;
    const auto [stop, error] = std::from_chars(stem.data(), stem.data() + stem.size(), number);
    const bool whole = error == std::errc{} && stop == stem.data() + stem.size();
    if (!whole || file.filename() != segment_path("", number).filename()) return std::nullopt;
    return number;
}

struct SegmentEnd {
    std::size_t used{};
    std::size_t file_bytes{};
    std::uint64_t records{};
    Rest rest;
};

Result<SegmentEnd> find_segment_end(const path& name) {
    NJ_TRY(file, File::open_to_read(name));
    NJ_TRY(size, file.size());
    NJ_TRY(mapping, Mapping::read_only(file, size));
    SegmentEnd end{.used = 0, .file_bytes = size, .records = 0, .rest = {}};
    Frame frame;
    while (read_frame(mapping.bytes().subspan(end.used), frame) == FrameState::Good) {
        end.used += frame.bytes.size();
        ++end.records;
    }
    end.rest = judge_rest(mapping.bytes(), end.used);
    if (end.rest.state == RestState::Damaged)
        return core::fail(Errc::Damaged, "{}: byte {}: a damaged record with good ones behind it",
                          short_name(name), end.used);
    return end;
}

}  // namespace

path segment_path(const path& directory, std::uint32_t number) {
    return directory / fmt::format("{:06}{}", number, extension);
}

Result<std::uint32_t> count_segments(const path& directory) {
    std::error_code error;
    std::uint32_t count = 0;
    std::uint32_t last = 0;
    for (std::filesystem::directory_iterator entry{directory, error}, end; !error && entry != end;
         entry.increment(error)) {
        const auto number = segment_number(entry->path());
        if (!number) continue;
        ++count;
        last = std::max(last, *number);
    }
    if (error) return core::fail(Errc::Io, "{}: {}", short_name(directory), error.message());
    if (count != last)
        return core::fail(Errc::Damaged, "{}: {} segments, but the last one is number {}",
                          short_name(directory), count, last);
    return count;
}

Result<LogEnd> find_log_end(const path& directory) {
    NJ_TRY(files, count_segments(directory));
    LogEnd end{.files = files};
    bool ended = false;  // a segment did not end as a finished one does: no record may follow
    for (auto number = first_segment; number <= files; ++number) {
        const auto name = segment_path(directory, number);
        NJ_TRY(segment, find_segment_end(name));
        if (segment.records > 0 && ended)
            return core::fail(Errc::Damaged,
                              "{}: byte {}: records are missing before the next file",
                              short_name(segment_path(directory, end.number)), end.used);
        if (segment.records == 0 && number > first_segment) {
            // The next segment is made before it is needed; a crash may leave it half begun.
            end.torn_bytes += segment.rest.bytes;
            continue;
        }
        if (end.number != 0) end.base += end.used;
        end.number = number;
        end.used = segment.used;
        end.records += segment.records;
        end.torn_bytes += segment.rest.bytes;
        ended = segment.rest.state == RestState::Torn ||
                segment.file_bytes < segment.used + end_mark_bytes;
    }
    return end;
}

Result<std::unique_ptr<Segment>> Segment::create(const path& directory, std::uint32_t number,
                                                 std::size_t bytes) {
    NJ_TRY(file, File::create(segment_path(directory, number)));
    const auto space = file.reserve(bytes);
    if (!space) {
        // An empty file is a hole in the log for the next start, and room for others now.
        std::error_code ignored;
        std::filesystem::remove(file.name(), ignored);
        return std::unexpected{space.error()};
    }
    // The first segment of a log may stay nearly empty; who needs a second one writes much.
    const auto prefault = number == first_segment ? Mapping::Prefault::No : Mapping::Prefault::Yes;
    NJ_TRY(mapping, Mapping::writable(file, bytes, prefault));
    return std::unique_ptr<Segment>{new Segment{std::move(file), std::move(mapping), number, 0}};
}

Result<std::unique_ptr<Segment>> Segment::reopen(const path& directory, std::uint32_t number,
                                                 std::size_t used, std::size_t bytes) {
    NJ_TRY(file, File::open_to_write(segment_path(directory, number)));
    NJ_TRY(now, file.size());
    bytes = std::max({bytes, now / frame_align * frame_align, used + end_mark_bytes});
    NJ_TRY(file.reserve(bytes));
    NJ_TRY(mapping, Mapping::writable(file, bytes, Mapping::Prefault::No));
    // Zeroed in place, never cut: a reader may have the file mapped.
    const auto rest = judge_rest(mapping.bytes(), used);
    std::memset(mapping.data() + used, 0, rest.bytes);
    return std::unique_ptr<Segment>{new Segment{std::move(file), std::move(mapping), number, used}};
}

Status Segment::sync() const {
    if (!mapping_.sync()) return fail_io("sync", file_.name());
    return {};
}

}  // namespace nightjar::store
