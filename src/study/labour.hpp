#pragma once
/// Many independent pieces of work on a few threads.

#include <cstdint>
#include <functional>

namespace nightjar::study {

/// Calls `work(i)` once for each i in [0, count), in order of i but for what is at work at once, on
/// `threads` threads (1 at least, this one among them), until `stop`; what has begun is finished.
/// `progress` is called under a lock. Gives how many of the first pieces are done.
std::uint64_t share_out(std::uint64_t count, std::size_t threads,
                        const std::function<void(std::uint64_t)>& work,
                        const std::function<void(std::uint64_t, std::uint64_t)>& progress,
                        const std::function<bool()>& stop);

}  // namespace nightjar::study
