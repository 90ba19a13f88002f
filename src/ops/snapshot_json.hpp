#pragma once
/// A snapshot for machines: what `nightjar status --json` and the dashboard read.

#include "engine/snapshot.hpp"
#include "ops/news.hpp"

#include <string>
#include <vector>

namespace nightjar::ops {

/// What does not change while a session runs.
struct SessionFacts {
    std::string id;
    std::string mode;  ///< "paper"
    std::string build;
    std::string folder;
};

/// One line of JSON.
std::string to_json(const SessionFacts& facts, const engine::Snapshot& snapshot,
                    const std::vector<NewsLine>& news);

}  // namespace nightjar::ops
