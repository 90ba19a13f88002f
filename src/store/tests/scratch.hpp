#pragma once
/// For tests: a folder that goes with the test, and files as strings.
/// The folder is in memory where the system has such a place: tests sync thousands of times.

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <span>
#include <string>
#include <string_view>

namespace nightjar::store {

class Scratch {
public:
    Scratch() {
        const std::filesystem::path memory = "/dev/shm";
        const auto parent =
            std::filesystem::exists(memory) ? memory : std::filesystem::temp_directory_path();
        auto name = (parent / "nightjar-XXXXXX").string();
        path_ = ::mkdtemp(name.data());
    }
    Scratch(const Scratch&) = delete;
    Scratch& operator=(const Scratch&) = delete;
    ~Scratch() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
    std::filesystem::path operator/(std::string_view name) const { return path_ / name; }

private:
    std::filesystem::path path_;
};

inline std::string read_file(const std::filesystem::path& file) {
    std::ifstream in{file, std::ios::binary};
    return {std::istreambuf_iterator<char>{in}, {}};
}

inline void write_file(const std::filesystem::path& file, std::string_view bytes) {
    std::ofstream{file, std::ios::binary} << bytes;
}

inline void flip_bit(const std::filesystem::path& file, std::size_t offset, int bit = 0) {
    auto bytes = read_file(file);
    bytes.at(offset) = static_cast<char>(bytes.at(offset) ^ (1 << bit));
    write_file(file, bytes);
}

inline std::span<const std::byte> as_body(std::string_view text) {
    return std::as_bytes(std::span{text});
}

inline std::string as_text(std::span<const std::byte> body) {
    return {reinterpret_cast<const char*>(body.data()), body.size()};
}

}  // namespace nightjar::store
