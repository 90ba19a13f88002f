/// Ours where the whole program would hide the part: one case for each, set up outside the loop.
/// What ./test --bench measures already (src/*/bench) is not here again.
///
///     nightjar-cases DATA [SERIES TAPE] --benchmark_filter=CASE

#include "core/model/tape.hpp"
#include "data/ohlcv_csv.hpp"
#include "input.hpp"
#include "market/book.hpp"
#include "signal/patterns.hpp"
#include "signal/signal.hpp"
#include "store/tape_file.hpp"

#include <benchmark/benchmark.h>

namespace nightjar {
namespace {

using core::BookDelta;

template <class T>
T good(core::Result<T> result) {
    if (!result) throw std::runtime_error{std::string{result.error().text()}};
    return std::move(*result);
}

core::BarColumns bars_of(const std::string& file) {
    return std::move(good(data::import_ohlcv(file)).bars);
}

void import_bars(benchmark::State& state, const std::string& file) {
    core::BarColumns bars;
    for (auto _ : state) {
        bars = {};
        bars = bars_of(file);
    }
    double sum = 0;
    for (const auto close : bars.close) sum += static_cast<double>(close);
    state.counters["closes"] = sum;
    state.SetItemsProcessed(static_cast<std::int64_t>(bars.close.size()) * state.iterations());
}

void apply_all(benchmark::State& state, const std::vector<BookDelta>& deltas) {
    market::Book book;
    for (auto _ : state)
        for (const auto& delta : deltas) {
            book.apply(delta);
            benchmark::DoNotOptimize(book.best_bid());
            benchmark::DoNotOptimize(book.best_ask());
        }
    state.SetItemsProcessed(static_cast<std::int64_t>(deltas.size()) * state.iterations());
    state.counters["bid"] = static_cast<double>(book.best_bid()->price.raw);
    state.counters["ask"] = static_cast<double>(book.best_ask()->price.raw);
}

void book(benchmark::State& state, const std::string& file) {
    std::vector<BookDelta> deltas;
    for (const auto& row : study::read_l2(file))
        deltas.push_back({row.kind == study::L2Row::Kind::Clear ? BookDelta::Action::Clear
                                                                : BookDelta::Action::Set,
                          row.buy ? core::Side::Buy : core::Side::Sell,
                          {row.tick},
                          {row.lots},
                          row.last});
    apply_all(state, deltas);
}

void recorded_book(benchmark::State& state, const std::string& series, const std::string& name) {
    auto tape = good(store::TapeFile::open(series, name));
    std::vector<BookDelta> deltas;
    for (auto rows = good(tape.next()); !rows.empty(); rows = good(tape.next()))
        for (const auto& row : rows) {
            if (row.kind == core::TapeRow::Kind::Clear)
                deltas.push_back({BookDelta::Action::Clear, row.side, {}, {}, row.last});
            if (row.kind == core::TapeRow::Kind::Level)
                deltas.push_back(
                    {BookDelta::Action::Set, row.side, {row.price}, {row.qty}, row.last});
        }
    apply_all(state, deltas);
}

void patterns(benchmark::State& state, const std::string& file) {
    const auto bars = bars_of(file);
    std::size_t fired = 0;
    for (auto _ : state) fired = signal::fired_patterns(signal::in_ticks(bars.view())).size();
    state.SetItemsProcessed(static_cast<std::int64_t>(bars.close.size()) * state.iterations());
    state.counters["fired"] = static_cast<double>(fired);
}

/// Every built-in signal for itself, with its defaults, bar after bar.
void one_signal(benchmark::State& state, const std::string& file, const std::string& name) {
    const auto bars = bars_of(file);
    core::Registries registries;
    signal::register_builtins(registries);
    const auto made = good(registries.of<signal::Signal>().make(name, {}));
    std::vector<core::Candle> candles;
    for (std::size_t i = 0; i < bars.close.size(); ++i)
        candles.push_back({core::Time{bars.open_time_ns[i]},
                           bars.timeframe,
                           {bars.open[i]},
                           {bars.high[i]},
                           {bars.low[i]},
                           {bars.close[i]},
                           {bars.volume[i]}});
    for (auto _ : state)
        for (const auto& candle : candles) made->on_candle(candle);
    state.SetItemsProcessed(static_cast<std::int64_t>(candles.size()) * state.iterations());
}

}  // namespace

void register_cases(const std::string& data, const std::string& series, const std::string& tape) {
    const auto unit = benchmark::kMillisecond;
    const auto bars = data + "/bars.csv";
    benchmark::RegisterBenchmark("import", import_bars, bars)->Unit(unit);
    benchmark::RegisterBenchmark("book", book, data + "/l2.csv")->Unit(unit);
    benchmark::RegisterBenchmark("patterns", patterns, bars)->Unit(unit);
    core::Registries registries;
    signal::register_builtins(registries);
    for (const auto& [name, entry] : registries.of<signal::Signal>().entries())
        benchmark::RegisterBenchmark(("signal:" + name).c_str(), one_signal, bars, name)
            ->Unit(unit);
    if (!tape.empty())
        benchmark::RegisterBenchmark("recorded_book", recorded_book, series, tape)->Unit(unit);
}

}  // namespace nightjar

int main(int count, char** args) {
    benchmark::Initialize(&count, args);
    if (count != 2 && count != 4) return 2;
    nightjar::register_cases(args[1], count == 4 ? args[2] : "", count == 4 ? args[3] : "");
    benchmark::RunSpecifiedBenchmarks();
}
