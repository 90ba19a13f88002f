#include "updates.hpp"

#include "core/base/random.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace nightjar::latency {

namespace {

constexpr std::int64_t middle = 618'200;  // ticks of 0.1
constexpr std::int64_t band = 400;        // the best bid stays within so much of it
constexpr int depth = 1'000;
constexpr std::int64_t first_ms = 1'700'000'000'000;
constexpr int every_ms = 200;

class Walk {
public:
    explicit Walk(std::uint64_t seed) : random_{seed, 1} {}

    std::string snapshot() {
        std::string bids, asks;
        for (int i = 0; i < depth; ++i) {
            add(bids, bid_ - i, lots());
            add(asks, bid_ + 1 + i, lots());
        }
        return fmt::format(R"({{"lastUpdateId":{},"E":{},"T":{},"bids":[{}],"asks":[{}]}})", id_,
                           first_ms, first_ms, bids, asks);
    }

    std::string update() {
        const bool up = bid_ <= middle - band || (bid_ < middle + band && random_.below(2) == 0);
        std::string bids, asks;
        // The level that is taken goes, and the side that took it stands there.
        if (up) {
            add(asks, bid_ + 1, 0);
            add(bids, ++bid_, lots());
        } else {
            add(bids, bid_, 0);
            add(asks, bid_--, lots());
        }
        for (int i = 0; i < 2; ++i) {
            add(bids, bid_ - 1 - away(), lots());
            add(asks, bid_ + 2 + away(), lots());
        }
        const auto before = id_;
        id_ += 1 + random_.below(30);
        const auto at = first_ms + every_ms * ++count_;
        return fmt::format(
            R"({{"e":"depthUpdate","E":{},"T":{},"s":"BTCUSDT","U":{},"u":{},"pu":{},"b":[{}],)"
            R"("a":[{}]}})",
            at, at - 3, before + 1, id_, before, bids, asks);
    }

private:
    std::int64_t lots() { return 1 + static_cast<std::int64_t>(random_.below(9'999)); }
    std::int64_t away() { return static_cast<std::int64_t>(random_.below(20)); }
    static void add(std::string& to, std::int64_t price, std::int64_t lots) {
        to += fmt::format(R"({}["{}.{}0","{}.{:03}"])", to.empty() ? "" : ",", price / 10,
                          price % 10, lots / 1'000, lots % 1'000);
    }

    core::Random random_;
    std::int64_t bid_{middle};
    std::uint64_t id_{4'000'000'000'000};
    std::int64_t count_{};
};

}  // namespace

Market make_market(std::size_t updates, std::uint64_t seed) {
    Walk walk{seed};
    Market market{walk.snapshot(), {}};
    for (std::size_t i = 0; i < updates; ++i) market.updates.push_back(walk.update());
    return market;
}

}  // namespace nightjar::latency
