/// Makes a market: a bid and an ask around a fair price of its own.

#include "strategy/builtins.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>

namespace nightjar::strategy {

namespace {

using core::ParamType;
using core::Price;
using core::Qty;

struct QuoterRules {
    double half_spread{};  ///< all three as parts of the price
    double lean{};         ///< at the largest position
    double follow{};       ///< at an imbalance of 1
    std::size_t depth{};
    std::int64_t step{};  ///< ticks
    bool allow_short{};
    Qty size;
    Qty most;
};

/// fair = mid x (1 + follow x imbalance - lean x position / largest position): the book's imbalance
/// pulls it (Cartea, Jaimungal and Penalva 2015, chapter 12), inventory pushes it away (Avellaneda
/// and Stoikov 2008, with a linear lean). The bid is rounded down, the ask up; neither ever
/// crosses.
class Quoter final : public Strategy {
public:
    Quoter(core::InstrumentId instrument, const QuoterRules& rules) : rules_{rules} {
        wish_.instrument = instrument;
    }

    void on_book(core::InstrumentId id, const market::Book& book, Context& context) override {
        const auto twice = book.double_mid();
        if (!twice) {
            wish_.bid = wish_.ask = {};
            return context.quote(wish_);
        }
        const auto held = context.position(id);
        const double share = std::clamp(
            static_cast<double>(held.raw) / static_cast<double>(rules_.most.raw), -1.0, 1.0);
        const double fair =
            static_cast<double>(*twice) / 2 *
            (1 + rules_.follow * book.imbalance(rules_.depth) - rules_.lean * share);
        const auto low = static_cast<std::int64_t>(std::floor(fair * (1 - rules_.half_spread)));
        const auto high = static_cast<std::int64_t>(std::ceil(fair * (1 + rules_.half_spread)));
        const auto short_room = rules_.allow_short ? rules_.most + held : held;
        move(wish_.bid, std::min(low, book.best_ask()->price.raw - 1), rules_.most - held);
        move(wish_.ask, std::max(high, book.best_bid()->price.raw + 1), short_room);
        context.quote(wish_);
    }

private:
    void move(core::QuoteWish::Level& level, std::int64_t price, Qty room) const {
        level.qty = std::clamp(rules_.size, Qty{}, std::max(Qty{}, room));
        if (std::abs(price - level.price.raw) >= rules_.step) level.price = Price{price};
    }

    QuoterRules rules_;
    core::QuoteWish wish_;
};

MadeStrategy make(const core::Params& p, const Setup& setup) {
    NJ_TRY(one_instrument(setup));
    constexpr double bp = 1e-4;
    const auto& instrument = (*setup.catalog)[setup.instruments.front()];
    NJ_TRY(size, core::lots_floor(p.real("size"), instrument));
    NJ_TRY(most, core::lots_floor(p.real("max_position"), instrument));
    if (size.raw < 1 || most.raw < 1)
        return core::fail(core::Errc::OutOfRange, "size and max_position must be one lot or more");
    return std::make_unique<Quoter>(
        instrument.id,
        QuoterRules{p.real("half_spread") * bp, p.real("lean") * bp, p.real("follow") * bp,
                    static_cast<std::size_t>(p.integer("depth")), p.integer("step"),
                    p.flag("allow_short"), size, most});
}

}  // namespace

void register_quoter(core::Registry<Strategy>& registry) {
    registry.add(
        "quoter",
        {"a bid and an ask around a fair price that follows the book and leans against the "
         "position",
         {{"half_spread", ParamType::Real, "2", 0, 10'000, "bp",
           "of bid and ask from the fair price"},
          {"lean", ParamType::Real, "2", 0, 10'000, "bp",
           "by which the fair price falls when the largest position is held"},
          {"follow", ParamType::Real, "0", 0, 10'000, "bp",
           "by which it rises when all the size is on the bid side"},
          {"depth", ParamType::Integer, "5", 1, 100, "levels", "of the book that count for it"},
          {"size", ParamType::Real, "0.01", 0, 1e12, "base", "of each order"},
          {"max_position", ParamType::Real, "0.1", 0, 1e12, "base", "long or short"},
          {"step", ParamType::Integer, "1", 1, 1'000'000, "ticks",
           "by which a price must move before its order does"},
          {"allow_short", ParamType::Flag, "true", 0, 0, "", "may the position be below zero"}},
         make});
}

}  // namespace nightjar::strategy
