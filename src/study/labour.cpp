#include "study/labour.hpp"

#include <algorithm>
#include <atomic>
#include <mutex>
#include <thread>
#include <vector>

namespace nightjar::study {

std::uint64_t share_out(std::uint64_t count, std::size_t threads,
                        const std::function<void(std::uint64_t)>& work,
                        const std::function<void(std::uint64_t, std::uint64_t)>& progress,
                        const std::function<bool()>& stop) {
    std::atomic<std::uint64_t> next{0};
    std::mutex mutex;
    std::uint64_t done = 0;
    const auto labour = [&] {
        // What was taken is always finished, so the pieces that are done are the first ones.
        while (!(stop && stop())) {
            const auto mine = next.fetch_add(1);
            if (mine >= count) return;
            work(mine);
            const std::lock_guard lock{mutex};
            ++done;
            if (progress) progress(done, count);
        }
    };
    std::vector<std::thread> others;
    for (std::size_t i = 1; i < threads; ++i) others.emplace_back(labour);
    labour();
    for (auto& other : others) other.join();
    return done;
}

}  // namespace nightjar::study
