#include "store/file.hpp"

#include "store/errc.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>
#include <utility>

namespace nightjar::store {

namespace {

constexpr ::mode_t owner_only = S_IRUSR | S_IWUSR;

std::unexpected<core::Error> fail_io(std::string_view what, const path& file, int error) {
    const auto code = error == ENOENT ? Errc::NotFound : Errc::Io;
    return core::fail(code, "{}: cannot {}: {}", short_name(file), what,
                      std::generic_category().message(error));
}

}  // namespace

std::string short_name(const path& file) {
    const auto parent = file.parent_path().filename();
    return (parent.empty() ? file.filename() : parent / file.filename()).string();
}

std::unexpected<core::Error> fail_io(std::string_view what, const path& file) {
    return fail_io(what, file, errno);
}

Result<File> File::open_to_read(const path& file) {
    const int descriptor = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor < 0) return fail_io("open", file);
    return File{file, descriptor};
}

Result<File> File::open_to_write(const path& file) {
    const int descriptor = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, owner_only);
    if (descriptor < 0) return fail_io("open for writing", file);
    return File{file, descriptor};
}

Result<File> File::create(const path& file) {
    const int descriptor = ::open(file.c_str(), O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, owner_only);
    if (descriptor < 0) return fail_io("create", file);
    return File{file, descriptor};
}

Result<File> File::create_temporary(const path& beside) {
    auto name = beside.string() + ".XXXXXX";
    const int descriptor = ::mkstemp(name.data());
    if (descriptor < 0) return fail_io("create", beside);
    return File{name, descriptor};
}

Result<File> File::open_directory(const path& directory) {
    const int descriptor = ::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (descriptor < 0) return fail_io("open", directory);
    return File{directory, descriptor};
}

File::File(File&& other) noexcept
    : name_{std::move(other.name_)}, descriptor_{std::exchange(other.descriptor_, -1)} {}

File& File::operator=(File&& other) noexcept {
    std::swap(name_, other.name_);
    std::swap(descriptor_, other.descriptor_);
    return *this;
}

File::~File() {
    if (descriptor_ >= 0) ::close(descriptor_);
}

Result<std::size_t> File::size() const {
    struct ::stat status{};
    if (::fstat(descriptor_, &status) != 0) return fail_io("read the size", name_);
    return static_cast<std::size_t>(status.st_size);
}

Status File::resize(std::size_t size) const {
    if (::ftruncate(descriptor_, static_cast<::off_t>(size)) != 0) return fail_io("resize", name_);
    return {};
}

Status File::reserve(std::size_t size) const {
#ifdef __APPLE__
    NJ_TRY(now, this->size());
    ::fstore_t wanted{F_ALLOCATEALL, F_PEOFPOSMODE, 0, static_cast<::off_t>(size - now), 0};
    if (size > now && ::fcntl(descriptor_, F_PREALLOCATE, &wanted) != 0)
        return fail_io("take its space", name_);
    return size > now ? resize(size) : Status{};
#else
    const int error = ::posix_fallocate(descriptor_, 0, static_cast<::off_t>(size));
    if (error != 0) return fail_io("take its space", name_, error);
    return {};
#endif
}

Status File::write_at(std::size_t offset, std::span<const std::byte> bytes) const {
    while (!bytes.empty()) {
        const auto done =
            ::pwrite(descriptor_, bytes.data(), bytes.size(), static_cast<::off_t>(offset));
        if (done < 0 && errno == EINTR) continue;
        if (done < 0) return fail_io("write", name_);
        bytes = bytes.subspan(static_cast<std::size_t>(done));
        offset += static_cast<std::size_t>(done);
    }
    return {};
}

Result<std::size_t> File::read_at(std::size_t offset, std::span<std::byte> to) const {
    std::size_t size = 0;
    while (size < to.size()) {
        const auto done = ::pread(descriptor_, to.data() + size, to.size() - size,
                                  static_cast<::off_t>(offset + size));
        if (done < 0 && errno == EINTR) continue;
        if (done < 0) return fail_io("read", name_);
        if (done == 0) break;
        size += static_cast<std::size_t>(done);
    }
    return size;
}

Status File::sync() const {
    if (::fsync(descriptor_) != 0) return fail_io("sync", name_);
    return {};
}

Status File::lock() const {
    if (::flock(descriptor_, LOCK_EX | LOCK_NB) == 0) return {};
    if (errno != EWOULDBLOCK) return fail_io("lock", name_);
    return core::fail(Errc::Locked, "{}: another process writes here: stop it first",
                      short_name(name_));
}

Result<Mapping> Mapping::map(const File& file, std::size_t size, int protection, int flags) {
    if (size == 0) return Mapping{};
    void* data = ::mmap(nullptr, size, protection, flags, file.descriptor(), 0);
    if (data == MAP_FAILED) return fail_io("map", file.name());
    return Mapping{static_cast<std::byte*>(data), size};
}

Result<Mapping> Mapping::read_only(const File& file, std::size_t size) {
    return map(file, size, PROT_READ, MAP_SHARED);
}

Result<Mapping> Mapping::writable(const File& file, std::size_t size, Prefault prefault) {
#ifdef MAP_POPULATE
    const int flags = prefault == Prefault::Yes ? MAP_SHARED | MAP_POPULATE : MAP_SHARED;
#else
    const int flags = MAP_SHARED;
    static_cast<void>(prefault);
#endif
    return map(file, size, PROT_READ | PROT_WRITE, flags);
}

Mapping::Mapping(Mapping&& other) noexcept
    : data_{std::exchange(other.data_, nullptr)}, size_{std::exchange(other.size_, 0)} {}

Mapping& Mapping::operator=(Mapping&& other) noexcept {
    std::swap(data_, other.data_);
    std::swap(size_, other.size_);
    return *this;
}

Mapping::~Mapping() {
    if (data_ != nullptr) ::munmap(data_, size_);
}

bool Mapping::sync() const { return data_ == nullptr || ::msync(data_, size_, MS_SYNC) == 0; }

Status make_directory(const path& directory) {
    std::error_code error;
    if (std::filesystem::is_directory(directory, error)) return {};
    if (directory.has_parent_path())
        std::filesystem::create_directories(directory.parent_path(), error);
    if (error) return fail_io("create", directory.parent_path(), error.value());
    if (::mkdir(directory.c_str(), S_IRWXU) != 0 && errno != EEXIST)
        return fail_io("create", directory);
    return {};
}

Status sync_directory(const path& directory) {
    NJ_TRY(opened, File::open_directory(directory));
    return opened.sync();
}

}  // namespace nightjar::store
