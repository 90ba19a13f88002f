/// M10: little is taken while a reference price is made.

#include "exec/conduct/builtins.hpp"
#include "exec/flow.hpp"

#include <algorithm>

namespace nightjar::exec {

namespace {

using core::Loosens;
using core::OrderRequest;
using core::ParamType;
using core::Refusal;
using core::Unit;

constexpr core::Wide whole = 10'000;  // basis points
constexpr core::Duration step = core::seconds(10);

/// Around the settlements of funding of a perpetual, and in the half hour before a daily
/// settlement, our orders that take are a small part of what trades in a time as long as the
/// window. Where no trades are told it says nothing.
class ReferenceWindow final : public ConductCheck {
public:
    core::Status adjust(const core::Params& p) override {
        share_ = p.integer("share_pct") * (whole / 100);
        funding_ = core::hours(p.integer("funding_h"));
        around_ = core::seconds(p.integer("around_s"));
        settled_ = p.integer("settled_minute");
        before_ = core::minutes(p.integer("before_min"));
        return {};
    }
    [[nodiscard]] bool watches_market() const override { return true; }
    void observe(const core::Event& event, const risk::View& view) override {
        if (!std::holds_alternative<core::Trade>(event.body)) return;
        auto& line = lines_.of(event.instrument, view);
        line.trades_come = true;
        const auto known = line.flow.others();
        line.flow.apply(event);
        line.at(view.now).others += line.flow.others() - known;
    }
    void filled(const OrderRequest& order, const core::Fill& fill,
                const risk::View& view) override {
        auto& line = lines_.of(order.instrument, view);
        const auto known = line.flow.others();
        line.flow.own(fill, view.now);
        line.at(view.now).others += line.flow.others() - known;
    }
    void approved(const OrderRequest& order, const risk::View& view) override {
        if (!passive(order, view))
            lines_.of(order.instrument, view).at(view.now).ours += order.qty.raw;
    }

private:
    struct Slice {
        std::int64_t number{};
        core::Wide others{};
        core::Wide ours{};
    };
    struct Line {
        Flow flow{false};
        bool trades_come{};
        std::array<Slice, 360> slices{};  // an hour

        Slice& at(core::Time now) {
            const auto number = core::count_of(now, step);
            auto& slice = slices.at(static_cast<std::size_t>(number) % slices.size());
            if (slice.number != number) slice = {number, 0, 0};
            return slice;
        }
    };

    /// How long the window is that is open; absent: none is.
    [[nodiscard]] std::optional<core::Duration> window(const OrderRequest& order,
                                                       const risk::View& view) const {
        const auto day = core::Duration{view.now.ns -
                                        core::count_of(view.now, core::days(1)) * core::days(1).ns};
        if (settled_ < 1'440) {
            const auto to_go = core::minutes(settled_) - day;
            if (to_go.ns >= 0 && to_go <= before_) return before_;
        }
        const auto kind = (*view.catalog)[order.instrument].kind;
        if (funding_.ns == 0 || kind == core::InstrumentKind::Spot) return std::nullopt;
        const core::Duration since{day.ns % funding_.ns};
        if (since <= around_ || funding_ - since <= around_) return around_ * 2;
        return std::nullopt;
    }
    std::optional<Refusal> object(const OrderRequest& order, const risk::View& view) override {
        if (passive(order, view)) return std::nullopt;
        const auto open = window(order, view);
        const auto& line = lines_.of(order.instrument, view);
        if (!open || !line.trades_come) return std::nullopt;
        const auto oldest = core::count_of(view.now, step) - open->ns / step.ns;
        core::Wide ours = order.qty.raw;
        core::Wide others = 0;
        for (const auto& slice : line.slices) {
            if (slice.number <= oldest) continue;
            ours += slice.ours;
            others += slice.others;
        }
        const auto all = ours + std::max<core::Wide>(others, 0);
        if (ours * whole <= all * share_) return std::nullopt;
        return Refusal{rule(), Unit::BasisPoints, share_, ours * whole / all, of_instrument(order)};
    }

    core::Wide share_{};
    core::Duration funding_;
    core::Duration around_;
    std::int64_t settled_{};
    core::Duration before_;
    PerInstrument<Line> lines_;
};

}  // namespace

void register_windows(core::Registry<risk::Check>& registry) {
    add<ReferenceWindow>(
        registry, "conduct_windows", "R26 M10: little is taken while a reference price is made",
        {{"share_pct", ParamType::Integer, "5", 0, 100, "%", "of what trades", Loosens::Upward},
         {"funding_h", ParamType::Integer, "8", 0, 24, "h",
          "from one settlement of funding to the next, from midnight (UTC); 0: none",
          Loosens::Unknown},
         {"around_s", ParamType::Integer, "60", 0, 900, "s", "before and after it",
          Loosens::Downward},
         {"settled_minute", ParamType::Integer, "1440", 0, 1'440, "min",
          "of the day (UTC), when an index or a future settles; 1440: never", Loosens::Unknown},
         {"before_min", ParamType::Integer, "30", 0, 60, "min", "before it", Loosens::Downward}});
}

}  // namespace nightjar::exec
