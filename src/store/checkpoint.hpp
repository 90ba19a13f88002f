#pragma once
/// What a ledger's records came to at one place, kept beside it so that recovery reads the rest
/// only (docs/formats.md, "Checkpoint"). Disposable: the ledger alone gives the same.

#include "core/base/result.hpp"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace nightjar::store {

struct Checkpoint {
    std::uint32_t state_version{};  ///< of what made the state
    std::string build;              ///< likewise: another build's state is not to be read
    std::uint64_t records{};        ///< that the state holds, seals not counted
    std::uint64_t position{};       ///< in the ledger, behind the last of them
    std::uint32_t crc{};            ///< CRC-32C of their bodies: another ledger has another
    std::vector<std::byte> state;

    template <class Archive, class Self>
    static void fields(Archive& a, Self& s) {
        a(s.state_version, s.build, s.records, s.position, s.crc, s.state);
    }
};

/// Writes beside the old file, syncs and renames: a crash leaves the old or the new one.
core::Status write_checkpoint(const std::filesystem::path& file, const Checkpoint& checkpoint);

/// Errors: NotFound, Damaged, Io.
core::Result<Checkpoint> read_checkpoint(const std::filesystem::path& file);

}  // namespace nightjar::store
