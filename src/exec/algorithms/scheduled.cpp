/// Those that follow a clock: twap by time, vwap by the volume that is usual, pov by the volume
/// that comes, is by Almgren and Chriss.

#include "exec/algorithms/builtins.hpp"
#include "exec/impact_path.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace nightjar::exec {

using core::ParamType;
using core::Qty;

namespace {

constexpr std::uint64_t draws_of_extra = 8;

/// What a child does before it takes.
enum class Patience : std::uint8_t {
    None,    // nothing
    Slot,    // rests at the touch that it met, for a usual slot
    Follow,  // likewise, and follows the touch
};

struct Pace {
    std::int64_t children{};  // 0: by the time
    bool noise{};
    Patience patience{};
    std::int64_t extra{};
};

/// Children are due at parts of a clock; what could not be had when it was due is due still.
class Scheduled : public Algorithm {
public:
    Scheduled(const Terms& terms, const Pace& pace) : Algorithm{terms}, pace_{pace} {}

    void begin(const Look& look, Work& work) const override {
        constexpr core::Duration each = core::seconds(30);
        constexpr std::int64_t fewest = 8;
        constexpr std::int64_t most = 240;
        const auto by_time = std::clamp(terms().over.ns / each.ns, fewest, most);
        ChildPlan::Order order;
        order.qty = look.parent->order.qty;
        order.children = pace_.children > 0 ? pace_.children : by_time;
        order.least = look.least;
        order.noise = pace_.noise;
        work.plan = ChildPlan{order, look.random};
        work.behind = work.plan;
    }
    Wish next(const Look& look, Work& work) const override {
        const double passed = clock(look, work);
        work.scheduled = passed;
        const auto due = work.plan.due(passed);
        Wish wish;
        if (pace_.patience != Patience::None && touch_of(look))
            wish = patient(look, work, due, passed);
        else
            wish.take = std::max(due - look.parent->filled - look.parent->open, Qty{});
        if (const auto part = work.plan.next())
            wish.wake = std::min(wish.wake, when(*part, look, work));
        return wish;
    }

protected:
    /// How much of it has passed, in [0, 1].
    [[nodiscard]] virtual double clock(const Look& look, const Work& work) const = 0;
    /// When to look at it again, for a part that has not passed.
    [[nodiscard]] virtual core::Time when(double part, const Look& look, const Work&) const = 0;

private:
    /// Children rest for a usual slot each; what is left of older ones is taken.
    [[nodiscard]] Wish patient(const Look& look, Work& work, Qty due, double passed) const {
        const double slot = 1 / static_cast<double>(work.plan.children());
        const Qty late = passed < slot ? Qty{} : work.behind.due(passed - slot);
        const auto& parent = *look.parent;
        Qty taking;
        for (const auto& child : parent.children())
            if (!child.resting) taking += child.left;
        Wish wish;
        wish.take = std::max(late - parent.filled - taking, Qty{});
        if (wish.take.raw == 0) {
            if (pace_.patience == Patience::Slot && parent.resting() != nullptr)
                wish.keep = true;
            else
                wish = rest_at_touch(look, due - parent.filled);
        }
        if (pace_.extra > 0) accompany(look, passed, slot, wish);
        if (const auto part = work.behind.next(); part && *part + slot < 1)
            wish.wake = std::min(wish.wake, when(*part + slot, look, work));
        return wish;
    }

    /// Up to two more rest behind the touch: each as bona fide as the first, part of the quantity,
    /// of a price and a size of its own. They are not taken back because the price comes to them,
    /// but where the rest of the time needs their lots, or after a minute at a price that the
    /// market has left.
    void accompany(const Look& look, double passed, double slot, Wish& wish) const {
        constexpr core::Duration least_rest = core::seconds(8);
        constexpr core::Duration old = core::minutes(1);
        constexpr double last_slots = 4;
        constexpr double fewest_slots = 6;
        const auto& parent = *look.parent;
        for (const auto& child : parent.children()) {
            if (!child.beside || !child.may_ask(look.now) || look.now < child.at + least_rest)
                continue;
            const bool left = look.now >= child.at + old && child.instrument == look.standing->id &&
                              far_behind(look, child.price);
            if (left) wish.withdraw = {child.id, risk::CancelReason::Stale};
            if (passed > 1 - last_slots * slot)
                wish.withdraw = {child.id, risk::CancelReason::ParentDone};
        }
        if (parent.beside() >= pace_.extra || passed > 1 - fewest_slots * slot) return;
        auto random = look.random;
        random.seek((std::uint64_t{2} << 32) + parent.sent * draws_of_extra);
        const double size = 0.5 + random.uniform();
        const double lots = size * slot * static_cast<double>(parent.order.qty.raw);
        wish.beside = behind_touch(look, Qty{static_cast<std::int64_t>(lots)}, random);
    }

