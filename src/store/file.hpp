#pragma once
/// Owned descriptors and mappings, for this room and those that read files. Every error names the
/// file, what was wanted and what the system said.

#include "core/base/result.hpp"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string>

namespace nightjar::store {

using core::Result;
using core::Status;
using std::filesystem::path;

/// The last two parts of a path: an error has 120 bytes for its text.
std::string short_name(const path& file);

/// errno, for `what` that failed on `file`.
[[nodiscard]] std::unexpected<core::Error> fail_io(std::string_view what, const path& file);

class File {
public:
    static Result<File> open_to_read(const path& file);
    static Result<File> open_to_write(const path& file);       ///< made, 0600, where missing
    static Result<File> create(const path& file);              ///< 0600; an old one is emptied
    static Result<File> create_temporary(const path& beside);  ///< a new name "<beside>.XXXXXX"
    static Result<File> open_directory(const path& directory);

    File(File&& other) noexcept;
    File& operator=(File&& other) noexcept;
    ~File();

    [[nodiscard]] const path& name() const { return name_; }
    [[nodiscard]] int descriptor() const { return descriptor_; }
    [[nodiscard]] Result<std::size_t> size() const;
    [[nodiscard]] Status resize(std::size_t size) const;
    /// Takes the space on the disk now, so that a full disk is an error here and not a SIGBUS
    /// later.
    [[nodiscard]] Status reserve(std::size_t size) const;
    [[nodiscard]] Status write_at(std::size_t offset, std::span<const std::byte> bytes) const;
    /// Up to `to.size()` bytes: fewer at the end of the file.
    [[nodiscard]] Result<std::size_t> read_at(std::size_t offset, std::span<std::byte> to) const;
    [[nodiscard]] Status sync() const;
    /// Locked while this process lives and the file is open; one process at a time.
    [[nodiscard]] Status lock() const;

private:
    File(path name, int descriptor) : name_{std::move(name)}, descriptor_{descriptor} {}

    path name_;
    int descriptor_;
};

class Mapping {
public:
    enum class Prefault : bool { No, Yes };

    Mapping() = default;
    static Result<Mapping> read_only(const File& file, std::size_t size);
    static Result<Mapping> writable(const File& file, std::size_t size, Prefault prefault);

    Mapping(Mapping&& other) noexcept;
    Mapping& operator=(Mapping&& other) noexcept;
    ~Mapping();

    [[nodiscard]] std::span<const std::byte> bytes() const { return {data_, size_}; }
    [[nodiscard]] std::byte* data() { return data_; }
    [[nodiscard]] std::size_t size() const { return size_; }
    [[nodiscard]] bool sync() const;  ///< waits for the disk; false leaves errno

private:
    Mapping(std::byte* data, std::size_t size) : data_{data}, size_{size} {}
    static Result<Mapping> map(const File& file, std::size_t size, int protection, int flags);

    std::byte* data_{};
    std::size_t size_{};
};

/// Makes `directory` (0700) and its parents where missing.
Status make_directory(const path& directory);
/// Makes what was created, renamed or removed in it last.
Status sync_directory(const path& directory);

}  // namespace nightjar::store
