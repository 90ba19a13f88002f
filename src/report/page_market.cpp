#include "report/page_data.hpp"
#include "report/sampling.hpp"

#include <map>

namespace nightjar::report {

namespace {

/// Bars of the time that the session tells of; those before it only warmed it up.
core::BarView within(const core::BarView& bars, const Timeline& rows) {
    if (rows.at.empty()) return bars;
    const auto first = static_cast<std::size_t>(
        std::ranges::lower_bound(bars.open_time_ns, rows.at.front().ns - core::days(1).ns) -
        bars.open_time_ns.begin());
    const auto last = static_cast<std::size_t>(
        std::ranges::upper_bound(bars.open_time_ns, rows.at.back().ns) - bars.open_time_ns.begin());
    const auto count = last - first;
    return {bars.timeframe,
            bars.price_decimals,
            bars.volume_decimals,
            bars.open_time_ns.subspan(first, count),
            bars.open.subspan(first, count),
            bars.high.subspan(first, count),
            bars.low.subspan(first, count),
            bars.close.subspan(first, count),
            bars.volume.subspan(first, count)};
}

void put_candles(Json& json, const core::BarView& all, const Timeline& rows, std::size_t limit) {
    const auto bars = within(all, rows);
    const auto together = std::max<std::size_t>(1, (bars.size() + limit - 1) / limit);
    const auto merged = merge_bars(bars, together);
    const auto unit = static_cast<double>(core::power_of_ten(bars.price_decimals));
    const auto put = [&](const char* name, const std::vector<std::int64_t>& column) {
        json[name] = Json::array();
        for (const auto raw : column) json[name].push_back(static_cast<double>(raw) / unit);
    };
    json["kind"] = "candles";
    json["timeframe"] = core::format_duration(bars.timeframe);
    json["bars"] = bars.size();
    json["together"] = together;
    json["step"] = merged.timeframe.ns / core::milliseconds(1).ns;
    json["t"] = Json::array();
    for (const auto open : merged.open_time_ns) json["t"].push_back(ms({open}));
    put("open", merged.open);
    put("high", merged.high);
    put("low", merged.low);
    put("close", merged.close);
}

void put_line(Json& json, const PriceLine& line, const core::Instrument& instrument,
              std::size_t limit) {
    std::vector<std::vector<double>> prices(1);
    for (const auto& point : line.points())
        prices[0].push_back(core::approximate(point.price, instrument));
    json["kind"] = line.from_tape() ? "mids" : "line";
    json["points"] = line.points().size();
    json["t"] = Json::array();
    json["close"] = Json::array();
    for (const auto row : pick_rows(prices, limit / 2)) {
        json["t"].push_back(ms(line.points()[row].at));
        json["close"].push_back(prices[0][row]);
    }
}

Json decision(const Story& story, const ToldTarget& target) {
    auto votes = Json::array();
    for (const auto& vote : target.votes)
        votes.push_back(
            {signal_name(story, target.strategy, vote.signal), vote.score, vote.weight});
    return {{"t", ms(target.at)}, {"exposure", target.exposure}, {"votes", std::move(votes)}};
}

/// Decisions that trades name, each once.
class Decisions {
public:
    explicit Decisions(const Story& story) : story_{story} {}
    Json index(const std::optional<std::size_t>& target) {
        if (!target) return {};
        const auto [found, fresh] = index_of_.try_emplace(*target, list_.size());
        if (fresh) list_.push_back(decision(story_, story_.targets[*target]));
        return found->second;
    }
    Json list() && { return std::move(list_); }

private:
    const Story& story_;
    std::map<std::size_t, std::size_t> index_of_;
    Json list_ = Json::array();
};

Json trade_data(const Story& story, const Trade& trade, Decisions& decisions) {
    const auto& instrument = story.instruments[trade.instrument.value];
    const auto entry = average_price(trade.entry_cash, trade.entered, instrument);
    const auto exit = average_price(trade.exit_cash, trade.exited, instrument);
    return {{"strategy", story.strategy_name(trade.strategy)},
            {"market", trade.instrument.value},
            {"side", trade.side == core::Side::Buy ? "long" : "short"},
            {"opened", ms(trade.opened)},
            {"closed", optional_ms(trade.closed)},
            {"qty", core::format_qty(trade.qty, instrument)},
            {"entry", entry},
            {"exit", trade.exited.raw != 0 ? Json(exit) : Json()},
            {"gross", to_string(trade.gross())},
            {"fees", to_string(trade.fees)},
            {"funding", to_string(trade.funding)},
            {"profit", to_string(trade.profit())},
            {"slippage", to_string(trade.slippage)},
            {"fills", trade.fills},
            {"why_in", decisions.index(trade.entry_target)},
            {"why_out", trade.closed ? decisions.index(trade.exit_target) : Json()}};
}

}  // namespace

Json markets_data(const Findings& found, const Told& told, const PageLimits& limits) {
    auto list = Json::array();
    for (const auto& instrument : found.story.instruments) {
        const auto id = instrument.id.value;
        Json json{{"name", found.story.instrument_name(instrument.id)},
                  {"tick", to_string(instrument.tick)}};
        if (found.lines[id].from_bars())
            put_candles(json, told.histories[id].bars, found.rows, limits.candles);
        else
            put_line(json, found.lines[id], instrument, limits.candles);
        list.push_back(std::move(json));
    }
    return list;
}

void put_trades(Json& page, const Findings& found, const PageLimits& limits) {
    Decisions decisions{found.story};
    page["trades_all"] = found.trades.size();
    page["trades"] = Json::array();
    const auto skipped =
        found.trades.size() > limits.trades ? found.trades.size() - limits.trades : 0;
    for (const auto& trade : std::span{found.trades}.subspan(skipped))
        page["trades"].push_back(trade_data(found.story, trade, decisions));
    page["decisions"] = std::move(decisions).list();
}

}  // namespace nightjar::report
