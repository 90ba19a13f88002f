/// R23: how far the whole book may swing in a day, as its assets move together.

#include "risk/checks/builtins.hpp"

#include <algorithm>
#include <cmath>

namespace nightjar::risk {

namespace {

using core::Loosens;
using core::OrderRequest;
using core::ParamType;
using core::Refusal;
using core::Rule;
using core::Unit;

/// The book as one weight for each base asset: longs and shorts in it set off, open orders of the
/// order's side counted in full. Its deviation is the worse of two: with assets that move apart,
/// and with the same correlation between any two. With weights x = notional x deviation,
/// sqrt((1 - c) sum(x^2) + c sum(x)^2); c = 0 is the former. CVaR is that of Student's t with four
/// degrees of freedom beyond 97.5 %, 2.826 deviations (McNeil, Frey, Embrechts 2005, 2.2.4).
class BookRisk final : public Check {
public:
    Rule rule() const override { return Rule::Correlation; }
    core::Status adjust(const core::Params& p) override {
        constexpr double percent = 100;
        constexpr double days_a_year = 365;
        constexpr double shortfall = 2.826;
        most_ = std::min(p.real("volatility_pct") / std::sqrt(days_a_year),
                         p.real("cvar_pct") / shortfall) /
                percent;
        correlation_ = p.real("correlation");
        unknown_ = p.real("unknown_pct") / percent;
        return {};
    }
    std::optional<Refusal> review(const OrderRequest& order, const View& view) override {
        if (reduces(order, view)) return std::nullopt;
        const double equity = approximate(view.books->total().equity());
        double sum = 0;
        double squares = 0;
        for (const auto& instrument : view.catalog->instruments()) {
            if (!first_of_base(instrument, *view.catalog)) continue;
            const double swing = swing_of(instrument.base, order, view);
            sum += swing;
            squares += swing * swing;
        }
        const double together = (1 - correlation_) * squares + correlation_ * sum * sum;
        const double deviation = std::sqrt(std::max(squares, together));
        if (deviation <= most_ * equity) return std::nullopt;
        return Refusal{rule(), Unit::Quote, money(most_ * equity), money(deviation), of_account()};
    }

private:
    static bool first_of_base(const core::Instrument& instrument, const core::Catalog& catalog) {
        return std::ranges::none_of(catalog.instruments(), [&](const core::Instrument& other) {
            return other.base == instrument.base && other.id < instrument.id;
        });
    }
    /// What one deviation of the asset makes or costs in a day.
    [[nodiscard]] double swing_of(core::AssetId base, const OrderRequest& order,
                                  const View& view) const {
        core::Money net;
        std::optional<double> sigma;
        for (const auto& instrument : view.catalog->instruments()) {
            const auto price = view.market->valuation(instrument.id);
            if (instrument.base != base || !price) continue;
            const auto& open = view.orders->exposure(instrument.id);
            auto qty = view.books->position(instrument.id);
            qty += order.side == core::Side::Buy ? open.buy : -open.sell;
            if (instrument.id == order.instrument) qty += signed_qty(order.side, order.qty);
            net += instrument.notional(*price, qty);
            // Nothing is less than a value that is there.
            sigma = std::max(sigma, (*view.market)[instrument.id].volatility.daily_sigma());
        }
        return approximate(net) * sigma.value_or(unknown_);
    }
    /// For people: an amount that is no money yet, to the last unit.
    static core::Wide money(double amount) {
        constexpr double most = 1e15;
        return static_cast<core::Wide>(std::clamp(amount, 0.0, most) *
                                       static_cast<double>(core::Money::one));
    }

    double most_{};  ///< of the equity, a day
    double correlation_{};
    double unknown_{};  ///< deviation of what has not traded for long enough
};

}  // namespace

void register_book_risk(core::Registry<Check>& registry) {
    add<BookRisk>(registry, "book_risk", "R23: how far the book may swing, with all orders filled",
                  {{"volatility_pct", ParamType::Real, "25", 0, 500, "% of equity a year",
                    "deviation of the book", Loosens::Upward},
                   {"cvar_pct", ParamType::Real, "4", 0, 100, "% of equity",
                    "mean loss of the worst 2.5 % of days", Loosens::Upward},
                   {"correlation", ParamType::Real, "0.8", 0, 1, "",
                    "between any two assets, where that is worse than none", Loosens::Unknown},
                   {"unknown_pct", ParamType::Real, "5", 0, 100, "% a day",
                    "deviation of an asset with less than ten days of bars", Loosens::Downward}});
}

}  // namespace nightjar::risk
