/// R07 to R09: prices and sizes that a slip of the finger, or a dead feed, would make.

#include "risk/checks/builtins.hpp"
#include "risk/flatten.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace nightjar::risk {

namespace {

using core::Loosens;
using core::OrderRequest;
using core::OrderType;
using core::ParamType;
using core::Refusal;
using core::Rule;
using core::Unit;

/// R07: a limit not further beyond the reference than max(1 %, 5 x one-minute deviation), or than
/// the flattening's own 3 % from K3 on. Only the side that costs money counts: a passive price may
/// be as far as it likes.
class Collar final : public Check {
public:
    Rule rule() const override { return Rule::Collar; }
    core::Status adjust(const core::Params& p) override {
        floor_bps_ = p.integer("floor_bps");
        sigmas_ = p.real("sigmas");
        return {};
    }
    std::optional<Refusal> review(const OrderRequest& order, const View& view) override {
        const auto& state = (*view.market)[order.instrument];
        if (order.type != OrderType::Limit || !state.reference) return std::nullopt;
        const auto reference = state.reference->price.raw;
        auto limit = floor_bps_;
        if (const auto sigma = state.volatility.minute_sigma())
            limit = std::max(limit, std::int64_t{std::lround(sigmas_ * *sigma * all_bps)});
        if (view.kill->level() >= core::KillLevel::Flatten && reduces(order, view))
            limit = std::max(limit, flatten_collar_bps);
        const auto beyond = core::Wide{order.price.raw - reference} * sign(order.side) * all_bps;
        if (beyond <= core::Wide{limit} * reference) return std::nullopt;
        return Refusal{rule(), Unit::BasisPoints, limit,
                       beyond / std::max<std::int64_t>(reference, 1), of_instrument(order)};
    }

private:
    std::int64_t floor_bps_{};
    double sigmas_{};
};

/// R08: not worth more than a fixed sum, nor many times the usual child.
class FatFinger final : public Check {
public:
    Rule rule() const override { return Rule::FatFinger; }
    core::Status adjust(const core::Params& p) override {
        NJ_TRY(most, core::parse_money(p.text("max_notional")));
        most_ = most;
        times_ = p.integer("times_median");
        return {};
    }
    std::optional<Refusal> review(const OrderRequest& order, const View& view) override {
        const auto price = worst_price(order, view);
        if (!price || reduces(order, view)) return std::nullopt;
        const auto worth = (*view.catalog)[order.instrument].notional(*price, order.qty);
        if (worth > most_)
            return Refusal{rule(), Unit::Quote, most_.raw, worth.raw, of_instrument(order)};
        const auto limit = core::Money{median() * times_};
        if (count_ >= enough && worth > limit)
            return Refusal{rule(), Unit::Quote, limit.raw, worth.raw, of_instrument(order)};
        return std::nullopt;
    }
    void approved(const OrderRequest& order, const View& view) override {
        const auto price = worst_price(order, view);
        if (!price) return;
        last_[count_++ % last_.size()] =
            (*view.catalog)[order.instrument].notional(*price, order.qty).raw;
    }

private:
    static constexpr std::size_t enough = 20;

    core::Wide median() const {
        auto sorted = last_;
        const auto used = std::min(count_, last_.size());
        const auto middle = sorted.begin() + static_cast<std::ptrdiff_t>(used / 2);
        std::nth_element(sorted.begin(), middle,
                         sorted.begin() + static_cast<std::ptrdiff_t>(used));
        return used == 0 ? core::Wide{} : *middle;
    }

    core::Money most_;
    std::int64_t times_{};
    std::array<core::Wide, 64> last_{};
    std::size_t count_{};
};

/// R09: a price to hold the order against, and a fresh one. Fails closed.
class HasReference final : public Check {
public:
    Rule rule() const override { return Rule::NoReference; }
    std::optional<Refusal> review(const OrderRequest& order, const View& view) override {
        const auto& state = (*view.market)[order.instrument];
        if (!state.reference) return Refusal{rule(), Unit::Count, 1, 0, of_instrument(order)};
        const auto& reference = *state.reference;
        if (view.now <= reference.fresh_until) return std::nullopt;
        return Refusal{rule(), Unit::Nanoseconds, (reference.fresh_until - reference.at).ns,
                       (view.now - reference.at).ns, of_instrument(order)};
    }
};

}  // namespace

void register_price_checks(core::Registry<Check>& registry) {
    add<Collar>(registry, "collar", "R07: a limit not far beyond the reference price",
                {{"floor_bps", ParamType::Integer, "100", 1, 10'000, "bp", "always allowed",
                  Loosens::Upward},
                 {"sigmas", ParamType::Real, "5", 0, 100, "one-minute deviations",
                  "allowed if more", Loosens::Upward}});
    add<FatFinger>(
        registry, "fat_finger", "R08: an order not too large",
        {{"max_notional", ParamType::Text, "50000", 0, 0, "quote", "of one order", Loosens::Upward},
         {"times_median", ParamType::Integer, "20", 1, 1'000'000, "",
          "of the median of the last 64 orders, once there are 20", Loosens::Upward}});
    add<HasReference>(registry, "reference", "R09: there is a fresh reference price");
}

}  // namespace nightjar::risk
