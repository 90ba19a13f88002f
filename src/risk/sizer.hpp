#pragma once
/// How large a full position may be.

#include "core/base/registry.hpp"
#include "core/model/instrument.hpp"
#include "market/market.hpp"

#include <memory>
#include <optional>

namespace nightjar::risk {

struct SizingInput {
    const core::Instrument* instrument{};
    const market::InstrumentState* market{};
    core::Money equity;  ///< of the strategy's account
    core::Price price;
};

/// Engine thread; must not allocate. A cap in lots, 0 or more; absent when an input is missing,
/// stale or not a number: then nothing may be opened.
class Sizer {
public:
    static constexpr std::string_view role = "sizer";
    using Maker = core::Result<std::unique_ptr<Sizer>>(const core::Params&);

    virtual ~Sizer() = default;
    [[nodiscard]] virtual std::optional<core::Qty> cap(const SizingInput& input) const = 0;
};

void register_sizers(core::Registry<Sizer>& registry);

}  // namespace nightjar::risk
