#include "store/log_reader.hpp"

#include "store/errc.hpp"
#include "store/segment.hpp"

namespace nightjar::store {

LogReader::LogReader(path directory) : directory_{std::move(directory)} {}
LogReader::LogReader(LogReader&&) noexcept = default;
LogReader& LogReader::operator=(LogReader&&) noexcept = default;
LogReader::~LogReader() = default;

core::Result<LogReader> LogReader::open(path directory) {
    std::error_code error;
    if (!std::filesystem::is_directory(directory, error))
        return core::fail(Errc::NotFound, "{}: no such log", short_name(directory));
    return LogReader{std::move(directory)};
}

core::Result<std::optional<LogRecord>> LogReader::next() {
    for (;;) {
        if (number_ == 0) {
            NJ_TRY(entered, enter(first_segment));
            if (!entered) return std::nullopt;
        }
        Frame frame;
        const auto state = read_frame(mapping_->bytes().subspan(used_), frame);
        if (state == FrameState::Good) {
            used_ += frame.bytes.size();
            return LogRecord{frame.type, frame.at, frame.body, frame.bytes};
        }
        NJ_TRY(grown, remap());
        if (grown) continue;
        NJ_TRY(follows, next_has_records());
        if (state == FrameState::Bad) {
            NJ_TRY(bytes, contents());
            const bool torn = judge_rest(bytes, used_).state == RestState::Torn;
            if (torn && !follows) return std::nullopt;
            return damaged();
        }
        if (!follows) return std::nullopt;
        // The writer has gone on to the next file; before that it may have written more to this
        // one.
        if (read_frame(mapping_->bytes().subspan(used_), frame) != FrameState::None) continue;
        NJ_TRY(left, leave());
        if (!left) return damaged();
    }
}

core::Status LogReader::skip_to(std::uint64_t end) {
    while (position() < end) {
        NJ_TRY(record, next());
        if (!record) break;
    }
    if (position() == end) return {};
    return core::fail(Errc::Damaged, "{}: no record ends at byte {}", short_name(directory_), end);
}

core::Result<bool> LogReader::enter(std::uint32_t number) {
    auto file = File::open_to_read(segment_path(directory_, number));
    if (!file && file.error().code == Errc::NotFound) return false;
    if (!file) return std::unexpected{file.error()};
    NJ_TRY(size, file->size());
    NJ_TRY(mapping, Mapping::read_only(*file, size));
    file_ = std::make_unique<File>(std::move(*file));
    mapping_ = std::make_unique<Mapping>(std::move(mapping));
    number_ = number;
    base_ += used_;
    used_ = 0;
    return true;
}

/// True when the file has grown since it was mapped: a closed log was opened again.
core::Result<bool> LogReader::remap() {
    NJ_TRY(size, file_->size());
    if (size <= mapping_->size()) return false;
    NJ_TRY(mapping, Mapping::read_only(*file_, size));
    *mapping_ = std::move(mapping);
    return true;
}

/// Whether the segment behind this one is in use, even if damaged.
core::Result<bool> LogReader::next_has_records() const {
    LogReader next{directory_};
    NJ_TRY(entered, next.enter(number_ + 1));
    if (!entered) return false;
    Frame frame;
    const auto state = read_frame(next.mapping_->bytes(), frame);
    if (state != FrameState::Bad) return state == FrameState::Good;
    NJ_TRY(bytes, next.contents());
    return has_record(bytes, 0);
}

/// On to the next segment. False when this one does not end as a finished one does.
core::Result<bool> LogReader::leave() {
    NJ_TRY(bytes, contents());
    if (bytes.size() < used_ + end_mark_bytes) return false;
    if (judge_rest(bytes, used_).state != RestState::Clean) return false;
    return enter(number_ + 1);
}

/// Read, not looked at through the mapping: the writer may be cutting the unused space off.
core::Result<std::vector<std::byte>> LogReader::contents() const {
    NJ_TRY(size, file_->size());
    std::vector<std::byte> bytes(size);
    NJ_TRY(read, file_->read_at(0, bytes));
    bytes.resize(read);
    return bytes;
}

std::unexpected<core::Error> LogReader::damaged() const {
    return core::fail(Errc::Damaged, "{}: byte {}: a damaged record with good ones behind it",
                      short_name(file_->name()), used_);
}

}  // namespace nightjar::store
