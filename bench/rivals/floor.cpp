/// The least that the tasks can cost: plain loops without orders, events, checks or errors.
///
///     floor DATA --benchmark_filter=CASE

#include "../input.hpp"

#include <benchmark/benchmark.h>

#include <algorithm>
#include <array>
#include <functional>
#include <map>

namespace {

using study::L2Row;

struct Bars {
    std::vector<std::int64_t> time;
    std::vector<std::int64_t> open;
    std::vector<std::int64_t> high;
    std::vector<std::int64_t> low;
    std::vector<std::int64_t> close;
    std::vector<std::int64_t> volume;
};

/// Trusts the text: six numbers a line, prices and volumes at the decimals of the first.
void read_bars(const std::string& text, Bars& bars) {
    constexpr std::size_t usual = 1'000'000;
    const std::array columns{&bars.time, &bars.open,  &bars.high,
                             &bars.low,  &bars.close, &bars.volume};
    for (auto* column : columns) {
        column->clear();
        column->reserve(usual);
    }
    const char* at = text.data() + text.find('\n') + 1;
    const char* const end = text.data() + text.size();
    while (at < end)
        for (auto* column : columns) {
            column->push_back(study::take_number(at));
            ++at;
        }
}

void tell_closes(benchmark::State& state, const Bars& bars) {
    double sum = 0;
    for (const auto close : bars.close) sum += static_cast<double>(close);
    state.counters["closes"] = sum;
    state.SetItemsProcessed(static_cast<std::int64_t>(bars.close.size()) * state.iterations());
}

/// From the file into new memory.
void import_bars(benchmark::State& state, const std::string& file) {
    Bars bars;
    for (auto _ : state) {
        bars = {};
        read_bars(study::read_text(file), bars);
    }
    tell_closes(state, bars);
}

/// The loop alone: the text is there, and the memory for the columns.
void parse_bars(benchmark::State& state, const std::string& file) {
    const auto text = study::read_text(file);
    Bars bars;
    for (auto _ : state) read_bars(text, bars);
    tell_closes(state, bars);
}

/// Long while the average of 20 is above that of 50; the order fills at the next open, for 0.1 %.
void sma(benchmark::State& state, const std::string& file) {
    constexpr std::size_t fast = 20;
    constexpr std::size_t slow = 50;
    constexpr double fee = 0.001;
    Bars bars;
    read_bars(study::read_text(file), bars);
    const auto count = bars.close.size();
    double cash = 0;
    int fills = 0;
    for (auto _ : state) {
        std::int64_t sum_fast = 0;
        std::int64_t sum_slow = 0;
        bool holds = false;
        int order = 0;
        cash = 0;
        fills = 0;
        for (std::size_t i = 0; i < count; ++i) {
            if (order != 0) {
                cash -= order * static_cast<double>(bars.open[i]) * (1 + order * fee);
                holds = order > 0;
                order = 0;
                ++fills;
            }
            sum_fast += bars.close[i] - (i >= fast ? bars.close[i - fast] : 0);
            sum_slow += bars.close[i] - (i >= slow ? bars.close[i - slow] : 0);
            if (i + 1 < slow) continue;
            const auto above = sum_fast * static_cast<std::int64_t>(slow) -
                               sum_slow * static_cast<std::int64_t>(fast);
            if (above > 0 && !holds) order = 1;
            if (above < 0 && holds) order = -1;
        }
        if (holds) cash += static_cast<double>(bars.close.back());
        benchmark::DoNotOptimize(cash);
    }
    state.SetItemsProcessed(static_cast<std::int64_t>(count) * state.iterations());
    state.counters["fills"] = fills;
    state.counters["net"] = cash / 100;
}

/// Lots by tick in one array; the best is looked for from where it was.
class Ladder {
public:
    Ladder() : bids_(width), asks_(width) {}
    void apply(const L2Row& row) {
        if (row.kind == L2Row::Kind::Clear) {
            std::ranges::fill(bids_, 0);
            std::ranges::fill(asks_, 0);
            bid_ = 0;
            ask_ = width - 1;
        } else if (row.buy) {
            bids_[index(row.tick)] = row.lots;
            if (row.lots != 0) bid_ = std::max(bid_, row.tick);
            while (bid_ > 0 && bids_[index(bid_)] == 0) --bid_;
        } else {
            asks_[index(row.tick)] = row.lots;
            if (row.lots != 0) ask_ = std::min(ask_, row.tick);
            while (ask_ < width - 1 && asks_[index(ask_)] == 0) ++ask_;
        }
    }
    [[nodiscard]] std::int64_t bid() const { return bid_; }
    [[nodiscard]] std::int64_t ask() const { return ask_; }

private:
    static constexpr std::int64_t width = 1 << 19;
    static std::size_t index(std::int64_t tick) { return static_cast<std::size_t>(tick); }

    std::vector<std::int64_t> bids_;
    std::vector<std::int64_t> asks_;
    std::int64_t bid_{};
    std::int64_t ask_{width - 1};
};

/// A sorted tree for each side, as most books are first written.
class Trees {
public:
    void apply(const L2Row& row) {
        if (row.kind == L2Row::Kind::Clear) {
            bids_.clear();
            asks_.clear();
        } else if (row.buy) {
            set(bids_, row);
        } else {
            set(asks_, row);
        }
    }
    [[nodiscard]] std::int64_t bid() const { return bids_.empty() ? 0 : bids_.begin()->first; }
    [[nodiscard]] std::int64_t ask() const { return asks_.empty() ? 0 : asks_.begin()->first; }

private:
    static void set(auto& side, const L2Row& row) {
        if (row.lots != 0)
            side[row.tick] = row.lots;
        else
            side.erase(row.tick);
    }

    std::map<std::int64_t, std::int64_t, std::greater<>> bids_;
    std::map<std::int64_t, std::int64_t> asks_;
};

template <class Book>
void book(benchmark::State& state, const std::string& file) {
    const auto rows = study::read_l2(file);
    Book book;
    for (auto _ : state)
        for (const auto& row : rows) {
            book.apply(row);
            benchmark::DoNotOptimize(book.bid() + book.ask());
        }
    state.SetItemsProcessed(static_cast<std::int64_t>(rows.size()) * state.iterations());
    state.counters["bid"] = static_cast<double>(book.bid());
    state.counters["ask"] = static_cast<double>(book.ask());
}

}  // namespace

int main(int count, char** args) {
    benchmark::Initialize(&count, args);
    if (count != 2) return 2;
    const std::string data = args[1];
    const auto unit = benchmark::kMillisecond;
    benchmark::RegisterBenchmark("import", import_bars, data + "/bars.csv")->Unit(unit);
    benchmark::RegisterBenchmark("parse", parse_bars, data + "/bars.csv")->Unit(unit);
    benchmark::RegisterBenchmark("sma", sma, data + "/bars.csv")->Unit(unit);
    benchmark::RegisterBenchmark("ladder", book<Ladder>, data + "/l2.csv")->Unit(unit);
    benchmark::RegisterBenchmark("trees", book<Trees>, data + "/l2.csv")->Unit(unit);
    benchmark::RunSpecifiedBenchmarks();
}
