#pragma once
/// The passphrase of the key file, and the file itself.

#include "app/plan.hpp"
#include "venue/key_ring.hpp"

#include <filesystem>
#include <optional>
#include <string_view>

namespace nightjar::app {

/// From the first of: the credential "nightjar-keys" that systemd gives the service
/// ($CREDENTIALS_DIRECTORY); the desktop's keyring (secret-tool, on macOS security) under service
/// "nightjar"; the terminal, where it is not shown. Never from a command line or the environment.
/// Error: BadCall, where there is none of them; `why` it is needed is shown to who types.
core::Result<venue::Secret> passphrase(std::string_view why);
/// What systemd gives the service under that name ($CREDENTIALS_DIRECTORY), if anything.
std::optional<venue::Secret> systemd_credential(std::string_view name);
/// One line from the terminal, not shown; from standard input where that is no terminal.
core::Result<venue::Secret> type_secret(std::string_view prompt);

/// Beside the sessions: "keys", 0600.
std::filesystem::path key_file(const std::filesystem::path& data_dir);
/// An absent file holds no keys, and no passphrase is asked for. Errors: Io; those of
/// KeyRing::unseal.
core::Result<venue::KeyRing> load_keys(const std::filesystem::path& file);
/// Those that a plan names; where it names none the file is not looked at.
core::Result<venue::KeyRing> load_keys_for(const Plan& plan, const std::filesystem::path& data_dir);
/// With a passphrase that is known already.
core::Result<venue::KeyRing> load_keys(const std::filesystem::path& file,
                                       const venue::Secret& passphrase);
/// Whole, or not at all.
core::Status save_keys(const std::filesystem::path& file, const venue::KeyRing& ring,
                       const venue::Secret& passphrase);

}  // namespace nightjar::app
