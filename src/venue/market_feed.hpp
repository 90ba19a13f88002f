#pragma once
/// The market data of one venue, live: connected, in step, and known to be so or not.

#include "core/base/random.hpp"
#include "net/transport.hpp"
#include "venue/feed_book.hpp"
#include "venue/feed_watch.hpp"
#include "venue/market_queue.hpp"
#include "venue/public_asker.hpp"

#include <atomic>
#include <map>
#include <set>

namespace nightjar::venue {

struct MarketFeedConfig {
    core::VenueId venue;
    net::Url rest;
    net::Url market;  ///< its path is the protocol's own
    core::Duration patience = core::seconds(5);
    core::Duration ping_every = core::seconds(5);
    core::Duration silence = core::seconds(12);        ///< a line that says nothing so long is dead
    core::Duration mend_patience = core::seconds(10);  ///< then the line is made anew
    core::Duration rules_every = core::minutes(1);     ///< whether all are still traded
    std::uint64_t seed{};                              ///< of the waits between attempts
};

/// How it stands, for who watches; any thread.
struct MarketFigures {
    std::atomic<std::uint64_t> messages{};
    std::atomic<std::uint64_t> bad{};  ///< that were not understood
    std::atomic<std::uint64_t> events{};
    std::atomic<std::uint64_t> gaps{};
    std::atomic<std::uint64_t> overflows{};  ///< of them, because the engine was too slow
    std::atomic<std::uint64_t> connections{};
    std::atomic<std::uint64_t> books{};  ///< in step, now
};

/// One thread, the transport's; what it learns goes into the queue. A book that lost something is
/// told once, as a Gap; then nothing of it until it begins again with a whole one. A line that
/// dies, falls silent, or hears nothing where other venues do, takes its books with it.
class MarketFeed {
public:
    using Note = std::function<void(std::string)>;

    /// All outlive it. `note` is told what a person should know.
    MarketFeed(MarketFeedConfig config, const core::Catalog& catalog, PublicSide& side,
               RateLimiter& limiter, net::Transport& transport, MarketQueue& queue,
               FeedWatch& watch, Note note);
    ~MarketFeed();
    MarketFeed(const MarketFeed&) = delete;
    MarketFeed& operator=(const MarketFeed&) = delete;

    void start();
    void stop();
    /// All its connections are.
    [[nodiscard]] bool open() const;

    [[nodiscard]] const MarketFigures& figures() const { return figures_; }

private:
    class Line;
    struct Market {
        const core::Instrument* instrument{};
        Line* line{};  ///< of the book
        FeedBook book;
        bool told_whole{};
        bool asking{};  ///< for a snapshot
        bool owes_gap{};
        std::uint64_t lost{};  ///< events, that the gap will tell
        std::optional<core::Time> mend_by{};
        std::optional<NextFunding> funding{};
        bool tradable{true};
    };

    // What lines hear
    void hear(Line& line, std::string_view text);
    void hear(Market& market, const FeedBody& body);
    void hear(Line& line, const Notice& notice);
    void hear_rules(Market& market, TradingStatus status);
    void hear_funding(Market& market, const NextFunding& funding);

    // Books
    template <class Depth>
    void change(Market& market, const Depth& depth);
    void begin_book(Market& market);
    void lose_book(Market& market, std::uint64_t lost);
    void say_gap(Market& market);
    void mend(Market& market);
    void ask_snapshot(Market& market);
    void show(Market& market);

    // Lines
    void lose_line(Line& line, std::string_view why);
    void beat();
    void ask_rules();

    void tell(Market& market, core::Event::Body body, core::Time at);
    [[nodiscard]] bool push();
    [[nodiscard]] core::Stamp stamp(core::Time at);
    [[nodiscard]] Market* find(std::string_view symbol);
    [[nodiscard]] core::Time now() const { return transport_->now(); }
    void note(std::string_view about, std::string_view what) const;

    MarketFeedConfig config_;
    const core::Catalog* catalog_;
    PublicSide* side_;
    net::Transport* transport_;
    MarketQueue* queue_;
    FeedWatch* watch_;
    Note note_;
    core::Random chance_;
    PublicAsker asker_;
    std::map<std::string, Market, std::less<>> markets_;  // by symbol
    std::vector<std::unique_ptr<Line>> lines_;
    std::vector<core::Event> events_;
    MarketFigures figures_;
    std::unique_ptr<net::Transport::Timer> beat_;
    core::Time next_rules_;
    std::uint64_t seq_{};
    bool stopped_{true};
};

}  // namespace nightjar::venue
