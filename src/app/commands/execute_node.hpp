#pragma once
/// A parent order that a running node works.

#include "app/manual_order.hpp"

namespace nightjar::app {

struct NodeOrder {
    std::string session;  ///< empty: the only one that runs
    ManualWish wish;
    bool detach{};  ///< does not wait for its end
};

/// Follows it to its end; Ctrl-C withdraws it. Errors: what the node refuses, and why.
core::Status order_at_node(const Globals& globals, const NodeOrder& order);

core::Status withdraw_at_node(const Globals& globals, const std::string& session,
                              std::uint64_t parent);

}  // namespace nightjar::app
