/// Writes what the study runs on: bars.csv, l2.csv and l2_events.csv, from fixed seeds. All numbers
/// are integers written as decimals, so that bench/SHA256SUMS holds wherever the mathematical
/// functions round alike.
///
///     generate DIR

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <iterator>
#include <memory>
#include <numbers>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace {

constexpr std::int64_t first_ms = 1'577'836'800'000;  // 2020-01-01

/// SplitMix64.
class Random {
public:
    explicit Random(std::uint64_t seed) : state_{seed} {}

    double uniform() { return (static_cast<double>(next() >> 11) + 0.5) * 0x1p-53; }
    double normal() {
        const double radius = std::sqrt(-2 * std::log(uniform()));
        return radius * std::cos(2 * std::numbers::pi * uniform());
    }
    double exponential() { return -std::log(uniform()); }

private:
    std::uint64_t next() {
        state_ += 0x9E3779B97F4A7C15;
        auto z = state_;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
    std::uint64_t state_;
};

class TextFile {
public:
    explicit TextFile(const std::string& path) : file_{std::fopen(path.c_str(), "w"), std::fclose} {
        if (!file_) throw std::runtime_error{"cannot write " + path};
    }
    template <class... Args>
    void line(fmt::format_string<Args...> format, Args&&... args) {
        text_.clear();
        fmt::format_to(std::back_inserter(text_), format, std::forward<Args>(args)...);
        text_ += '\n';
        if (std::fwrite(text_.data(), 1, text_.size(), file_.get()) != text_.size())
            throw std::runtime_error{"cannot write: is the disk full?"};
    }

private:
    std::unique_ptr<std::FILE, int (*)(std::FILE*)> file_;
    std::string text_;
};

std::string decimal(std::int64_t value, std::int64_t scale, int digits) {
    return fmt::format("{}.{:0{}}", value / scale, value % scale, digits);
}

/// One-minute bars: price in 0.01, volume in 0.001. A walk whose volatility comes in waves, drawn
/// weakly to 20 000.
void write_bars(const std::string& path) {
    constexpr std::int64_t count = 1'000'000;
    constexpr std::int64_t minute_ms = 60'000;
    constexpr double home = 2'000'000;
    TextFile file{path};
    file.line("timestamp,open,high,low,close,volume");
    Random random{20240101};
    double wave = 0;
    std::int64_t before = 2'000'000;
    for (std::int64_t i = 0; i < count; ++i) {
        wave = 0.995 * wave + 0.06 * random.normal();
        const double step = 0.0006 * std::exp(wave);
        const double opens = static_cast<double>(before) * (1 + 0.05 * step * random.normal());
        const double change = step * random.normal() - 0.5 * step * step;
        const double closes = std::exp(std::log(opens) + change);
        const double above = std::max(opens, closes) * (1 + 0.4 * step * random.exponential());
        const double below = std::min(opens, closes) * (1 - 0.4 * step * random.exponential());
        const std::int64_t open = std::llround(opens);
        const std::int64_t close = std::llround(closes);
        const auto high = std::max<std::int64_t>({std::llround(above), open, close});
        const auto low = std::min<std::int64_t>({std::llround(below), open, close});
        const auto volume = std::max<std::int64_t>(
            1, std::llround(20'000 * std::exp(0.8 * wave + 0.5 * random.normal())));
        file.line("{},{},{},{},{},{}", first_ms + i * minute_ms, decimal(open, 100, 2),
                  decimal(high, 100, 2), decimal(low, 100, 2), decimal(close, 100, 2),
                  decimal(volume, 1'000, 3));
        const auto last = static_cast<double>(close);
        before = std::llround(last * std::exp(-2e-6 * std::log(last / home)));
    }
}

/// A book by ticks of 0.1 and lots of 0.001, and the messages that tell of it.
class BookWriter {
public:
    /// `rows` as they are; `events` in the form that `nightjar data import` reads.
    BookWriter(const std::string& rows, const std::string& events) : rows_{rows}, events_{events} {
        rows_.line("ts_ns,msg,kind,side,price,qty,last");
        events_.line("local_ts_ns,exch_ts_ms,ev,first_id,last_id,side,price,qty");
        for (int k = 0; k < depth; ++k) {
            bids_[index(bid_ - k)] = some_lots();
            asks_[index(ask_ + k)] = some_lots();
        }
    }

    void write() {
        write_snapshot();
        bool second = false;
        while (written_ < count) {
            if (!second && written_ >= count / 2) {  // as after a reconnect
                second = true;
                time_ns_ += 100'000'000;
                write_snapshot();
                continue;
            }
            time_ns_ += 10'000'000 + static_cast<std::int64_t>(9e7 * random_.exponential());
            const int wanted = 1 + static_cast<int>(8 * random_.exponential());
            pressure_ = 0.98 * pressure_ + 0.1 * random_.normal();
            const int changes = std::min(wanted, count - written_);
            for (int i = 0; i < changes; ++i) write_change(i + 1 == changes);
            ++message_;
        }
    }

private:
    enum Kind { Clear, Snapshot, Change };
    static constexpr int count = 2'000'000;  // rows
    static constexpr int width = 1 << 20;    // ticks
    static constexpr int depth = 400;        // levels of a snapshot
    static constexpr int far = 5'000;  // ticks behind the touch where a snapshot stops to look
    static constexpr int gap = 60;     // ticks; the touch does not jump farther

    static std::size_t index(int tick) { return static_cast<std::size_t>(tick); }
    int some_lots() { return 1 + static_cast<int>(500 * random_.exponential()); }

    void row(Kind kind, int side, int tick, int lots, bool last) {
        const auto price = decimal(tick, 10, 1);
        const auto qty = decimal(lots, 1'000, 3);
        rows_.line("{},{},{},{},{},{},{}", time_ns_, message_, static_cast<int>(kind), side, price,
                   qty, last ? 1 : 0);
        ++written_;
        if (kind == Clear) return;  // an S does it
        const bool whole = kind == Snapshot;
        const auto id = message_ + (whole ? 1 : 0);
        events_.line("{},{},{},{},{},{},{},{}", time_ns_ + latency_ns, time_ns_, whole ? 'S' : 'D',
                     id, id, side > 0 ? 'b' : 'a', price, qty);
    }

    /// What lies deeper than the snapshot shows is forgotten.
    void write_snapshot() {
        row(Clear, 0, 0, 0, false);
        int shown = 0;
        for (int tick = bid_; tick > 0 && bid_ - tick <= far; --tick) {
            auto& lots = bids_[index(tick)];
            if (lots == 0) continue;
            if (shown++ < depth)
                row(Snapshot, 1, tick, lots, false);
            else
                lots = 0;
        }
        std::vector<int> ticks;
        for (int tick = ask_; tick < width && tick - ask_ <= far; ++tick) {
            auto& lots = asks_[index(tick)];
            if (lots == 0) continue;
            if (ticks.size() < depth)
                ticks.push_back(tick);
            else
                lots = 0;
        }
        for (const int tick : ticks)
            row(Snapshot, -1, tick, asks_[index(tick)], tick == ticks.back());
        ++message_;
    }

    void write_change(bool last) {
        const int side = random_.uniform() < 0.5 ? 1 : -1;
        const bool touch = random_.uniform() < 0.15;
        int away = 0;
        if (!touch) {
            const double share = random_.exponential();
            away = static_cast<int>(share * (random_.uniform() < 0.2 ? 120 : 12));
        }
        const double deleted = 0.45 + 0.15 * std::tanh(pressure_) * -side;
        if (side > 0)
            change_bid(touch ? bid_ : std::max(1, ask_ - 1 - away), deleted, last);
        else
            change_ask(touch ? ask_ : bid_ + 1 + away, deleted, last);
    }

    int new_lots(int old, double deleted) {
        return old != 0 && random_.uniform() < deleted ? 0 : some_lots();
    }

    void change_bid(int tick, double deleted, bool last) {
        auto& lots = bids_[index(tick)];
        int now = new_lots(lots, deleted);
        if (tick == bid_ && now == 0) {
            int next = bid_ - 1;
            while (next > 1 && bids_[index(next)] == 0) --next;
            if (bid_ - next > gap) now = some_lots();
        }
        lots = now;
        if (now != 0) bid_ = std::max(bid_, tick);
        while (bids_[index(bid_)] == 0) --bid_;
        row(Change, 1, tick, now, last);
    }

    void change_ask(int tick, double deleted, bool last) {
        auto& lots = asks_[index(tick)];
        int now = new_lots(lots, deleted);
        if (tick == ask_ && now == 0) {
            int next = ask_ + 1;
            while (next < width - 1 && asks_[index(next)] == 0) ++next;
            if (next - ask_ > gap) now = some_lots();
        }
        lots = now;
        if (now != 0) ask_ = std::min(ask_, tick);
        while (asks_[index(ask_)] == 0) ++ask_;
        row(Change, -1, tick, now, last);
    }

    static constexpr std::int64_t latency_ns = 1'000'000;

    TextFile rows_;
    TextFile events_;
    Random random_{20240103};
    std::vector<int> bids_ = std::vector<int>(width);
    std::vector<int> asks_ = std::vector<int>(width);
    int bid_{200'000};
    int ask_{200'001};
    double pressure_{};
    std::int64_t time_ns_{first_ms * 1'000'000};
    std::int64_t message_{};
    int written_{};
};

}  // namespace

int main(int count, char** args) {
    const std::string folder = count > 1 ? args[1] : ".";
    write_bars(folder + "/bars.csv");
    BookWriter{folder + "/l2.csv", folder + "/l2_events.csv"}.write();
}
