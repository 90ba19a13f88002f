#include "exchange/source.hpp"

#include "sim/recordings/tape_cursor.hpp"
#include "sim/world.hpp"

#include <algorithm>

namespace nightjar::exchange {

namespace {

sim::WorldConfig world_config(const core::Catalog& catalog, const HallConfig& config) {
    sim::WorldConfig world;
    world.seed = config.seed;
    world.start = config.opens - config.warm_up;
    world.feed_latency = {};
    world.order_value = config.agents_order_value;
    for (std::size_t i = 0; i < config.listings.size(); ++i)
        world.instruments.push_back({catalog.instruments()[i].id, config.listings[i].price,
                                     config.listings[i].yearly_volatility});
    return world;
}

sim::MatchingConfig matching_config(const HallConfig& config, sim::Prices prices) {
    sim::MatchingConfig matching;
    matching.fees = config.fees;
    matching.prices = prices;
    matching.funding.emplace();
    matching.trades_numbered_apart = config.trades_numbered_apart;
    // One that begins anew goes on above: no two trades of an account have one number.
    matching.first_trade =
        static_cast<std::uint64_t>(core::count_of(config.opens, core::milliseconds(1)));
    return matching;
}

class Agents final : public MarketSource {
public:
    Agents(const core::Catalog& catalog, core::AssetId currency, const HallConfig& config)
        : world_{catalog,
                 currency,
                 {matching_config(config, sim::Prices::Book)},
                 world_config(catalog, config)} {}

    void play(core::Duration) override {}
    void advance(core::Time now) override { world_.advance(now); }
    void skip_to(core::Time now) override { world_.skip_to(now); }
    [[nodiscard]] const core::Event* next_event() const override { return world_.next_event(); }
    void pop_event() override { world_.pop_event(); }
    [[nodiscard]] sim::Matching& exchange() override { return world_.exchange({}); }

private:
    sim::World world_;
};

/// What was recorded happens again, and nobody but the clients is there. Of marks and funding it
/// says nothing: those are the venue's own here.
class Recorded final : public MarketSource {
public:
    Recorded(const core::Catalog& catalog, core::AssetId currency, const HallConfig& config)
        : exchange_{catalog, {}, currency, matching_config(config, sim::Prices::Recorded)} {
        for (std::size_t i = 0; i < config.listings.size(); ++i) {
            const auto& recording = config.listings[i].recording;
            auto stream = sim::tape_stream(catalog.instruments()[i], *recording.tape);
            NJ_CHECK(stream.has_value(), "{}", stream.error().text());
            stream->clock_offset = recording.clock_offset;
            tapes_.emplace_back(*stream, core::VenueId{});
        }
    }

    void play(core::Duration later) override { later_ = later; }
    void advance(core::Time now) override {
        while (later_) {
            const auto next = std::ranges::min_element(tapes_, {}, &sim::TapeCursor::happens);
            if (next->happens() == sim::TapeCursor::never || next->happens() + *later_ > now) break;
            happen(*next);
        }
    }
    void skip_to(core::Time now) override { advance(now); }
    [[nodiscard]] const core::Event* next_event() const override {
        return events_.empty() ? nullptr : &events_.front();
    }
    void pop_event() override { events_.pop(); }
    [[nodiscard]] sim::Matching& exchange() override { return exchange_; }

private:
    void happen(sim::TapeCursor& tape) {
        auto event = tape.happen();
        const auto then = event.stamp.exch;
        core::Event heard;  // nobody listens to the recorder here
        while (tape.heard() < then) tape.hear(heard);
        event.stamp.exch = event.stamp.recv = then + *later_;
        if (auto* trade = std::get_if<core::Trade>(&event.body); trade != nullptr) {
            if (trade->id.value == 0) trade->id.value = ++unnamed_;
        } else if (std::holds_alternative<core::Mark>(event.body) ||
                   std::holds_alternative<core::Funding>(event.body)) {
            return;
        }
        exchange_.on_recorded(event);
        if (const auto* quote = std::get_if<core::Quote>(&event.body))
            show(event, *quote);
        else
            events_.push(event);
    }
    /// Where nothing but the best prices was recorded they are the book.
    void show(core::Event event, const core::Quote& quote) {
        using Delta = core::BookDelta;
        for (const auto& delta :
             {Delta{Delta::Action::Clear, {}, {}, {}, false},
              Delta{Delta::Action::Set, core::Side::Buy, quote.bid, quote.bid_qty, false},
              Delta{Delta::Action::Set, core::Side::Sell, quote.ask, quote.ask_qty, true}}) {
            event.body = delta;
            events_.push(event);
        }
    }

    sim::Matching exchange_;
    std::vector<sim::TapeCursor> tapes_;  // by instrument
    sim::Ring<core::Event> events_;
    std::optional<core::Duration> later_;
    std::uint64_t unnamed_{};  // trades
};

}  // namespace

std::unique_ptr<MarketSource> make_source(const core::Catalog& catalog, core::AssetId currency,
                                          const HallConfig& config) {
    if (config.listings.front().recording.tape)
        return std::make_unique<Recorded>(catalog, currency, config);
    return std::make_unique<Agents>(catalog, currency, config);
}

}  // namespace nightjar::exchange
