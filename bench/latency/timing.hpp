#pragma once
/// Times of single steps, and what they come to.

#include <fmt/core.h>

#include <algorithm>
#include <chrono>
#include <string_view>
#include <vector>

namespace nightjar::latency {

using SteadyClock = std::chrono::steady_clock;
using Moment = SteadyClock::time_point;

/// Does not allocate before there are more than were expected.
class Times {
public:
    explicit Times(std::size_t expected) { ns_.reserve(expected); }
    /// What comes next warms up and does not count.
    void skip(std::size_t next) { skip_ = next; }
    void add(Moment from, Moment to) {
        if (skip_ != 0) {
            --skip_;
            return;
        }
        ns_.push_back(std::chrono::duration_cast<std::chrono::nanoseconds>(to - from).count());
    }
    /// One line of JSON.
    void tell(std::string_view name) {
        std::ranges::sort(ns_);
        const auto at = [&](double part) {
            return ns_[static_cast<std::size_t>(part * static_cast<double>(ns_.size() - 1))];
        };
        fmt::print(R"({{"name":"{}","count":{},"p50":{},"p99":{},"p999":{},"max":{}}})"
                   "\n",
                   name, ns_.size(), at(0.5), at(0.99), at(0.999), ns_.back());
    }

private:
    std::vector<std::int64_t> ns_;
    std::size_t skip_{};
};

}  // namespace nightjar::latency
