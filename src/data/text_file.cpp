#include "data/text_file.hpp"

#include "data/checksum.hpp"
#include "data/errc.hpp"
#include "data/inflate.hpp"
#include "data/zip_file.hpp"

#include <zstd.h>

#include <algorithm>
#include <memory>
#include <optional>

namespace nightjar::data {

namespace {

using core::Result;

constexpr std::string_view gzip_magic = "\x1F\x8B";
constexpr std::string_view zstd_magic = "\x28\xB5\x2F\xFD";
constexpr std::size_t first_guess = 8;  // text unpacks to about so many times its packed size

std::string_view as_text(std::span<const std::byte> bytes) {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

/// Text that grows while it is unpacked.
class GrowingText final : public UnpackTo {
public:
    explicit GrowingText(std::size_t packed) : text_(first_guess * packed + 1, '\0') {}
    std::span<char> room() override {
        if (size_ == text_.size() && size_ < TextFile::max_bytes)
            text_.resize(std::min(TextFile::max_bytes, 2 * size_));
        return std::span{text_}.subspan(size_);
    }
    core::Status take(std::size_t count) override {
        size_ += count;
        return {};
    }
    [[nodiscard]] std::string release() {
        text_.resize(size_);
        return std::move(text_);
    }

private:
    std::string text_;
    std::size_t size_{};
};

std::unexpected<core::Error> too_large(std::string_view name) {
    return core::fail(Errc::TooLarge, "{}: more than {} GiB of text: split the file", name,
                      TextFile::max_bytes >> 30);
}

/// Of what ended for want of room, in other words.
std::unexpected<core::Error> in_words_of_text(std::string_view name, const core::Error& error) {
    if (error.code == Errc::TooLarge) return too_large(name);
    return std::unexpected{error};
}

Result<std::string> unpack_gzip(std::string_view name, std::string_view packed) {
    GrowingText text{packed.size()};
    if (const auto done = inflate(name, packed, Wrapping::Gzip, text); !done)
        return in_words_of_text(name, done.error());
    return text.release();
}

Result<std::string> unpack_zip(std::string_view name, std::string_view archive,
                               std::string& inner_name) {
    NJ_TRY(entry, find_zip_entry(name, archive));
    inner_name = entry.name;
    GrowingText text{entry.packed.size()};
    if (const auto done = unpack_zip_entry(name, entry, text); !done)
        return in_words_of_text(name, done.error());
    return text.release();
}

struct FreeZstd {
    void operator()(::ZSTD_DCtx* context) const { ::ZSTD_freeDCtx(context); }
};

Result<std::string> unpack_zstd(std::string_view name, std::string_view packed) {
    const std::unique_ptr<::ZSTD_DCtx, FreeZstd> context{::ZSTD_createDCtx()};
    GrowingText text{packed.size()};
    ::ZSTD_inBuffer in{packed.data(), packed.size(), 0};
    std::size_t state = 1;  // 0: a frame was read to its end
    while (in.pos < in.size || state != 0) {
        const auto room = text.room();
        if (room.empty()) return too_large(name);
        ::ZSTD_outBuffer out{room.data(), room.size(), 0};
        const auto in_before = in.pos;
        state = ::ZSTD_decompressStream(context.get(), &out, &in);
        const bool stuck = in.pos == in_before && out.pos == 0;
        if (::ZSTD_isError(state) != 0 || (stuck && state != 0)) return damaged(name);
        NJ_TRY(text.take(out.pos));
    }
    return text.release();
}

}  // namespace

Result<TextFile> TextFile::open(const std::filesystem::path& file) {
    NJ_TRY(opened, store::File::open_to_read(file));
    NJ_TRY(size, opened.size());
    TextFile text;
    NJ_TRY(mapping, store::Mapping::read_only(opened, size));
    text.mapping_ = std::move(mapping);
    NJ_TRY(verified, verify_checksum(file, text.mapping_.bytes()));
    text.verified_ = verified;
    const auto bytes = as_text(text.mapping_.bytes());
    const auto name = file.filename().string();
    std::optional<Result<std::string>> unpacked;
    if (bytes.starts_with(gzip_magic)) unpacked = unpack_gzip(name, bytes);
    if (bytes.starts_with(zstd_magic)) unpacked = unpack_zstd(name, bytes);
    if (is_zip(bytes)) unpacked = unpack_zip(name, bytes, text.inner_name_);
    if (!unpacked) return text;
    if (!*unpacked) return std::unexpected{unpacked->error()};
    text.unpacked_ = **std::move(unpacked);
    text.mapping_ = {};
    return text;
}

std::string_view TextFile::text() const {
    return mapping_.size() > 0 ? as_text(mapping_.bytes()) : std::string_view{unpacked_};
}

}  // namespace nightjar::data
