#pragma once
/// For tests: checks that note which orders they saw, and a venue that notes which came.

#include "engine/engine.hpp"
#include "engine/live_clock.hpp"

#include <deque>
#include <map>

namespace nightjar::engine::tests {

/// What became of each order at the checks, and at the venue.
struct Watched {
    struct Order {
        std::size_t asked{};     ///< checks that looked at it
        std::size_t approved{};  ///< checks that were told that it had passed
        std::size_t left{};
    };
    std::map<std::uint64_t, Order> orders;
    std::size_t checks{};
    std::uint64_t reviews{};
};

class WatchedCheck final : public risk::Check {
public:
    WatchedCheck(std::unique_ptr<risk::Check> check, Watched& watched)
        : check_{std::move(check)}, watched_{&watched} {}
    core::Rule rule() const override { return check_->rule(); }
    core::Status adjust(const core::Params& p) override { return check_->adjust(p); }
    std::optional<core::Refusal> review(const core::OrderRequest& order,
                                        const risk::View& view) override {
        ++watched_->orders[order.id.value].asked;
        ++watched_->reviews;
        return check_->review(order, view);
    }
    void approved(const core::OrderRequest& order, const risk::View& view) override {
        ++watched_->orders[order.id.value].approved;
        check_->approved(order, view);
    }
    void heard(const core::OrderRequest& order, const core::OrderUpdate& update,
               const risk::View& view) override {
        check_->heard(order, update, view);
    }
    void filled(const core::OrderRequest& order, const core::Fill& fill,
                const risk::View& view) override {
        check_->filled(order, fill, view);
    }
    void cancelling(const core::OrderRequest& order, risk::CancelReason why,
                    const risk::View& view) override {
        check_->cancelling(order, why, view);
    }
    [[nodiscard]] bool watches_market() const override { return check_->watches_market(); }
    void observe(const core::Event& event, const risk::View& view) override {
        check_->observe(event, view);
    }

private:
    std::unique_ptr<risk::Check> check_;
    Watched* watched_;
};

/// The built-in checks, each in a watched one's hands.
inline void register_watched(core::Registry<risk::Check>& registry, Watched& watched) {
    core::Registries plain;
    risk::register_builtins(plain);
    for (const auto& [name, entry] : plain.of<risk::Check>().entries()) {
        ++watched.checks;
        registry.add(
            name, {entry.doc, entry.params,
                   [make = entry.make,
                    &watched](const core::Params& p) -> core::Result<std::unique_ptr<risk::Check>> {
                       NJ_TRY(check, make(p));
                       return std::make_unique<WatchedCheck>(std::move(check), watched);
                   }});
    }
}

/// Fills every order at once, at the last price; reports wait for the feed.
class WatchedVenue final : public core::Venue {
public:
    WatchedVenue(Watched& watched, const LiveClock& clock) : watched_{&watched}, clock_{&clock} {}
    void submit(core::Approved<core::OrderRequest>&& order) override {
        ++watched_->orders[order->id.value].left;
        ++orders;
        core::Event event;
        event.stamp = {clock_->now(), clock_->now(), 0};
        event.instrument = order->instrument;
        const auto price = *engine->market().valuation(order->instrument);
        event.body = core::Fill{order->id,  {orders}, order->side, price,
                                order->qty, {},       {},          core::Liquidity::Taker};
        reports.push_back(event);
    }
    void amend(core::Approved<core::AmendRequest>&&) override {}
    void cancel(const core::CancelRequest&) override {}

    const Engine* engine{};
    std::uint64_t orders{};
    std::deque<core::Event> reports;

private:
    Watched* watched_;
    const LiveClock* clock_;
};

}  // namespace nightjar::engine::tests