    Pace pace_;
};

class Twap final : public Scheduled {
public:
    using Scheduled::Scheduled;

protected:
    double clock(const Look& look, const Work&) const override {
        return look.window.passed(look.now);
    }
    core::Time when(double part, const Look& look, const Work&) const override {
        return look.window.when(part);
    }
};

/// The trajectory where impact grows in proportion to the pace.
class Shortfall final : public Scheduled {
public:
    Shortfall(const Terms& terms, const Pace& pace, double kappa_time)
        : Scheduled{terms, pace}, kappa_time_{kappa_time} {}

protected:
    double clock(const Look& look, const Work&) const override {
        return shortfall_done(look.window.passed(look.now), kappa_time_);
    }
    core::Time when(double part, const Look& look, const Work&) const override {
        // A nanosecond more: the inverse is exact but for its last digit.
        return look.window.when(shortfall_passed(part, kappa_time_)) + core::microseconds(1);
    }

private:
    double kappa_time_;
};

/// The trajectory where impact grows with a power of the pace.
class ConcaveShortfall final : public Scheduled {
public:
    ConcaveShortfall(const Terms& terms, const Pace& pace, double kappa_time)
        : Scheduled{terms, pace}, curve_{{.risk = kappa_time * kappa_time}} {}

protected:
    double clock(const Look& look, const Work&) const override {
        return curve_.done(look.window.passed(look.now));
    }
    core::Time when(double part, const Look& look, const Work&) const override {
        return look.window.when(curve_.passed(part)) + core::microseconds(1);
    }

private:
    ImpactCurve curve_;
};

class Vwap final : public Scheduled {
public:
    using Scheduled::Scheduled;
    bool wants_curve() const override { return true; }

protected:
    /// How today's volume is against the usual is asked once there should have been one of five
    /// minutes.
    double clock(const Look& look, const Work& work) const override {
        const auto* curve = look.flow->curve();
        const auto [from, to] = look.window;
        const double expected = curve->expected(from, to, look.now);
        const double usual = curve->volume(work.begun_at, look.now);
        if (look.now < work.begun_at + VolumeCurve::bin || !(usual > 0)) return expected;
        const auto seen = static_cast<double>(look.flow->others() - work.volume_from);
        return volume_done(expected, seen / usual);
    }
    core::Time when(double, const Look& look, const Work&) const override {
        return look.now + core::seconds(1);
    }
};

class Pov final : public Scheduled {
public:
    Pov(const Terms& terms, const Pace& pace, double rate) : Scheduled{terms, pace}, rate_{rate} {}

