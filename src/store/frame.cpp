#include "store/frame.hpp"

#include "store/crc32c.hpp"

#include <algorithm>
#include <atomic>
#include <bit>
#include <cstring>
#include <optional>

namespace nightjar::store {

namespace {

/// Both memory and file are filled by this many bytes at a time.
constexpr std::size_t page_bytes = 4096;

struct FirstWord {
    std::uint32_t body_bytes{};
    std::uint16_t type{};
    std::uint16_t zero{};
};
static_assert(sizeof(FirstWord) == frame_align);

FirstWord load_first_word(const std::byte* at) {
    auto* word = reinterpret_cast<std::uint64_t*>(const_cast<std::byte*>(at));
    return std::bit_cast<FirstWord>(std::atomic_ref{*word}.load(std::memory_order_acquire));
}

std::span<const std::byte> bytes_of(const FirstWord& word) {
    return std::as_bytes(std::span{&word, 1});
}

bool is_zero(std::span<const std::byte> bytes) {
    return std::ranges::all_of(bytes, [](std::byte byte) { return byte == std::byte{}; });
}

std::optional<std::size_t> find_record(std::span<const std::byte> bytes, std::size_t from) {
    Frame frame;
    for (auto at = from; at + frame_bytes(0) <= bytes.size(); at += frame_align)
        if (read_frame(bytes.subspan(at), frame) == FrameState::Good) return at;
    return std::nullopt;
}

/// A power cut may keep a later page and lose an earlier one: then a page is zero, at least from
/// the first bad record on. Damage to what was once on the disk does not look like that.
bool page_was_lost(std::span<const std::byte> bytes, std::size_t from, std::size_t to) {
    for (auto end = (from / page_bytes + 1) * page_bytes; end <= to; end += page_bytes) {
        const auto begin = std::max(from, end - page_bytes);
        if (is_zero(bytes.subspan(begin, end - begin))) return true;
    }
    return false;
}

}  // namespace

void write_frame(std::byte* to, std::uint16_t type, core::Time at,
                 std::span<const std::byte> body) {
    const FirstWord word{static_cast<std::uint32_t>(body.size()), type, 0};
    const auto crc_at = frame_bytes(body.size()) - frame_crc_bytes;
    std::memcpy(to + sizeof word, &at.ns, sizeof at.ns);
    if (!body.empty()) std::memcpy(to + frame_head_bytes, body.data(), body.size());
    const auto crc = crc32c({to + sizeof word, crc_at - sizeof word}, crc32c(bytes_of(word)));
    std::memcpy(to + crc_at, &crc, sizeof crc);
    std::atomic_ref{*reinterpret_cast<std::uint64_t*>(to)}.store(std::bit_cast<std::uint64_t>(word),
                                                                 std::memory_order_release);
}

FrameState read_frame(std::span<const std::byte> bytes, Frame& frame) {
    if (bytes.size() < end_mark_bytes) return is_zero(bytes) ? FrameState::None : FrameState::Bad;
    const auto word = load_first_word(bytes.data());
    if (word.body_bytes == 0 && word.type == 0 && word.zero == 0) return FrameState::None;
    const auto size = frame_bytes(word.body_bytes);
    if (word.type == 0 || word.zero != 0 || size > bytes.size()) return FrameState::Bad;
    const auto crc_at = size - frame_crc_bytes;
    std::uint32_t crc = 0;
    std::memcpy(&crc, bytes.data() + crc_at, sizeof crc);
    const auto rest = bytes.subspan(sizeof word, crc_at - sizeof word);
    if (crc32c(rest, crc32c(bytes_of(word))) != crc) return FrameState::Bad;
    frame.type = word.type;
    std::memcpy(&frame.at.ns, bytes.data() + sizeof word, sizeof frame.at.ns);
    frame.body = bytes.subspan(frame_head_bytes, word.body_bytes);
    frame.bytes = bytes.first(size);
    return FrameState::Good;
}

bool has_record(std::span<const std::byte> bytes, std::size_t from) {
    return find_record(bytes, from).has_value();
}

Rest judge_rest(std::span<const std::byte> bytes, std::size_t used) {
    const auto rest = bytes.subspan(used);
    const auto last = std::find_if(rest.rbegin(), rest.rend(),
                                   [](std::byte byte) { return byte != std::byte{}; });
    const auto size = static_cast<std::size_t>(rest.rend() - last);
    if (size == 0) return {RestState::Clean, 0};
    const auto follows = find_record(bytes, used + frame_align);
    const bool torn = !follows || page_was_lost(bytes, used, *follows);
    return {torn ? RestState::Torn : RestState::Damaged, size};
}

}  // namespace nightjar::store
