#include "store/recording.hpp"

namespace nightjar::store {

namespace {

constexpr std::uint16_t event_record = 1;

}  // namespace

core::Feed::Next RecordingFeed::next(core::Event& event) {
    const auto next = inner_->next(event);
    if (next == Next::Ready) {
        core::ByteWriter writer{buffer_};
        writer(event);
        log_->append(event_record, event.stamp.recv, writer.bytes());
    }
    return next;
}

core::Result<RecordedFeed> RecordedFeed::open(const std::filesystem::path& directory) {
    NJ_TRY(reader, LogReader::open(directory));
    return RecordedFeed{std::move(reader)};
}

core::Feed::Next RecordedFeed::next(core::Event& event) {
    auto record = reader_.next();
    if (!record) {
        status_ = std::unexpected{record.error()};
        return Next::End;
    }
    if (!*record) return Next::End;
    auto decoded = core::decode<core::Event>((*record)->body);
    if (!decoded) {
        status_ = std::unexpected{decoded.error()};
        return Next::End;
    }
    event = *decoded;
    return Next::Ready;
}

}  // namespace nightjar::store
