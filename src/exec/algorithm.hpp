#pragma once
/// How a parent is worked: what shall be sent or stand now.

#include "core/base/registry.hpp"
#include "core/model/instrument.hpp"
#include "exec/flow.hpp"
#include "exec/parent.hpp"
#include "exec/schedule.hpp"
#include "market/market.hpp"
#include "risk/check.hpp"

#include <memory>
#include <optional>

namespace nightjar::exec {

/// What becomes of the lots that are left when the time is over.
enum class End : std::uint8_t {
    Cross,   ///< taken at once, within the grace
    Cancel,  ///< off
    Carry,   ///< into the next parent
};

struct Terms {
    core::Duration over;
    core::Duration grace;
    End end{};
    bool adaptive{};  ///< children are as large as the market bears
    bool noise{};     ///< some of them have the sizes that others trade
    bool urgent{};
};

/// All that an algorithm may look at. `market` and `flow` are of the parent's instrument.
/// `standing` is where the child stands that rests, which may be another of the route; where none
/// rests it is the parent's instrument too.
struct Look {
    core::Time now;
    const core::Instrument* instrument{};
    const market::InstrumentState* market{};
    const Flow* flow{};
    const Parent* parent{};
    const core::Instrument* standing{};
    const market::InstrumentState* standing_market{};
    core::Qty least;  ///< that the venue takes
    Window window;
    core::Random random{0, 0};  ///< of the parent; at 0
};

struct Wish {
    struct Level {
        core::Price price;  ///< in ticks of Look::standing
        core::Qty qty;
        core::Qty shown{};  ///< at a time, of a venue's own iceberg; 0: all
    };
    core::Qty take;               ///< lots to be taken now
    std::optional<Level> rest;    ///< what shall stand, post-only; absent: nothing shall
    bool keep{};                  ///< what stands may stay as it is
    std::optional<Level> beside;  ///< one more, behind what stands, while that does
    struct Withdrawn {
        core::OrderId order;
        risk::CancelReason why{};
    };
    std::optional<Withdrawn> withdraw;  ///< of those beside it
    core::Time wake{never};             ///< any event of the instrument asks too
};

/// Engine thread; must not allocate. One for each strategy that chose it: what belongs to a parent
/// is in its Work.
class Algorithm {
public:
    static constexpr std::string_view role = "execution algorithm";
    using Maker = core::Result<std::unique_ptr<Algorithm>>(const core::Params&);

    explicit Algorithm(const Terms& terms) : terms_{terms} {}
    virtual ~Algorithm() = default;

    [[nodiscard]] const Terms& terms() const { return terms_; }
    /// Goes by the volume of the weeks before.
    [[nodiscard]] virtual bool wants_curve() const { return false; }
    /// Takes a parent up, or up again.
    virtual void begin(const Look& look, Work& work) const = 0;
    [[nodiscard]] virtual Wish next(const Look& look, Work& work) const = 0;

private:
    Terms terms_;
};

/// "immediate" is among them: it makes no object, since nothing is kept for its parents.
void register_builtins(core::Registries& registries);
/// R26, the guard of conduct, among risk's checks.
void register_conduct(core::Registries& registries);

}  // namespace nightjar::exec
