/// The way back from a ledger to the books that wrote it.

#include "engine/engine.hpp"

#include <algorithm>
#include <utility>

namespace nightjar::engine {

using core::RecordType;
using core::Status;

namespace {

template <class Record, class Use>
Status with(std::span<const std::byte> body, Use use) {
    NJ_TRY(record, core::decode<Record>(body));
    return use(record);
}

}  // namespace

Status Engine::recall(RecordType type, core::Time at, std::span<const std::byte> body) {
    now_ = std::max(now_, at);
    const auto restore = [&](const auto& curve) -> Status {
        books_.restore(curve, at);
        return {};
    };
    switch (type) {
        case RecordType::SessionOpened:
            return with<core::SessionOpened>(body, [this](const auto& r) -> Status {
                stranger_ = r.build != config_.build || r.config != config_.text;
                return {};
            });
        case RecordType::EpochStarted:
            return with<core::EpochStarted>(body, [this](const auto& r) -> Status {
                epoch_ = r.epoch;
                next_order_ = 1;
                return {};
            });
        case RecordType::EquitySampled: return with<core::EquitySampled>(body, restore);
        case RecordType::VenueEquitySampled: return with<core::VenueEquitySampled>(body, restore);
        case RecordType::KillLevelChanged:
            return with<core::KillLevelChanged>(body, [&](const auto& r) -> Status {
                kill_.set(r.level, r.cause.rule, at);
                last_level_ = r;
                if (r.by.view().size() > 0 && r.level == core::KillLevel::None) rearm();
                return {};
            });
        case RecordType::BreakerChanged:
            return with<core::BreakerChanged>(body, [this](const auto& r) -> Status {
                if (r.scope.kind == core::Scope::Kind::Strategy && r.scope.id < slots_.size() &&
                    (r.cause == core::BreakerChanged::Cause::Loss ||
                     r.state == core::BreakerState::Closed))
                    slots_[r.scope.id].barred_until = r.until;
                return {};
            });
        case RecordType::StageChanged:
            return with<core::StageChanged>(body, [&](const auto& r) -> Status {
                if (ramp_) ramp_->recall(r, at);
                return {};
            });
        case RecordType::StageSampled:
            return with<core::StageSampled>(body, [this](const auto& r) -> Status {
                if (ramp_) ramp_->recall(r);
                return {};
            });
        case RecordType::CommandTaken:
            return with<core::CommandTaken>(body, [&](const auto& r) -> Status {
                if (r.command.kind == core::Command::Kind::SetLimit) set_limit(r.command.limit);
                return {};
            });
        default: return recall_order(type, at, body);
    }
}

Status Engine::recall_order(RecordType type, core::Time at, std::span<const std::byte> body) {
    switch (type) {
        case RecordType::ParentOpened:
            return with<core::ParentOpened>(body, [this](const auto& r) -> Status {
                next_parent_ = r.parent.id.value + 1;
                return r.protects ? recall_guard(r) : recall_parent(r);
            });
        case RecordType::ParentEnded:
            return with<core::ParentEnded>(body, [this](const auto& r) -> Status {
                executor_.forget(r.parent);
                netting_.close(r.instrument, r.parent);
                return {};
            });
        case RecordType::OrderApproved:
            return with<core::OrderApproved>(body, [this](const auto& r) -> Status {
                ++counters_.orders;
                if (executor_.working(r.order.parent) != nullptr) executor_.sent(r.order);
                recall_guard(r.order);
                return orders_.reserve(r.order, r.order.price);
            });
        case RecordType::OrderChanged:
            return with<core::OrderChanged>(body, [&](const auto& r) -> Status {
                // What was unexplained then is so again.
                const auto order = orders_.apply(r.update);
                if (order && core::is_terminal(order->state)) {
                    (void)executor_.on_child_done(order->request, order->state, at);
                    protections_.take(order->request.id);
                }
                return {};
            });
        default: return recall_booking(type, body);
    }
}

Status Engine::recall_booking(RecordType type, std::span<const std::byte> body) {
    switch (type) {
        case RecordType::FillBooked:
            return with<core::FillBooked>(body, [this](const auto& r) -> Status {
                ++counters_.fills;
                if (const auto order = orders_.apply(r.instrument, r.fill)) {
                    const auto parent = order->request.parent;
                    if (executor_.working(parent) != nullptr || netting_.alone(parent))
                        netting_.allot(config_.catalog.home(r.instrument), parent,
                                       signed_qty(r.fill.side, r.fill.qty));
                    (void)executor_.on_fill(order->request, r.fill, now_);
                    if (order->open().raw == 0) protections_.take(order->request.id);
                }
                std::vector<core::Allocation> lots;
                for (const auto& share : r.shares) lots.push_back({share.strategy, share.qty});
                books_.book(r.venue, r.instrument, r.fill, lots);
                (void)router_.filled(r.instrument, r.fill, r.stamp.recv);
                return {};
            });
        case RecordType::CrossBooked:
            return with<core::CrossBooked>(body, [this](const auto& r) -> Status {
                books_.cross(r.instrument, r.buyer, r.seller, r.qty, r.price);
                return {};
            });
        case RecordType::BalanceBooked:
            return with<core::BalanceBooked>(body, [this](const auto& r) -> Status {
                books_.book_share(r.venue, r.balance.asset, r.strategy, r.balance.change);
                return {};
            });
        case RecordType::OrderRefused:
        case RecordType::TargetRefused: ++counters_.refusals; return {};
        case RecordType::TargetSet:
            return with<core::TargetSet>(body, [this](const auto& r) -> Status {
                ++counters_.targets;
                if (known(r.target.strategy) && known(r.target.instrument))
                    stated(r.target.strategy, r.target.instrument).exposure = r.target.exposure;
                return {};
            });
        case RecordType::ProtectionChanged:
            return with<core::ProtectionChanged>(body, [this](const auto& r) -> Status {
                auto* seat = protections_.find(r.strategy, r.instrument);
                if (seat == nullptr) return {};
                seat->protection.recall(r);
                seat->resting = r.resting;
                return {};
            });
        case RecordType::InstrumentClosed:
            return with<core::InstrumentClosed>(body, [this](const auto& r) -> Status {
                first_prices_[r.instrument.value] = r.first;
                return {};
            });
        case RecordType::SessionClosed:
            return with<core::SessionClosed>(body, [this](const auto& r) -> Status {
                counters_.events = r.events;
                counters_.bars = r.bars;
                return {};
            });
        default: return {};
    }
}

/// Where the configuration is another one, the parent ended with the process.
Status Engine::recall_parent(const core::ParentOpened& opened) {
    const auto& [parent, out, shares, style, protects, terms] = opened;
    const bool fits = style && known(*style) && known(parent.instrument) && !shares.empty() &&
                      std::ranges::all_of(shares, [this](const core::Allocation& share) {
                          return known(share.strategy);
                      });
    if (!fits) return {};
    std::unique_ptr<exec::Algorithm> own;
    if (!terms.view().empty()) {
        auto made = algorithm_of(*style, terms);
        if (!made || *made == nullptr) return {};
        own = std::move(*made);
    } else if (executor_.style(shares) != style) {
        return {};
    }
    // One with a limit, or of a person, is its strategy's alone.
    if (own != nullptr || parent.limit || by_hand(*style))
        netting_.resume_alone(parent.id, shares.front());
    else
        netting_.resume(parent.instrument, parent.id, shares);
    executor_.resume(parent, *style);
    if (own != nullptr) executor_.give(parent.id, terms, std::move(own));
    return {};
}

/// What an order of it fills is its strategy's, also after the restart. Those that have no order
/// out are over.
Status Engine::recall_guard(const core::ParentOpened& opened) {
    if (opened.shares.size() != 1 || !known(opened.shares[0].strategy) ||
        !known(opened.parent.instrument))
        return {};
    netting_.keep_alone([this](core::ParentId parent) {
        return std::ranges::any_of(orders_.open(), [parent](const portfolio::Order& order) {
            return order.request.parent == parent;
        });
    });
    netting_.resume_alone(opened.parent.id, opened.shares[0]);
    return {};
}

void Engine::recall_guard(const core::OrderRequest& order) {
    if (!netting_.alone(order.parent) || !known(order.instrument)) return;
    const auto home = config_.catalog.home(order.instrument);
    const auto* seat =
        protections_.find(netting_.shares(home, order.parent).front().strategy, home);
    const bool taken =
        seat != nullptr && protective(order) && protections_.stop_of(*seat) != nullptr;
    if (seat != nullptr && !taken) protections_.placed(*seat, order);
}

std::vector<std::byte> Engine::save() const {
    // An upper bound: what grows are orders and, with accounts x instruments, positions.
    constexpr std::size_t per_order = 512;
    constexpr std::size_t per_holding = 128;
    constexpr std::size_t rest = std::size_t{1} << 21;
    const auto accounts = slots_.size() + ports_.venues.size() + 1;
    const auto holdings = config_.catalog.instruments().size() + config_.catalog.assets().size();
    std::vector<std::byte> state(
        rest + (portfolio::OrderTable::capacity + portfolio::OrderTable::remembered) * per_order +
        (accounts + 1) * (holdings + 1) * per_holding);
    core::ByteWriter writer{state};
    recalled(writer, *this);
    state.resize(writer.bytes().size());
    return state;
}

Status Engine::load(std::span<const std::byte> state) {
    core::ByteReader reader{state};
    recalled(reader, *this);
    if (!reader.ok() || reader.left() != 0)
        return core::fail(core::Errc::Decode, "{} bytes are no state of this engine", state.size());
    const bool made = executor_.remake([this](core::StrategyId strategy, const auto& terms) {
        auto algorithm = known(strategy) ? algorithm_of(strategy, terms) : nullptr;
        return algorithm ? std::move(*algorithm) : nullptr;
    });
    if (!made)
        return core::fail(core::Errc::Decode, "a parent's algorithm cannot be made any more");
    books_.revalue_all();
    for (const auto& change : std::exchange(limits_set_, {})) set_limit(change);
    return {};
}

}  // namespace nightjar::engine
