#include "store/series_store.hpp"

#include "store/crc32c.hpp"
#include "store/errc.hpp"
#include "store/file.hpp"
#include "store/series_folder.hpp"
#include "store/sha256.hpp"

#include <algorithm>
#include <array>
#include <cstring>

namespace nightjar::store {

namespace {

constexpr std::string_view extension = ".series";
constexpr std::size_t column_align = 64;
constexpr std::uint32_t version = 1;
constexpr std::int32_t max_decimals = 18;
constexpr std::array<char, 8> magic{'N', 'J', 'S', 'E', 'R', 'I', 'E', 'S'};

/// As in the file. The member order leaves no padding.
struct Header {
    std::array<char, 8> magic{};
    std::uint32_t version{};
    std::uint32_t header_bytes{};
    std::int64_t timeframe_ns{};
    std::int32_t price_decimals{};
    std::int32_t volume_decimals{};
    std::uint64_t rows{};
    std::array<std::uint64_t, 6> columns{};  ///< offsets: time, open, high, low, close, volume
    Digest sha256{};
    std::array<char, max_source> source{};  ///< UTF-8, then zeros
    std::uint32_t zero{};
    std::uint32_t crc{};  ///< of all before
};
static_assert(sizeof(Header) == 384 && sizeof(Header) % column_align == 0);

using Column = std::span<const std::int64_t>;

std::array<Column, 6> columns_of(const core::BarView& bars) {
    return {bars.open_time_ns, bars.open, bars.high, bars.low, bars.close, bars.volume};
}

constexpr std::size_t column_bytes(std::uint64_t rows) {
    return (rows * sizeof(std::int64_t) + column_align - 1) / column_align * column_align;
}

std::uint32_t crc_of(const Header& header) {
    const auto bytes = std::as_bytes(std::span{&header, 1});
    return crc32c(bytes.first(bytes.size() - sizeof header.crc));
}

Digest hash_of(const core::BarView& bars) {
    Sha256 hash;
    const std::array<std::int64_t, 4> facts{bars.timeframe.ns, bars.price_decimals,
                                            bars.volume_decimals,
                                            static_cast<std::int64_t>(bars.size())};
    hash.update(std::as_bytes(std::span{facts}));
    for (const auto column : columns_of(bars)) hash.update(std::as_bytes(column));
    return hash.digest();
}

Header header_of(const core::BarView& bars, std::string_view source) {
    Header header{.magic = magic,
                  .version = version,
                  .header_bytes = sizeof(Header),
                  .timeframe_ns = bars.timeframe.ns,
                  .price_decimals = bars.price_decimals,
                  .volume_decimals = bars.volume_decimals,
                  .rows = bars.size(),
                  .sha256 = hash_of(bars)};
    for (std::size_t i = 0; i < header.columns.size(); ++i)
        header.columns[i] = sizeof(Header) + i * column_bytes(header.rows);
    std::ranges::copy(source, header.source.begin());
    header.crc = crc_of(header);
    return header;
}

Status write_series(const File& file, const core::BarView& bars, std::string_view source) {
    const auto header = header_of(bars, source);
    NJ_TRY(file.resize(sizeof header + header.columns.size() * column_bytes(header.rows)));
    NJ_TRY(file.write_at(0, std::as_bytes(std::span{&header, 1})));
    const auto columns = columns_of(bars);
    for (std::size_t i = 0; i < columns.size(); ++i)
        NJ_TRY(file.write_at(header.columns[i], std::as_bytes(columns[i])));
    return file.sync();
}

/// The header at the front of `bytes`, if it describes them.
Result<Header> read_header(std::string_view name, std::span<const std::byte> bytes) {
    Header header;
    if (bytes.size() >= sizeof header) std::memcpy(&header, bytes.data(), sizeof header);
    if (header.magic != magic)
        return core::fail(Errc::Damaged, "{}: not a series file: import the data again", name);
    if (header.version != version)
        return core::fail(Errc::UnknownVersion, "{}: format version {}, this program reads {}",
                          name, header.version, version);
    if (header.crc != crc_of(header))
        return core::fail(Errc::Damaged, "{}: the header is damaged: import the data again", name);
    const auto space = bytes.size() - sizeof header;
    bool fits = header.rows <= space / sizeof(std::int64_t) / header.columns.size() &&
                header.price_decimals >= 0 && header.price_decimals <= max_decimals &&
                header.volume_decimals >= 0 && header.volume_decimals <= max_decimals;
    for (const auto offset : header.columns)
        fits = fits && offset % column_align == 0 && offset <= bytes.size() &&
               header.rows <= (bytes.size() - offset) / sizeof(std::int64_t);
    if (!fits)
        return core::fail(Errc::Damaged, "{}: {} bytes do not hold {} rows: import the data again",
                          name, bytes.size(), header.rows);
    return header;
}

}  // namespace

Series::Series(std::string name, Mapping mapping)
    : name_{std::move(name)}, mapping_{std::make_unique<Mapping>(std::move(mapping))} {}
Series::Series(Series&&) noexcept = default;
Series& Series::operator=(Series&&) noexcept = default;
Series::~Series() = default;

Status Series::verify() const {
    if (sha256_hex(view_) == sha256_) return {};
    return core::fail(Errc::Damaged, "{}: the bars are not what was stored: import the data again",
                      name_);
}

Status SeriesStore::put(std::string_view name, const core::BarView& bars,
                        std::string_view source) const {
    for (const auto column : columns_of(bars))
        NJ_CHECK(column.size() == bars.size(), "a column of {}, not {}", column.size(),
                 bars.size());
    NJ_TRY(check_name(name));
    NJ_TRY(check_source(name, source));
    NJ_TRY(make_directory(root_));
    const auto target = named_file(root_, name, extension);
    NJ_TRY(file, File::create_temporary(target));
    auto written = write_series(file, bars, source);
    if (written) written = publish(file, target);
    std::error_code ignored;
    if (!written) std::filesystem::remove(file.name(), ignored);
    return written;
}

Result<Series> SeriesStore::open(std::string_view name) const {
    NJ_TRY(check_name(name));
    auto file = File::open_to_read(named_file(root_, name, extension));
    if (!file && file.error().code == Errc::NotFound)
        return core::fail(Errc::NotFound, "no series \"{}\": `nightjar data list` shows all", name);
    if (!file) return std::unexpected{file.error()};
    NJ_TRY(size, file->size());
    NJ_TRY(mapping, Mapping::read_only(*file, size));
    NJ_TRY(header, read_header(name, mapping.bytes()));

    Series series{std::string{name}, std::move(mapping)};
    const auto column = [&](std::size_t index) {
        const auto* data = series.mapping_->bytes().data() + header.columns[index];
        return Column{reinterpret_cast<const std::int64_t*>(data), header.rows};
    };
    series.view_ = {core::nanoseconds(header.timeframe_ns),
                    header.price_decimals,
                    header.volume_decimals,
                    column(0),
                    column(1),
                    column(2),
                    column(3),
                    column(4),
                    column(5)};
    const auto end = std::ranges::find(header.source, '\0');
    series.source_.assign(header.source.begin(), end);
    series.sha256_ = to_hex(header.sha256);
    return series;
}

Result<std::vector<std::string>> SeriesStore::list() const { return names_in(root_, extension); }

std::string sha256_hex(const core::BarView& bars) { return to_hex(hash_of(bars)); }

}  // namespace nightjar::store
