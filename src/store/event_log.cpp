#include "store/event_log.hpp"

#include "store/errc.hpp"
#include "store/segment.hpp"

#include <chrono>

namespace nightjar::store {

namespace {

/// Finished segments that may wait for the log's thread; one more makes the appending thread help.
constexpr std::size_t max_finished = 8;

}  // namespace

EventLog::EventLog(path directory, const LogOptions& options, File lock)
    : directory_{std::move(directory)},
      options_{options},
      lock_{std::make_unique<File>(std::move(lock))},
      finished_{max_finished},
      prepared_{1} {}

core::Result<std::unique_ptr<EventLog>> EventLog::open(path directory, const LogOptions& options) {
    NJ_CHECK(options.segment_bytes % frame_align == 0 && options.segment_bytes >= frame_bytes(0),
             "segments of {} bytes", options.segment_bytes);
    NJ_TRY(make_directory(directory));
    NJ_TRY(lock, File::open_directory(directory));
    NJ_TRY(lock.lock());
    std::unique_ptr<EventLog> log{new EventLog{std::move(directory), options, std::move(lock)}};
    NJ_TRY(log->start());
    return log;
}

core::Status EventLog::start() {
    NJ_TRY(end, find_log_end(directory_));
    for (auto spare = std::max(end.number, first_segment) + 1; spare <= end.files; ++spare) {
        std::error_code error;
        if (!std::filesystem::remove(segment_path(directory_, spare), error))
            return core::fail(Errc::Io, "{:06}.log: {}", spare, error.message());
    }
    if (end.number == 0) {
        NJ_TRY(made, make_segment(first_segment));
        segment_ = std::move(made);
    } else {
        NJ_TRY(old, Segment::reopen(directory_, end.number, end.used, options_.segment_bytes));
        segment_ = std::move(old);
    }
    recovery_ = {end.records, end.torn_bytes};
    first_number_ = segment_->number();
    bytes_ = end.base + end.used;
    if (options_.sync_every) NJ_TRY(segment_->sync());
    synced_bytes_ = bytes();
    current_ = segment_.get();
    thread_ = std::thread{[this] { run(); }};
    return {};
}

EventLog::~EventLog() {
    if (thread_.joinable()) static_cast<void>(close());
}

void EventLog::append(std::uint16_t type, core::Time at, std::span<const std::byte> body) {
    NJ_CHECK(type != 0 && thread_.joinable(), "type {}, or a closed log", type);
    if (!healthy()) return;
    const auto frame = frame_bytes(body.size());
    if (frame + end_mark_bytes > options_.segment_bytes) {
        note(core::fail(Errc::RecordTooLarge, "a record of {} bytes in segments of {}", body.size(),
                        options_.segment_bytes));
        return;
    }
    if (!segment_->fits(frame) && !next_segment()) return;
    segment_->append(type, at, body);
    bytes_.store(bytes_.load(std::memory_order_relaxed) + frame, std::memory_order_release);
    if (!next_asked_ && segment_->used() > segment_->bytes() / 2) {
        next_asked_ = true;
        wanted_.store(segment_->number() + 1, std::memory_order_release);
        wake_.release();
    }
    if (options_.wait_for_disk) {
        const std::lock_guard lock{working_};
        work(true);
    }
}

Result<std::unique_ptr<Segment>> EventLog::make_segment(std::uint32_t number) const {
    NJ_TRY(made, Segment::create(directory_, number, options_.segment_bytes));
    if (options_.sync_every) NJ_TRY(sync_directory(directory_));
    return made;
}

bool EventLog::next_segment() {
    auto next = prepared_.pop();
    if (!next || finished_.size() == finished_.capacity()) {
        stalls_.fetch_add(1, std::memory_order_relaxed);
        const std::lock_guard lock{working_};
        if (!next) next = prepared_.pop();  // the other thread was about to be done
        if (!next) {
            wanted_ = 0;
            auto made = make_segment(segment_->number() + 1);
            if (!made) return note(std::unexpected{made.error()});
            next = std::move(*made);
        }
        work(false);
    }
    NJ_CHECK(finished_.push(std::move(segment_)), "the queue was just emptied");
    segment_ = std::move(*next);
    // After the push: whoever sees the new segment finds the old one in the queue.
    current_.store(segment_.get(), std::memory_order_release);
    next_asked_ = false;
    return true;
}

void EventLog::run() {
    const bool syncs = options_.sync_every.has_value();
    while (!stopping_) {
        if (syncs)
            static_cast<void>(
                wake_.try_acquire_for(std::chrono::nanoseconds{options_.sync_every->ns}));
        else
            wake_.acquire();
        const std::lock_guard lock{working_};
        work(syncs);
    }
}

/// One round of what the log's thread does. The caller holds working_.
void EventLog::work(bool sync) {
    prepare_next();
    // In this order: what lies before `target` is then in `current` or in the queue.
    const auto target = bytes();
    const auto* current = current_.load(std::memory_order_acquire);
    while (const auto segment = finished_.pop()) {
        if (segment->get() == current) current = nullptr;
        if (options_.sync_every) note((*segment)->sync());
        note((*segment)->finish());
    }
    if (!sync || target == synced_bytes_.load(std::memory_order_relaxed)) return;
    if (current == nullptr || note(current->sync()))
        synced_bytes_.store(target, std::memory_order_release);
}

void EventLog::prepare_next() {
    const auto number = wanted_.exchange(0);
    if (number == 0) return;
    auto made = make_segment(number);
    // A failure is not one yet: the append that needs the segment tries again.
    if (made) NJ_CHECK(prepared_.push(std::move(*made)), "two segments prepared");
}

core::Status EventLog::sync_unsynced() const {
    for (auto number = first_number_; number < segment_->number(); ++number) {
        NJ_TRY(file, File::open_to_read(segment_path(directory_, number)));
        NJ_TRY(file.sync());
    }
    return {};
}

bool EventLog::note(const core::Status& status) {
    if (status) return true;
    const std::lock_guard lock{error_mutex_};
    if (!error_) error_ = status.error();
    healthy_.store(false, std::memory_order_release);
    return false;
}

std::optional<core::Error> EventLog::error() const {
    const std::lock_guard lock{error_mutex_};
    return error_;
}

core::Status EventLog::close() {
    NJ_CHECK(thread_.joinable(), "a log is closed once");
    stopping_ = true;
    wake_.release();
    thread_.join();
    wanted_ = 0;
    work(true);
    note(segment_->finish());
    if (!options_.sync_every) note(sync_unsynced());
    if (const auto spare = prepared_.pop()) {
        std::error_code ignored;  // an empty segment at the end does no harm
        std::filesystem::remove(segment_path(directory_, (*spare)->number()), ignored);
    }
    note(sync_directory(directory_));
    segment_.reset();
    lock_.reset();
    if (error_) return std::unexpected{*error_};
    return {};
}

}  // namespace nightjar::store
