#pragma once
/// R26: the parts of exec::register_conduct, and what they share. docs/conduct.md says what each is
/// for.

#include "risk/check.hpp"

#include <array>
#include <cmath>
#include <memory>
#include <vector>

namespace nightjar::exec {

using risk::add;

/// What closes a position for a reason of risk: no check of conduct objects to it.
bool risk_exit(const core::OrderRequest& order, const risk::View& view);
/// It is to stand in the book. What may take, in part or in all, is aggressive.
bool passive(const core::OrderRequest& order, const risk::View& view);
/// Whose order it is: who has most of its parent; the house where nobody has.
core::StrategyId owner_of(const risk::View& view);
/// Its touch, where there is a book to be read.
std::optional<core::Price> own_touch(const core::OrderRequest& order, const risk::View& view);
/// How far behind its touch, 0 at the touch or before it.
std::optional<double> bps_behind(const core::OrderRequest& order, const risk::View& view);

constexpr core::Scope of_order(const core::OrderRequest& order) {
    return {core::Scope::Kind::Order, static_cast<std::uint32_t>(order.id.value)};
}
constexpr core::Scope of_instrument(const core::OrderRequest& order) {
    return {core::Scope::Kind::Instrument, order.instrument.value};
}
constexpr core::Scope of_strategy(core::StrategyId id) {
    return {core::Scope::Kind::Strategy, id.value};
}

/// In what is wanted of a number between 0 and 1.
inline core::Wide bps(double part) {
    constexpr double all = 10'000;
    return std::lround(part * all);
}

/// Who sent which order; the last 4,096.
class Owners {
public:
    struct Known {
        core::OrderId order;
        core::StrategyId owner;
        bool quoting{};
    };
    void remember(const core::OrderRequest& order, const risk::View& view) {
        known_.at(order.id.value % known_.size()) = {order.id, owner_of(view), view.quoting};
    }
    /// Null: it is older than that, or of an earlier life.
    [[nodiscard]] const Known* find(core::OrderId id) const {
        const auto& known = known_.at(id.value % known_.size());
        return known.order == id ? &known : nullptr;
    }

private:
    std::array<Known, 4'096> known_{};
};

/// Something for each instrument; made with the first event or order, for all of them.
template <class T>
class PerInstrument {
public:
    T& of(core::InstrumentId id, const risk::View& view) {
        if (all_.empty()) all_.resize(view.catalog->instruments().size());
        return all_[id.value];
    }

private:
    std::vector<T> all_;
};

/// Something for each owner, instrument and side that was asked for; the 257th takes the place of
/// the first.
template <class T>
class Seats {
public:
    T& of(core::StrategyId owner, core::InstrumentId instrument, core::Side side) {
        for (std::size_t i = 0; i < count_; ++i) {
            auto& seat = seats_.at(i);
            if (seat.owner == owner && seat.instrument == instrument && seat.side == side)
                return seat.value;
        }
        if (count_ < seats_.size()) ++count_;
        auto& seat = seats_.at(next_++ % seats_.size());
        seat = {owner, instrument, side, {}};
        return seat.value;
    }

private:
    struct Seat {
        core::StrategyId owner;
        core::InstrumentId instrument;
        core::Side side{};
        T value{};
    };
    std::array<Seat, 256> seats_{};
    std::size_t count_{};
    std::size_t next_{};
};

/// All of R26. Reductions for reasons of risk pass all of them.
class ConductCheck : public risk::Check {
public:
    [[nodiscard]] core::Rule rule() const final { return core::Rule::Conduct; }
    [[nodiscard]] std::optional<core::Refusal> review(const core::OrderRequest& order,
                                                      const risk::View& view) final {
        if (risk_exit(order, view)) return std::nullopt;
        return object(order, view);
    }

private:
    [[nodiscard]] virtual std::optional<core::Refusal> object(const core::OrderRequest& order,
                                                              const risk::View& view) = 0;
};

void register_origin(core::Registry<risk::Check>& registry);
void register_shown(core::Registry<risk::Check>& registry);
void register_withdrawals(core::Registry<risk::Check>& registry);
void register_volume(core::Registry<risk::Check>& registry);
void register_windows(core::Registry<risk::Check>& registry);

}  // namespace nightjar::exec
