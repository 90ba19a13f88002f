/// R12 and R13: too many entries that were executed, too many messages for what is executed.

#include "risk/checks/builtins.hpp"

#include <algorithm>
#include <array>

namespace nightjar::risk {

namespace {

using core::OrderRequest;
using core::ParamType;
using core::Refusal;
using core::Rule;
using core::Unit;

/// R12: entries of an instrument that were filled within the last minute; each order counts once.
/// Looks at the last 512.
class RepeatedExecution final : public Check {
public:
    Rule rule() const override { return Rule::RepeatedExecution; }
    core::Status adjust(const core::Params& p) override {
        per_minute_ = p.integer("per_minute");
        return {};
    }
    std::optional<Refusal> review(const OrderRequest& order, const View& view) override {
        if (reduces(order, view)) return std::nullopt;
        const auto since = view.now - core::minutes(1);
        const auto done = std::ranges::count_if(entries_, [&](const Entry& entry) {
            return entry.order.value != 0 && entry.instrument == order.instrument &&
                   entry.at > since;
        });
        if (done < per_minute_) return std::nullopt;
        return Refusal{rule(), Unit::Count, per_minute_, done + 1, of_instrument(order)};
    }
    void filled(const OrderRequest& order, const core::Fill& fill, const View& view) override {
        const auto held = view.books->position(order.instrument);
        const bool entered = (held.raw > 0) == (fill.side == core::Side::Buy) && held.raw != 0;
        if (!entered || std::ranges::find(entries_, order.id, &Entry::order) != entries_.end())
            return;
        entries_[next_++ % entries_.size()] = {order.id, order.instrument, view.now};
    }

private:
    struct Entry {
        core::OrderId order;
        core::InstrumentId instrument;
        core::Time at;
    };
    std::int64_t per_minute_{};
    std::array<Entry, 512> entries_{};
    std::size_t next_{};
};

/// R13: orders and cancels for each fill, in the last hour, by the minute.
class OrderToTrade final : public Check {
public:
    Rule rule() const override { return Rule::OrderToTrade; }
    core::Status adjust(const core::Params& p) override {
        most_ = p.integer("most");
        return {};
    }
    std::optional<Refusal> review(const OrderRequest& order, const View& view) override {
        if (reduces(order, view)) return std::nullopt;
        const auto oldest = minute_of(view.now) - static_cast<std::int64_t>(minutes_.size());
        std::int64_t messages = 0;
        std::int64_t fills = 0;
        for (const auto& minute : minutes_) {
            if (minute.number <= oldest) continue;
            messages += minute.messages;
            fills += minute.fills;
        }
        const auto ratio = messages / std::max<std::int64_t>(fills, 1);
        if (ratio < most_) return std::nullopt;
        return Refusal{rule(), Unit::Count, most_, ratio, of_account()};
    }
    void approved(const OrderRequest&, const View& view) override { ++at(view.now).messages; }
    void cancelling(const OrderRequest&, CancelReason, const View& view) override {
        ++at(view.now).messages;
    }
    void filled(const OrderRequest&, const core::Fill&, const View& view) override {
        ++at(view.now).fills;
    }

private:
    struct Minute {
        std::int64_t number{};
        std::int64_t messages{};
        std::int64_t fills{};
    };
    static std::int64_t minute_of(core::Time t) { return core::count_of(t, core::minutes(1)); }
    Minute& at(core::Time now) {
        const auto number = minute_of(now);
        auto& minute = minutes_[static_cast<std::size_t>(number) % minutes_.size()];
        if (minute.number != number) minute = {.number = number, .messages = 0, .fills = 0};
        return minute;
    }

    std::int64_t most_{};
    std::array<Minute, 60> minutes_{};
};

}  // namespace

void register_execution_checks(core::Registry<Check>& registry) {
    add<RepeatedExecution>(registry, "repeated_execution", "R12: filled entries of an instrument",
                           {{"per_minute", ParamType::Integer, "20", 1, 512, "orders",
                             "filled entries", core::Loosens::Upward}});
    add<OrderToTrade>(registry, "order_to_trade", "R13: messages for each fill, in an hour",
                      {{"most", ParamType::Integer, "200", 1, 1'000'000, "messages",
                        "orders and cancels, for each fill", core::Loosens::Upward}});
}

}  // namespace nightjar::risk
