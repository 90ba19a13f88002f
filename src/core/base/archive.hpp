#pragma once
/// Structs to bytes and back: little-endian, no padding, one `fields` function per struct for both
/// ways. The layouts are listed in docs/formats.md.

#include "core/base/result.hpp"
#include "core/base/time.hpp"
#include "core/base/wide.hpp"
#include "core/errc.hpp"

#include <bit>
#include <cstring>
#include <optional>
#include <span>
#include <string>
#include <type_traits>
#include <vector>

namespace nightjar::core {

static_assert(std::endian::native == std::endian::little, "the formats are little-endian");

template <class T, class Archive>
concept HasFields = requires(Archive& a, T& t) { std::remove_const_t<T>::fields(a, t); };

template <class T>
concept Scalar = std::is_arithmetic_v<T> || std::is_enum_v<T> || std::same_as<T, Wide>;

/// Writes into a fixed buffer; running over it is our mistake and stops the process.
class ByteWriter {
public:
    explicit ByteWriter(std::span<std::byte> buffer) : buffer_{buffer} {}

    template <class... Ts>
    void operator()(const Ts&... values) {
        (put(values), ...);
    }
    void raw(const void* data, std::size_t size) {
        NJ_CHECK(size <= buffer_.size() - size_, "record over {} bytes", buffer_.size());
        if (size != 0) std::memcpy(buffer_.data() + size_, data, size);
        size_ += size;
    }
    [[nodiscard]] std::span<const std::byte> bytes() const { return buffer_.first(size_); }
    static void refuse() {}
    /// A field that records of older versions end before; it is a record's last.
    template <class T>
    void late(const T& value) {
        put(value);
    }

private:
    template <class T>
    void put(const T& value) {
        if constexpr (Scalar<T>) {
            raw(&value, sizeof value);
        } else if constexpr (HasFields<const T, ByteWriter>) {
            T::fields(*this, value);
        } else if constexpr (requires { value.raw; }) {
            put(value.raw);
        } else if constexpr (requires { value.ns; }) {
            put(value.ns);
        } else {
            put(value.value);
        }
    }
    template <class T>
    void put(const std::optional<T>& value) {
        put(value.has_value());
        if (value) put(*value);
    }
    void put(const std::string& text) { put_all(text.data(), text.size()); }
    template <class T>
    void put(const std::vector<T>& items) {
        put(static_cast<std::uint32_t>(items.size()));
        for (const auto& item : items) put(item);
    }
    void put_all(const void* data, std::size_t size) {
        put(static_cast<std::uint32_t>(size));
        raw(data, size);
    }

    std::span<std::byte> buffer_;
    std::size_t size_{};
};

/// Reads what a ByteWriter wrote. Bytes from disk are not trusted: running short marks the reader
/// as failed and leaves defaults.
class ByteReader {
public:
    explicit ByteReader(std::span<const std::byte> bytes) : bytes_{bytes} {}

    template <class... Ts>
    void operator()(Ts&... values) {
        (get(values), ...);
    }
    void refuse() { failed_ = true; }
    /// A field that records of older versions end before: it keeps its default there.
    template <class T>
    void late(T& value) {
        if (!bytes_.empty()) get(value);
    }
    [[nodiscard]] bool ok() const { return !failed_; }
    [[nodiscard]] std::size_t left() const { return bytes_.size(); }

private:
    template <class T>
    void get(T& value) {
        if constexpr (std::same_as<T, bool>) {
            std::uint8_t byte = 0;
            get(byte);
            if (byte > 1) refuse();
            value = byte == 1;
        } else if constexpr (Scalar<T>) {
            raw(&value, sizeof value);
        } else if constexpr (HasFields<T, ByteReader>) {
            T::fields(*this, value);
        } else if constexpr (requires { value.raw; }) {
            get(value.raw);
        } else if constexpr (requires { value.ns; }) {
            get(value.ns);
        } else {
            get(value.value);
        }
    }
    template <class T>
    void get(std::optional<T>& value) {
        bool present = false;
        get(present);
        if (present && !failed_) get(value.emplace());
    }
    void get(std::string& text) {
        const auto size = get_size(1);
        text.assign(reinterpret_cast<const char*>(bytes_.data()), size);
        bytes_ = bytes_.subspan(size);
    }
    template <class T>
    void get(std::vector<T>& items) {
        const auto size = get_size(1);
        for (std::size_t i = 0; i < size && !failed_; ++i) get(items.emplace_back());
    }
    /// A count of items of at least `item_size` bytes; one that cannot be there fails the reader.
    std::size_t get_size(std::size_t item_size) {
        std::uint32_t size = 0;
        get(size);
        if (size * item_size > bytes_.size()) failed_ = true;
        return failed_ ? 0 : size;
    }
    void raw(void* data, std::size_t size) {
        if (failed_ || size > bytes_.size()) {
            failed_ = true;
            return;
        }
        std::memcpy(data, bytes_.data(), size);
        bytes_ = bytes_.subspan(size);
    }

    std::span<const std::byte> bytes_;
    bool failed_{};
};

/// Reads exactly one T out of all the bytes.
template <class T>
Result<T> decode(std::span<const std::byte> bytes) {
    T value{};
    ByteReader reader{bytes};
    reader(value);
    if (!reader.ok() || reader.left() != 0)
        return fail(Errc::Decode, "{} bytes do not hold the record they claim", bytes.size());
    return value;
}

}  // namespace nightjar::core
