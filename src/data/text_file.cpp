#include "data/text_file.hpp"

#include "data/checksum.hpp"
#include "data/errc.hpp"
#include "data/zip_file.hpp"

#define ZLIB_CONST  // what zlib only reads is const
#include <zlib.h>
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

std::unexpected<core::Error> damaged(std::string_view name) {
    return core::fail(Errc::BadArchive,
                      "{}: the compressed data is damaged or cut off: copy it again", name);
}

/// Room for more text behind the first `size` bytes; false when there may be no more.
bool grow(std::string& text, std::size_t size) {
    if (size < text.size()) return true;
    if (size >= TextFile::max_bytes) return false;
    text.resize(std::min(TextFile::max_bytes, 2 * size));
    return true;
}

std::unexpected<core::Error> too_large(std::string_view name) {
    return core::fail(Errc::TooLarge, "{}: more than {} GiB of text: split the file", name,
                      TextFile::max_bytes >> 30);
}

struct EndInflate {
    void operator()(::z_stream* stream) const { ::inflateEnd(stream); }
};

/// How zlib is told what stands around the packed bytes.
enum class Wrapping : int { Gzip = 15 + 16, None = -15 };

Result<std::string> unpack_deflated(std::string_view name, std::string_view packed,
                                    Wrapping wrapping) {
    constexpr std::size_t max_step = std::size_t{1} << 30;  // zlib counts in 32 bits
    ::z_stream stream{};
    NJ_CHECK(::inflateInit2(&stream, static_cast<int>(wrapping)) == Z_OK);
    const std::unique_ptr<::z_stream, EndInflate> guard{&stream};
    std::string text(first_guess * packed.size(), '\0');
    std::size_t in = 0;
    std::size_t out = 0;
    for (;;) {
        if (!grow(text, out)) return too_large(name);
        const auto in_step = std::min(max_step, packed.size() - in);
        const auto out_step = std::min(max_step, text.size() - out);
        stream.next_in = reinterpret_cast<const ::Bytef*>(packed.data() + in);
        stream.avail_in = static_cast<::uInt>(in_step);
        stream.next_out = reinterpret_cast<::Bytef*>(text.data() + out);
        stream.avail_out = static_cast<::uInt>(out_step);
        const int state = ::inflate(&stream, Z_NO_FLUSH);
        in += in_step - stream.avail_in;
        out += out_step - stream.avail_out;
        if (state == Z_STREAM_END && in == packed.size()) break;
        // One file may be several gzip members, one behind the other.
        if (state == Z_STREAM_END && wrapping == Wrapping::Gzip) {
            ::inflateReset(&stream);
            continue;
        }
        // Also where the input ends too early: zlib then says that it could do nothing.
        if (state != Z_OK) return damaged(name);
    }
    text.resize(out);
    return text;
}

Result<std::string> unpack_zip(std::string_view name, std::string_view archive,
                               std::string& inner_name) {
    NJ_TRY(entry, find_zip_entry(name, archive));
    inner_name = entry.name;
    std::string text;
    if (entry.deflated) {
        NJ_TRY(unpacked, unpack_deflated(name, entry.packed, Wrapping::None));
        text = std::move(unpacked);
    } else {
        text = entry.packed;
    }
    const auto crc = ::crc32_z(0, reinterpret_cast<const ::Bytef*>(text.data()), text.size());
    if (text.size() != entry.size || crc != entry.crc) return damaged(name);
    return text;
}

struct FreeZstd {
    void operator()(::ZSTD_DCtx* context) const { ::ZSTD_freeDCtx(context); }
};

Result<std::string> unpack_zstd(std::string_view name, std::string_view packed) {
    const std::unique_ptr<::ZSTD_DCtx, FreeZstd> context{::ZSTD_createDCtx()};
    std::string text(first_guess * packed.size(), '\0');
    ::ZSTD_inBuffer in{packed.data(), packed.size(), 0};
    std::size_t out_size = 0;
    std::size_t state = 1;  // 0: a frame was read to its end
    while (in.pos < in.size || state != 0) {
        if (!grow(text, out_size)) return too_large(name);
        ::ZSTD_outBuffer out{text.data(), text.size(), out_size};
        const auto in_before = in.pos;
        state = ::ZSTD_decompressStream(context.get(), &out, &in);
        const bool stuck = in.pos == in_before && out.pos == out_size && out.pos < out.size;
        if (::ZSTD_isError(state) != 0 || (stuck && state != 0)) return damaged(name);
        out_size = out.pos;
    }
    text.resize(out_size);
    return text;
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
    if (bytes.starts_with(gzip_magic)) unpacked = unpack_deflated(name, bytes, Wrapping::Gzip);
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
