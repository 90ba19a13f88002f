#include "exec/conduct/builtins.hpp"

#include "exec/algorithm.hpp"

#include <algorithm>

namespace nightjar::exec {

using core::OrderRequest;
using core::OrderType;
using core::Side;

bool risk_exit(const OrderRequest& order, const risk::View& view) {
    const bool wanted = view.kill->level() != core::KillLevel::None || view.protecting ||
                        order.type == OrderType::StopMarket;
    return wanted && risk::reduces(order, view);
}

bool passive(const OrderRequest& order, const risk::View& view) {
    if (order.type != OrderType::Limit || order.tif != core::TimeInForce::Gtc) return false;
    const auto& book = (*view.market)[order.instrument].book;
    const auto touch = order.side == Side::Buy ? book.best_ask() : book.best_bid();
    if (order.post_only || !book.valid() || !touch) return true;
    return core::sign(order.side) * (touch->price - order.price).raw > 0;
}

core::StrategyId owner_of(const risk::View& view) {
    const auto most = std::ranges::max_element(
        view.shares, {}, [](const core::Allocation& share) { return magnitude(share.qty); });
    return most == view.shares.end() ? core::house : most->strategy;
}

std::optional<core::Price> own_touch(const OrderRequest& order, const risk::View& view) {
    const auto& book = (*view.market)[order.instrument].book;
    const auto touch = order.side == Side::Buy ? book.best_bid() : book.best_ask();
    if (!book.valid() || !touch || touch->price.raw <= 0) return std::nullopt;
    return touch->price;
}

std::optional<double> bps_behind(const OrderRequest& order, const risk::View& view) {
    constexpr double all = 10'000;
    const auto touch = own_touch(order, view);
    if (!touch) return std::nullopt;
    const auto ticks = core::sign(order.side) * (*touch - order.price).raw;
    return all * static_cast<double>(std::max<std::int64_t>(ticks, 0)) /
           static_cast<double>(touch->raw);
}

void register_conduct(core::Registries& registries) {
    auto& checks = registries.of<risk::Check>();
    register_origin(checks);
    register_shown(checks);
    register_withdrawals(checks);
    register_volume(checks);
    register_windows(checks);
}

}  // namespace nightjar::exec
