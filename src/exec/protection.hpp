#pragma once
/// A stop, a take-profit and a trailing stop for one position, of which one closes it.

#include "core/base/time.hpp"
#include "core/model/instrument.hpp"
#include "core/model/protection.hpp"

#include <optional>

namespace nightjar::exec {

/// Distances in percent; 0: off.
struct ProtectionTerms {
    double stop{};         ///< against us, of the average entry price
    double take_profit{};  ///< for us, of the same
    double trailing{};     ///< against us, of the best price since the position was opened
    bool native{true};     ///< the stop rests at the venue, where it can

    [[nodiscard]] bool any() const { return stop > 0 || take_profit > 0 || trailing > 0; }
};

/// One strategy's position in one instrument: what is watched, and what has come of it. It neither
/// sends nor counts orders. Engine thread; never allocates. Prices are ticks of the instrument.
///
/// A level is as far from the average entry price (without fees) or from the best price as the
/// terms say, rounded so that it is reached rather sooner. The trailing stop never loosens while
/// the same side is held. The first level that is reached closes all: the others are off at that
/// instant. What is closed is not opened again for the wish that had opened it: the strategy must
/// first wish to be flat, or the other side.
class Protection {
public:
    using State = core::ProtectionState;
    using Leg = core::ProtectionLeg;

    /// A level that has moved by less than this part of its distance is not worth a message.
    static constexpr std::int64_t steps = 10;

    struct Seen {
        core::Qty held;  ///< signed; what is too little to be sold counts as nothing
        double entry{};  ///< average, quote per base; of something that is held
        /// At which it could be closed now; absent: nobody knows, and nothing is reached.
        std::optional<core::Price> price;
    };

    /// Both must outlive it.
    Protection(const ProtectionTerms& terms, const core::Instrument& instrument)
        : terms_{&terms}, instrument_{&instrument} {}

    /// True where that is worth a record: another state, or a level that moved a step.
    bool observe(const Seen& seen);
    /// The venue's stop was set off. False where it is closing already.
    bool set_off(core::Price price);
    /// Whether the strategy may wish for so much now; else its wish counts as flat.
    [[nodiscard]] bool permits(double exposure);

    [[nodiscard]] const ProtectionTerms& terms() const { return *terms_; }
    [[nodiscard]] State state() const { return state_; }
    [[nodiscard]] core::Side side() const { return side_; }
    [[nodiscard]] core::Qty held() const { return held_; }
    /// The tighter one of stop and trailing stop, while armed.
    [[nodiscard]] std::optional<core::Price> stop() const { return stop_; }
    [[nodiscard]] std::optional<core::Price> take_profit() const { return take_profit_; }
    [[nodiscard]] std::optional<core::Price> best() const { return best_; }
    /// The price is at the level, or beyond it against us.
    [[nodiscard]] bool against(core::Price price, core::Price level) const {
        return core::sign(side_) * (price - level).raw <= 0;
    }
    /// The least move of the stop that is worth a message.
    [[nodiscard]] core::Price step() const;

    /// The record of it, but for whose it is and what rests at the venue.
    [[nodiscard]] core::ProtectionChanged record() const;
    /// As the ledger left it.
    void recall(const core::ProtectionChanged& changed);

    template <class Archive, class Self>
    static void fields(Archive& a, Self& s) {
        a(s.state_, s.leg_, s.side_, s.best_, s.reached_, s.told_stop_, s.told_profit_, s.stop_,
          s.take_profit_, s.released_);
    }

private:
    bool leave();
    void arm(core::Side side, double entry);
    void set_levels(double entry);
    void look_at(core::Price price);
    [[nodiscard]] bool moved() const;
    [[nodiscard]] std::optional<core::Price> level(double from, double percent,
                                                   core::Side rounds) const;

    const ProtectionTerms* terms_;
    const core::Instrument* instrument_;
    State state_{};
    Leg leg_{};
    core::Side side_{};
    core::Qty held_;
    std::optional<core::Price> best_;
    std::optional<core::Price> stop_;
    std::optional<core::Price> take_profit_;
    std::optional<core::Price> reached_;
    std::optional<core::Price> told_stop_;
    std::optional<core::Price> told_profit_;
    bool released_{};  // while it closes: the wish that had opened it is off
};

}  // namespace nightjar::exec
