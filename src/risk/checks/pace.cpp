/// R10, R11 and R14: the same again, too fast, too many.

#include "risk/checks/builtins.hpp"

#include <algorithm>
#include <array>

namespace nightjar::risk {

namespace {

using core::Loosens;
using core::OrderRequest;
using core::ParamType;
using core::Refusal;
using core::Rule;
using core::Unit;

/// R10: no order like one just sent, and no order id twice; the two parts of a reversal, one of
/// which only closes, are not alike. Looks at the last 64 orders.
class Duplicate final : public Check {
public:
    Rule rule() const override { return Rule::Duplicate; }
    core::Status adjust(const core::Params& p) override {
        window_ = core::milliseconds(p.integer("window_ms"));
        return {};
    }
    std::optional<Refusal> review(const OrderRequest& order, const View& view) override {
        if (view.orders->find(order.id) != nullptr)
            return Refusal{rule(), Unit::Count, 0, 1, of_order(order)};
        for (const auto& other : last_) {
            const auto age = order.at - other.at;
            if (other.qty.raw == 0 || age >= window_ || age.ns < 0) continue;
            if (other.instrument == order.instrument && other.side == order.side &&
                other.type == order.type && other.price == order.price &&
                other.stop == order.stop && other.qty == order.qty &&
                (other.reduce_only == order.reduce_only || other.parent != order.parent))
                return Refusal{rule(), Unit::Nanoseconds, window_.ns, age.ns, of_instrument(order)};
        }
        return std::nullopt;
    }
    void approved(const OrderRequest& order, const View&) override {
        last_[next_++ % last_.size()] = order;
    }

private:
    core::Duration window_;
    std::array<OrderRequest, 64> last_{};
    std::size_t next_{};
};

/// R11: a token bucket over all orders of the node; one second's worth may come at once. What
/// reduces a position never waits.
class Rate final : public Check {
public:
    Rule rule() const override { return Rule::Rate; }
    core::Status adjust(const core::Params& p) override {
        const bool first = per_second_ == 0;
        per_second_ = p.integer("per_second");
        const auto full = core::seconds(per_second_).ns;
        tokens_ns_ = first ? full : std::min(tokens_ns_, full);
        return {};
    }
    std::optional<Refusal> review(const OrderRequest& order, const View& view) override {
        refill(order.at);
        if (tokens_ns_ >= core::seconds(1).ns || reduces(order, view)) return std::nullopt;
        return Refusal{rule(), Unit::Count, per_second_, per_second_ + 1, of_account()};
    }
    void approved(const OrderRequest&, const View&) override {
        tokens_ns_ = std::max<std::int64_t>(tokens_ns_ - core::seconds(1).ns, 0);
    }

private:
    void refill(core::Time now) {
        const auto full = core::seconds(per_second_).ns;
        const auto passed = std::clamp<std::int64_t>((now - last_).ns, 0, core::seconds(1).ns);
        tokens_ns_ = std::min(full, tokens_ns_ + passed * per_second_);
        last_ = std::max(last_, now);
    }

    std::int64_t per_second_{};
    std::int64_t tokens_ns_{};  // a token is one second's nanoseconds
    core::Time last_;
};

/// R14: open orders per instrument, and what all of them are worth against the equity.
class OpenOrders final : public Check {
public:
    Rule rule() const override { return Rule::OpenOrders; }
    core::Status adjust(const core::Params& p) override {
        most_ = p.integer("max_orders");
        notional_pct_ = p.integer("notional_pct");
        return {};
    }
    std::optional<Refusal> review(const OrderRequest& order, const View& view) override {
        if (reduces(order, view)) return std::nullopt;
        const auto open = view.orders->exposure(order.instrument).orders;
        if (open >= most_)
            return Refusal{rule(), Unit::Count, most_, open + 1, of_instrument(order)};
        const auto price = worst_price(order, view);
        if (!price) return std::nullopt;
        const auto worth = view.orders->open_notional() +
                           (*view.catalog)[order.instrument].notional(*price, order.qty);
        const auto limit = scaled(view.books->total().equity(), notional_pct_, 100);
        if (worth <= limit) return std::nullopt;
        return Refusal{rule(), Unit::Quote, limit.raw, worth.raw, of_account()};
    }

private:
    std::int64_t most_{};
    std::int64_t notional_pct_{};
};

}  // namespace

void register_pace_checks(core::Registry<Check>& registry) {
    add<Duplicate>(registry, "duplicate", "R10: not the same order twice at once",
                   {{"window_ms", ParamType::Integer, "250", 0, 60'000, "ms", "how soon is at once",
                     Loosens::Downward}});
    add<Rate>(registry, "rate", "R11: orders per second",
              {{"per_second", ParamType::Integer, "10", 1, 1'000, "orders",
                "of all strategies together", Loosens::Upward}});
    add<OpenOrders>(registry, "open_orders", "R14: open orders",
                    {{"max_orders", ParamType::Integer, "40", 1, 4'000, "orders",
                      "of one instrument", Loosens::Upward},
                     {"notional_pct", ParamType::Integer, "50", 1, 10'000, "% of equity",
                      "of all together", Loosens::Upward}});
}

}  // namespace nightjar::risk
