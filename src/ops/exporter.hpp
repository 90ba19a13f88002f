#pragma once
/// A snapshot as Prometheus reads it.

#include "engine/snapshot.hpp"
#include "notify/outbox.hpp"

#include <memory>
#include <span>
#include <string>

namespace nightjar::ops {

/// One thread. Names and meanings are listed in docs/metrics.md.
class Exporter {
public:
    Exporter();
    ~Exporter();
    Exporter(const Exporter&) = delete;
    Exporter& operator=(const Exporter&) = delete;

    /// The page of /metrics, in the text format 0.0.4.
    std::string page(const engine::Snapshot& snapshot,
                     std::span<const notify::Delivery> deliveries = {});

private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace nightjar::ops
