#pragma once
/// The part of `nightjar data` that is about tapes: trades and order books, event by event.

#include "app/command.hpp"

#include <nlohmann/json_fwd.hpp>

#include <filesystem>
#include <span>

namespace nightjar::app {

using Paths = std::span<const std::filesystem::path>;

/// Brings recordings in as one tape and says what they hold.
core::Status import_recording(const Globals& globals, const std::filesystem::path& root,
                              Paths files, std::string_view name);
/// Looks at a recording as `data import` would read it.
core::Status check_recording_file(const Globals& globals, const std::filesystem::path& file);
/// Looks at a stored tape, all of it.
core::Status check_tape(const Globals& globals, const std::filesystem::path& root,
                        std::string_view name);

/// One line for each tape, or, with --json, one object for each at the end of `out`. Gives the
/// number of tapes.
core::Result<std::size_t> list_tapes(const Globals& globals, const std::filesystem::path& root,
                                     nlohmann::ordered_json& out);

}  // namespace nightjar::app
