#include "data/inflate.hpp"

#include "data/errc.hpp"

#define ZLIB_CONST  // what zlib only reads is const
#include <zlib.h>

#include <algorithm>
#include <memory>

namespace nightjar::data {

namespace {

struct EndInflate {
    void operator()(::z_stream* stream) const { ::inflateEnd(stream); }
};

}  // namespace

std::unexpected<core::Error> damaged(std::string_view name) {
    return core::fail(Errc::BadArchive,
                      "{}: the compressed data is damaged or cut off: copy it again", name);
}

core::Status inflate(std::string_view name, std::string_view packed, Wrapping wrapping,
                     UnpackTo& out) {
    constexpr std::size_t max_step = std::size_t{1} << 30;  // zlib counts in 32 bits
    ::z_stream stream{};
    NJ_CHECK(::inflateInit2(&stream, static_cast<int>(wrapping)) == Z_OK);
    const std::unique_ptr<::z_stream, EndInflate> guard{&stream};
    std::size_t in = 0;
    for (;;) {
        const auto room = out.room();
        if (room.empty()) return core::fail(Errc::TooLarge, "{}: it unpacks to too much", name);
        const auto in_step = std::min(max_step, packed.size() - in);
        const auto out_step = std::min(max_step, room.size());
        stream.next_in = reinterpret_cast<const ::Bytef*>(packed.data() + in);
        stream.avail_in = static_cast<::uInt>(in_step);
        stream.next_out = reinterpret_cast<::Bytef*>(room.data());
        stream.avail_out = static_cast<::uInt>(out_step);
        const int state = ::inflate(&stream, Z_NO_FLUSH);
        in += in_step - stream.avail_in;
        NJ_TRY(out.take(out_step - stream.avail_out));
        if (state == Z_STREAM_END && in == packed.size()) return {};
        // One file may be several gzip members, one behind the other.
        if (state == Z_STREAM_END && wrapping == Wrapping::Gzip) {
            ::inflateReset(&stream);
            continue;
        }
        // Also where the input ends too early: zlib then says that it could do nothing.
        if (state != Z_OK) return damaged(name);
    }
}

}  // namespace nightjar::data
