#pragma once
/// A target becomes lots: the smallest of the strategy's caps, times the exposure.

#include "core/model/decision.hpp"
#include "core/model/refusal.hpp"
#include "portfolio/books.hpp"
#include "risk/sizer.hpp"

#include <expected>
#include <memory>
#include <vector>

namespace nightjar::risk {

/// Engine thread. Going flat is never refused, and a target that cannot be sized may still close
/// what is held against it.
class TargetGate {
public:
    /// `sizers[i]` are strategy i's; each has at least one.
    TargetGate(const core::Catalog& catalog,
               std::vector<std::vector<std::unique_ptr<Sizer>>> sizers);

    /// The position to hold, in lots.
    [[nodiscard]] std::expected<core::Qty, core::Refusal> size(const core::Target& target,
                                                               const market::Market& market,
                                                               const portfolio::Books& books) const;

private:
    const core::Catalog* catalog_;
    std::vector<std::vector<std::unique_ptr<Sizer>>> sizers_;
};

}  // namespace nightjar::risk
