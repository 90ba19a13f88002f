#pragma once
/// One rule that an order must pass.

#include "core/base/registry.hpp"
#include "core/model/decision.hpp"
#include "core/model/order.hpp"
#include "core/model/refusal.hpp"
#include "market/market.hpp"
#include "portfolio/books.hpp"
#include "portfolio/order_table.hpp"
#include "risk/kill_switch.hpp"

#include <memory>
#include <optional>

namespace nightjar::risk {

class Breakers;
class Netting;

/// Why an order is taken back.
enum class CancelReason : std::uint8_t {
    Moved,       ///< another shall stand in its place
    Limit,       ///< a strategy's own price or quantity has changed: it would not accept it now
    ParentDone,  ///< its parent has ended, or fills elsewhere have left it nothing to do
    Risk,        ///< the kill level, or a strategy that may only reduce
    Stale,       ///< the book that it stands in is too old to stand on
    SessionEnded,
};

/// All that a check may look at. Open and UNKNOWN orders count as if they will fill.
struct View {
    const core::Catalog* catalog{};
    const market::Market* market{};
    const portfolio::OrderTable* orders{};
    const portfolio::Books* books{};
    const KillSwitch* kill{};
    core::Time now;
    bool reconciling{};
    // Of the order that is reviewed:
    const core::ParentOrder* parent{};
    std::span<const core::Allocation> shares{};  ///< what the parent has left for each strategy
    const Breakers* breakers{};
    const Netting* netting{};
    bool quoting{};     ///< it is one side of a strategy's declared quote of two sides
    bool protecting{};  ///< it closes a position that has reached a level of its protection
};

/// The most that the order could cost per lot: its limit, or the reference moved against us by the
/// marketable collar. Absent without a reference.
std::optional<core::Price> worst_price(const core::OrderRequest& order, const View& view);

/// True when the order, with all other open orders on its side filled first, only brings the
/// instrument's position closer to flat. Limits never block such an order.
bool reduces(const core::OrderRequest& order, const View& view);

/// The lots of the order that would only reduce; less than all of it when it would turn the
/// position round, 0 when it would only add.
core::Qty reducing_part(const core::OrderRequest& order, const View& view);

/// The position if this order and every open order of its side filled: signed lots.
core::Qty worst_position(const core::OrderRequest& order, const View& view);

/// Engine thread; must not allocate.
class Check {
public:
    static constexpr std::string_view role = "risk check";
    using Maker = core::Result<std::unique_ptr<Check>>(const core::Params&);

    virtual ~Check() = default;
    [[nodiscard]] virtual core::Rule rule() const = 0;
    /// Its settings, at the beginning and whenever one of them changes: what it remembers stays.
    [[nodiscard]] virtual core::Status adjust(const core::Params&) { return {}; }
    /// Absent: no objection.
    [[nodiscard]] virtual std::optional<core::Refusal> review(const core::OrderRequest& order,
                                                              const View& view) = 0;
    /// The order passed every check and counts from now on.
    virtual void approved(const core::OrderRequest&, const View&) {}
    // What became of it: an update while it was open; a fill, even a late one, once it is booked.
    virtual void heard(const core::OrderRequest&, const core::OrderUpdate&, const View&) {}
    virtual void filled(const core::OrderRequest&, const core::Fill&, const View&) {}
    virtual void cancelling(const core::OrderRequest&, CancelReason, const View&) {}
    /// It wants to hear every event of the market, once the market has taken it in.
    [[nodiscard]] virtual bool watches_market() const { return false; }
    virtual void observe(const core::Event&, const View&) {}
};

/// Adds a check of class C, which `adjust` gives its settings.
template <class C>
void add(core::Registry<Check>& registry, std::string name, std::string doc,
         std::vector<core::ParamSpec> settings = {}) {
    using Made = core::Result<std::unique_ptr<Check>>;
    registry.add(std::move(name),
                 {std::move(doc), std::move(settings), [](const core::Params& p) -> Made {
                      auto made = std::make_unique<C>();
                      NJ_TRY(made->adjust(p));
                      return made;
                  }});
}

void register_builtins(core::Registries& registries);

}  // namespace nightjar::risk
