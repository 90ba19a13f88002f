#include "store/checkpoint.hpp"

#include "core/base/archive.hpp"
#include "store/crc32c.hpp"
#include "store/errc.hpp"
#include "store/file.hpp"

#include <algorithm>
#include <array>

namespace nightjar::store {

namespace {

struct Header {
    std::array<char, 8> magic{'n', 'j', 'c', 'k', 'p', 't', '0', '1'};
    std::uint64_t bytes{};  // behind the header
    std::uint32_t crc{};    // of them
    std::uint32_t unused{};
};

Status write_all(const File& file, std::span<const std::byte> body) {
    const Header header{.bytes = body.size(), .crc = crc32c(body)};
    NJ_TRY(file.write_at(0, std::as_bytes(std::span{&header, 1})));
    NJ_TRY(file.write_at(sizeof header, body));
    return file.sync();
}

}  // namespace

Status write_checkpoint(const path& file, const Checkpoint& checkpoint) {
    constexpr std::size_t most_around_state = 1024;
    std::vector<std::byte> buffer(checkpoint.state.size() + checkpoint.build.size() +
                                  most_around_state);
    core::ByteWriter writer{buffer};
    writer(checkpoint);
    NJ_TRY(temporary, File::create_temporary(file));
    auto written = write_all(temporary, writer.bytes());
    std::error_code error;
    if (written) std::filesystem::rename(temporary.name(), file, error);
    if (error)
        written = core::fail(Errc::Io, "{}: cannot rename: {}", short_name(file), error.message());
    if (!written) {
        std::filesystem::remove(temporary.name(), error);
        return written;
    }
    return sync_directory(file.parent_path());
}

Result<Checkpoint> read_checkpoint(const path& file) {
    NJ_TRY(opened, File::open_to_read(file));
    NJ_TRY(size, opened.size());
    NJ_TRY(mapping, Mapping::read_only(opened, size));
    const auto bytes = mapping.bytes();
    const auto damaged = [&] {
        return core::fail(Errc::Damaged, "{}: no whole checkpoint", short_name(file));
    };
    Header header;
    if (bytes.size() < sizeof header) return damaged();
    std::memcpy(&header, bytes.data(), sizeof header);
    const auto body = bytes.subspan(sizeof header);
    if (header.magic != Header{}.magic || header.bytes != body.size() || header.crc != crc32c(body))
        return damaged();
    auto checkpoint = core::decode<Checkpoint>(body);
    if (!checkpoint) return damaged();
    return checkpoint;
}

}  // namespace nightjar::store