    /// What has been missed is caught up at no more than twice the rate in any ten seconds.
    Wish next(const Look& look, Work& work) const override {
        constexpr std::size_t seconds = 10;
        auto wish = Scheduled::next(look, work);
        const auto most = participation(2 * rate_, look.flow->recent(look.now, seconds));
        const auto had = look.flow->own_recent(look.now, seconds) + look.parent->open;
        wish.take = std::clamp(most - had, Qty{}, wish.take);
        return wish;
    }

protected:
    double clock(const Look& look, const Work& work) const override {
        const auto seen = static_cast<double>(look.flow->others() - work.volume_from);
        const auto lots = rate_ * seen + static_cast<double>(work.credit.raw);
        return std::clamp(lots / static_cast<double>(look.parent->order.qty.raw), 0.0, 1.0);
    }
    core::Time when(double, const Look& look, const Work&) const override {
        return look.now + core::seconds(1);
    }

private:
    double rate_;
};

std::vector<core::ParamSpec> specs(std::string over, std::string end,
                                   std::vector<core::ParamSpec> own = {}) {
    own.push_back({"children", ParamType::Integer, "0", 0, 4'096, "",
                   "about how many; 0: one for every 30 s, 8 to 240"});
    own.push_back({"noise", ParamType::Flag, "true", 0, 0, "",
                   "their times and sizes tell nothing of the next one"});
    own.push_back({"patience", ParamType::Text, "none", 0, 0, "",
                   "none: children take at once; slot: they rest at the touch, post-only, and take "
                   "after a slot; follow: the same, behind the touch"});
    own.push_back({"extra", ParamType::Integer, "0", 0, 2, "orders",
                   "that rest behind the touch beside a patient child, at prices of their own"});
    own.push_back({"adaptive", ParamType::Flag, "true", 0, 0, "",
                   "no child is larger than the book and the volume bear"});
    return with_terms(std::move(over), std::move(end), std::move(own));
}

struct Read {
    Terms terms;
    Pace pace;
};

core::Result<Read> read(const core::Params& p) {
    NJ_TRY(terms, read_terms(p));
    terms.adaptive = p.flag("adaptive");
    terms.noise = p.flag("noise");
    constexpr std::array<std::string_view, 3> patience{"none", "slot", "follow"};
    NJ_TRY(chosen, read_choice(p, "patience", patience));
    const auto patience_chosen = static_cast<Patience>(chosen);
    if (p.integer("extra") > 0 && patience_chosen == Patience::None)
        return core::fail(
            core::Errc::OutOfRange,
            "extra orders rest beside a patient child: patience must be slot or follow");
    return Read{terms,
                {p.integer("children"), p.flag("noise"), patience_chosen, p.integer("extra")}};
}

MadeAlgorithm make_shortfall(const core::Params& p) {
    constexpr std::array<std::string_view, 3> urgencies{"low", "medium", "high"};
    constexpr std::array kappa_times{1.0, 2.0, 4.0};
    NJ_TRY(common, read(p));
    NJ_TRY(urgency, read_choice(p, "urgency", urgencies));
    common.terms.urgent = urgency == 2;
    constexpr std::array<std::string_view, 2> impacts{"linear", "concave"};
    NJ_TRY(impact, read_choice(p, "impact", impacts));
    if (impact == 1)
        return std::make_unique<ConcaveShortfall>(common.terms, common.pace,
                                                  kappa_times.at(urgency));
    return std::make_unique<Shortfall>(common.terms, common.pace, kappa_times.at(urgency));
}

}  // namespace

void register_scheduled(core::Registry<Algorithm>& registry) {
    registry.add("twap", {"evenly in time", specs("10m", "cross"),
                          [](const core::Params& p) -> MadeAlgorithm {
                              NJ_TRY(common, read(p));
                              return std::make_unique<Twap>(common.terms, common.pace);
                          }});
    registry.add("vwap", {"as the volume comes on usual days", specs("1h", "cross"),
                          [](const core::Params& p) -> MadeAlgorithm {
                              NJ_TRY(common, read(p));
                              return std::make_unique<Vwap>(common.terms, common.pace);
                          }});
    registry.add(
        "pov",
        {"a part of the volume that others trade",
         specs("1h", "carry",
               {{"rate", ParamType::Real, "0.1", 0.001, 0.5, "", "the part of their volume"}}),
         [](const core::Params& p) -> MadeAlgorithm {
             NJ_TRY(common, read(p));
             return std::make_unique<Pov>(common.terms, common.pace, p.real("rate"));
         }});
    registry.add("is", {"more at the beginning, against the risk of waiting (Almgren and Chriss)",
                        specs("10m", "cross",
                              {{"urgency", ParamType::Text, "medium", 0, 0, "",
                                "low, medium or high: the time in which the rest falls to a third "
                                "is all of it, a half or a quarter"},
                               {"impact", ParamType::Text, "linear", 0, 0, "",
                                "linear, or concave: it grows with the pace to the power of 0.6, "
                                "and more is sent early"}}),
                        make_shortfall});
}

}  // namespace nightjar::exec
