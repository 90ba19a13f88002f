#pragma once

#include "updates.hpp"

#include <filesystem>

namespace nightjar::latency {

/// From the bytes of each update in memory to those of its order, on one thread.
void measure_in_memory(const Market& market, const std::filesystem::path& folder);

/// Over WebSockets on this machine, from before the update is written to after its order was read,
/// `updates` times each: bare Beast echoing messages of these sizes; the same with the whole path
/// between; and the path over our own transport with decoding, engine and signing on the threads
/// that they have live.
void measure_loopback(const Market& market, std::size_t updates,
                      const std::filesystem::path& folder);

/// In memory, from the bytes of each update to the approved order, while another strategy asks a
/// model at each bar: nobody, one that works, stalls, fails, or is missing, in turns of 500
/// updates.
void measure_beside_models(const Market& market, const std::filesystem::path& folder);

}  // namespace nightjar::latency
