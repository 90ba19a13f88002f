#pragma once
/// A market of our own making: simulated exchanges, and agents that trade at them.

#include "sim/population.hpp"
#include "sim/ring.hpp"

#include <memory>
#include <vector>

namespace nightjar::sim {

/// One instrument of one venue. All instruments of a base asset follow one hidden value: price and
/// volatility of the first that names the asset hold.
struct WorldInstrument {
    core::InstrumentId id;
    double price{};  ///< at the start, in quote
    double yearly_volatility{0.6};
};

struct WorldConfig {
    std::vector<WorldInstrument> instruments;
    std::uint64_t seed{1};
    core::Time start;
    core::Duration feed_latency{core::milliseconds(2)};
    double order_value{3'000};  ///< of the agents' usual order, in quote
    Population population;
    Fundamental::Walk walk;  ///< of every asset, but for price and volatility
};

/// One thread. What happens up to a time is a function of the configuration and of the orders that
/// others gave the exchanges until then, whatever the steps in which time advances. The catalog
/// must outlive it.
class World {
public:
    /// The venues' prices are made here: whatever `by_venue` says of their source is replaced.
    World(const core::Catalog& catalog, core::AssetId currency,
          std::vector<MatchingConfig> by_venue, WorldConfig config);

    /// Everything up to and including `now`.
    void advance(core::Time now);
    /// Goes to `now` in one stride: agents drop their orders, values move as far as the time is
    /// long, quotes are made anew. Readers get a Gap, then a snapshot, of each instrument.
    void skip_to(core::Time now);
    [[nodiscard]] core::Time now() const { return now_; }

    /// The next market event, by receive time. The first are each instrument's status and snapshot.
    [[nodiscard]] const core::Event* next_event() const {
        return events_.empty() ? nullptr : &events_.front();
    }
    void pop_event() { events_.pop(); }
    [[nodiscard]] Matching& exchange(core::VenueId venue) { return *exchanges_[venue.value]; }

private:
    struct Seat {
        Desk desk;
        std::unique_ptr<Agent> agent;
        core::InstrumentId instrument;
        bool quotes;  // acts first: who wants to trade needs a book
    };
    struct Wake {
        core::Time at;
        std::size_t seat{};
        friend auto operator<=>(const Wake&, const Wake&) = default;
    };

    [[nodiscard]] Fundamental& fundamental_of(const WorldInstrument& listed);
    void seat_agents(const WorldInstrument& listed);
    void wake_all();
    void announce(const core::Event::Body& body);
    void collect();
    void show_prints(std::span<const core::Event> tape);
    void emit(core::Event event);

    const core::Catalog* catalog_;
    WorldConfig config_;
    std::vector<std::unique_ptr<Matching>> exchanges_;        // by venue
    std::vector<std::unique_ptr<Fundamental>> fundamentals_;  // by base asset
    std::vector<std::vector<Desk::Peer>> peers_;              // likewise
    std::vector<Seat> seats_;
    std::vector<std::size_t> watchers_;  // seats
    std::vector<Wake> wakes_;            // a heap, the earliest on top
    Ring<core::Event> events_;
    core::Time now_;
    std::uint64_t seq_{};
};

}  // namespace nightjar::sim
