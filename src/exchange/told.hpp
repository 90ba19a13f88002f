#pragma once
/// What was told last on a stream, and so what is new.

#include "exchange/market_view.hpp"

#include <map>
#include <string>

namespace nightjar::exchange {

/// The best levels of a book as they were told last. Whoever comes later gets these, so that the
/// next change is the same one for all. Changes are numbered one by one.
class ToldBook {
public:
    ToldBook(const MarketView& view, std::size_t depth);

    struct Change {
        Bids bids;  ///< quantity 0: the level is gone, or not among the best any more
        Asks asks;
        [[nodiscard]] bool empty() const { return bids.empty() && asks.empty(); }
    };
    /// What is not told yet; from here on it is.
    Change take();

    [[nodiscard]] const MarketView& view() const { return *view_; }
    [[nodiscard]] const Bids& bids() const { return bids_; }
    [[nodiscard]] const Asks& asks() const { return asks_; }
    [[nodiscard]] std::uint64_t number() const { return number_; }

private:
    const MarketView* view_;
    std::size_t depth_;
    Bids bids_;
    Asks asks_;
    std::uint64_t seen_;               // the view's update
    std::uint64_t number_{1'000'000};  // a small one would say that the venue has just begun
};

/// The bar that grows, as it was told last.
class ToldBars {
public:
    /// Calls `tell(bar, closed)` with what is new of that topic.
    template <class Tell>
    void tell(std::string_view topic, const Bars& bars, core::Duration interval, Tell tell) {
        const auto bar = bars.current(interval);
        if (!bar) return;
        auto at = last_.find(topic);
        if (at == last_.end()) at = last_.emplace(topic, Told{*bar, false}).first;
        auto& [last, told] = at->second;
        if (last.open_time != bar->open_time) {
            const Bars::Range range{last.open_time, last.open_time, 1};
            for (const auto& closed : bars.of(interval, range)) tell(closed, true);
            told = false;
        }
        if (!told || last.trades != bar->trades) tell(*bar, false);
        last = *bar;
        told = true;
    }
    /// Those that `gone` says nobody wants.
    template <class Gone>
    void forget(Gone gone) {
        std::erase_if(last_, [&](const auto& entry) { return gone(entry.first); });
    }

private:
    struct Told {
        Bar bar;
        bool once{};
    };
    std::map<std::string, Told, std::less<>> last_;  // by topic
};

}  // namespace nightjar::exchange
