#include "report/report.hpp"

namespace nightjar::report {

namespace {

double fee_in_currency(const ToldFill& told, const core::Instrument& instrument) {
    if (told.fill.fee_asset == instrument.settle()) return core::approximate(told.fill.fee);
    return core::approximate(instrument.value_of_base(told.fill.fee, told.fill.price));
}

}  // namespace

Summary summarise(const Story& story) {
    constexpr double ppb_per_pct = 1e7;
    Summary s;
    if (story.closing) {
        s.bars = story.closing->bars;
        s.events = story.closing->events;
    }
    s.orders = story.orders;
    s.fills = story.fills.size();
    s.refusals = story.refusals;
    s.funding = core::approximate(story.funding);
    double traded = 0;
    for (const auto& told : story.fills) {
        const auto& instrument = story.instruments[told.instrument.value];
        s.fees += fee_in_currency(told, instrument);
        traded += core::approximate(instrument.notional(told.fill.price, told.fill.qty));
    }
    const auto& total = story.total();
    const double initial = core::approximate(story.opening.cash);
    s.final_equity = core::approximate(total.last);
    s.net_pnl = core::approximate(total.last - story.opening.cash);
    s.max_drawdown_pct = static_cast<double>(total.max_drawdown_ppb) / ppb_per_pct;
    if (initial > 0) {
        s.return_pct = 100 * s.net_pnl / initial;
        s.turnover = traded / initial;
    }
    const auto returns = daily_returns(initial, total.points);
    s.sharpe = sharpe(returns);
    s.sortino = sortino(returns);
    if (!total.points.empty())
        s.cagr_pct =
            cagr_pct(initial, s.final_equity, total.points.back().at - total.points.front().at);
    if (s.cagr_pct && s.max_drawdown_pct > 0) s.calmar = *s.cagr_pct / s.max_drawdown_pct;
    for (const auto& held : story.holdings) {
        const auto gain =
            100 * (static_cast<double>(held.last.raw) / static_cast<double>(held.first.raw) - 1);
        s.buy_and_hold_pct =
            s.buy_and_hold_pct.value_or(0) + gain / static_cast<double>(story.holdings.size());
    }
    return s;
}

}  // namespace nightjar::report
