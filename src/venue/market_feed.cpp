#include "venue/market_feed.hpp"

#include "venue/feed_line.hpp"
#include "venue/steps.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace nightjar::venue {

using core::Time;

namespace {

constexpr core::Duration beat_every = core::milliseconds(250);

std::vector<std::string> symbols_of(const core::Catalog& catalog, core::VenueId venue) {
    std::vector<std::string> symbols;
    for (const auto& instrument : catalog.instruments())
        if (instrument.venue == venue) symbols.push_back(instrument.symbol);
    return symbols;
}

PublicQuestion rules_of(std::string_view symbol) {
    return {.query = FeedQuery::Instruments,
            .symbol = std::string{symbol},
            .interval = {},
            .until = {}};
}

}  // namespace

MarketFeed::MarketFeed(MarketFeedConfig config, const core::Catalog& catalog, PublicSide& side,
                       RateLimiter& limiter, net::Transport& transport, MarketQueue& queue,
                       FeedWatch& watch, Note note)
    : config_{std::move(config)},
      catalog_{&catalog},
      side_{&side},
      transport_{&transport},
      queue_{&queue},
      watch_{&watch},
      note_{std::move(note)},
      chance_{config_.seed, config_.venue.value},
      asker_{transport, side, limiter, config_.rest, config_.patience} {
    for (const auto& instrument : catalog.instruments())
        if (instrument.venue == config_.venue)
            markets_.emplace(instrument.symbol, Market{.instrument = &instrument,
                                                       .book = FeedBook{instrument, side.mend()}});
}

MarketFeed::~MarketFeed() { stop(); }

void MarketFeed::start() {
    stopped_ = false;
    next_rules_ = now();
    for (auto& plan : side_->lines(symbols_of(*catalog_, config_.venue))) {
        lines_.push_back(std::make_unique<Line>(*this, std::move(plan)));
        for (const auto& item : lines_.back()->wanted())
            if (item.channel == Subscription::Channel::Depth)
                markets_.at(item.symbol).line = lines_.back().get();
    }
    for (auto& line : lines_) line->open_later();
    beat();
}

void MarketFeed::stop() {
    stopped_ = true;
    lines_.clear();
    beat_.reset();
}

bool MarketFeed::open() const {
    return std::ranges::all_of(lines_, [](const auto& line) { return line->open(); });
}

// --- what lines hear

void MarketFeed::hear(Line& line, std::string_view text) {
    ++figures_.messages;
    const auto said = side_->decoder().decode(text);
    if (!said) {
        // What was in it is missed by the next message's number or checksum.
        ++figures_.bad;
        return note("message", said.error().text());
    }
    if (said->sequence && !line.follows(*said->sequence))
        return lose_line(line, "a message was lost");
    for (const auto& event : said->events) {
        if (const auto* notice = std::get_if<Notice>(&event.body)) {
            hear(line, *notice);
        } else if (auto* market = find(event.symbol)) {
            hear(*market, event.body);
        }
        if (!line.open()) return;  // lost by what it said
    }
}

void MarketFeed::hear(Market& market, const FeedBody& body) {
    watch_->heard(market.instrument->id, now());
    if (const auto* update = std::get_if<DepthUpdate>(&body)) {
        change(market, *update);
    } else if (const auto* snapshot = std::get_if<DepthSnapshot>(&body)) {
        change(market, *snapshot);
    } else if (const auto* trade = std::get_if<PublicTrade>(&body)) {
        if (trade->earlier) return;  // neither news nor, after a gap, all that was missed
        const auto price = price_of(trade->price, *market.instrument);
        const auto qty = qty_of(trade->qty, *market.instrument);
        if (!price || !qty) return note("trade", (price ? qty.error() : price.error()).text());
        tell(market, core::Trade{*price, *qty, trade->taker, {trade->id}}, trade->at);
    } else if (const auto* mark = std::get_if<MarkPrice>(&body)) {
        const auto price = nearest_price(mark->price, *market.instrument);
        if (!price) return note("mark price", price.error().text());
        tell(market, core::Mark{*price}, mark->at);
    } else if (const auto* funding = std::get_if<NextFunding>(&body)) {
        hear_funding(market, *funding);
    } else if (const auto* rules = std::get_if<InstrumentRules>(&body)) {
        hear_rules(market, rules->status);
    }
}

/// The last rate that was known before a settlement is what was paid there.
void MarketFeed::hear_funding(Market& market, const NextFunding& funding) {
    const auto before = std::exchange(market.funding, funding);
    if (before && funding.next > before->next && before->next <= now())
        tell(market, core::Funding{money_of(before->rate)}, before->next);
}

void MarketFeed::hear_rules(Market& market, TradingStatus status) {
    const bool tradable = status == TradingStatus::Trading;
    if (std::exchange(market.tradable, tradable) == tradable) return;
    note(market.instrument->symbol, tradable ? "is traded again" : "is not traded now");
    tell(market, core::InstrumentStatus{tradable}, now());
}

void MarketFeed::hear(Line& line, const Notice& notice) {
    switch (notice.kind) {
        case Notice::Kind::Refused:
            return note("refused", fmt::format("{} {}", notice.code, notice.text));
        case Notice::Kind::Reconnect: return lose_line(line, "the venue ends it");
        case Notice::Kind::Status: {
            const bool online = notice.text == "online";
            for (auto& [symbol, market] : markets_)
                hear_rules(market, online ? TradingStatus::Trading : TradingStatus::Halted);
            return;
        }
        case Notice::Kind::Subscribed:
        case Notice::Kind::Pong:
        case Notice::Kind::Heartbeat: return;
    }
}

// --- books

template <class Depth>
void MarketFeed::change(Market& market, const Depth& depth) {
    if (market.owes_gap) return;  // it begins again once the engine has room
    events_.clear();
    const auto need = market.book.on(depth, stamp({}), events_);
    if (!need) {
        note("book", need.error().text());
        return lose_book(market, 0);
    }
    if (*need == FeedBook::Need::Nothing) {
        if (!push()) {
            ++figures_.overflows;
            return lose_book(market, events_.size());
        }
        return show(market);
    }
    if (*need == FeedBook::Need::Mend) return lose_book(market, 0);
    if (market.told_whole) {  // the book itself keeps what the snapshot will need
        market.owes_gap = true;
        ++figures_.gaps;
        say_gap(market);
    } else {
        ask_snapshot(market);
    }
}

/// Whether it is whole is seen by who counts.
void MarketFeed::show(Market& market) {
    if (!market.book.whole() || market.told_whole) return;
    market.told_whole = true;
    market.mend_by.reset();
    ++figures_.books;
}

void MarketFeed::begin_book(Market& market) {
    market.book.begin(side_->book_rule());
    market.mend_by = now() + config_.mend_patience;
}

void MarketFeed::lose_book(Market& market, std::uint64_t lost) {
    begin_book(market);
    ++figures_.gaps;
    market.lost += lost;
    market.owes_gap = true;
    say_gap(market);
}

/// The engine hears it first, then the venue is asked.
void MarketFeed::say_gap(Market& market) {
    if (std::exchange(market.told_whole, false)) --figures_.books;
    const core::Event gap{stamp(now()), market.instrument->id, config_.venue,
                          core::Gap{market.lost}};
    if (!queue_->roomy() || !queue_->push_gap(gap)) return;
    market.owes_gap = false;
    market.lost = 0;
    mend(market);
}

void MarketFeed::mend(Market& market) {
    if (market.line == nullptr || !market.line->open()) return;  // it begins with the line
    market.mend_by = now() + config_.mend_patience;
    switch (side_->mend()) {
        case Mend::Snapshot: return ask_snapshot(market);
        case Mend::Subscribe: return market.line->subscribe_again(market.instrument->symbol);
        case Mend::Connect: return lose_line(*market.line, "a book was lost");
    }
}

void MarketFeed::ask_snapshot(Market& market) {
    if (std::exchange(market.asking, true)) return;
    asker_.ask({.query = FeedQuery::Depth, .symbol = market.instrument->symbol},
               [this, &market](const core::Result<FeedEvents>& said) {
                   market.asking = false;
                   if (stopped_ || !market.line->open()) return;
                   if (!said) return note("snapshot", said.error().text());
                   for (const auto& event : said->events)
                       if (const auto* whole = std::get_if<DepthSnapshot>(&event.body))
                           change(market, *whole);
               });
}

// --- lines

void MarketFeed::lose_line(Line& line, std::string_view why) {
    if (stopped_) return;
    note("connection", why);
    line.close();
    for (auto& [symbol, market] : markets_)
        if (market.line == &line && market.told_whole) lose_book(market, 0);
    line.open_later();
}

void MarketFeed::beat() {
    const auto at = now();
    for (auto& line : lines_)
        if (line->silent(at)) lose_line(*line, "it says nothing");
    for (auto& [symbol, market] : markets_) {
        auto* line = market.line;
        if (line == nullptr) continue;
        if (market.owes_gap) say_gap(market);
        if (!line->open()) continue;
        if (market.mend_by && *market.mend_by <= at)
            lose_line(*line, "a book does not come");
        else if (market.told_whole && watch_->deaf(market.instrument->id, at))
            lose_line(*line, "others hear more");
        else if (!market.told_whole && !market.owes_gap && side_->mend() == Mend::Snapshot &&
                 market.book.waiting())
            ask_snapshot(market);
    }
    if (next_rules_ <= at) ask_rules();
    beat_ = transport_->after(beat_every, [this] { beat(); });
}

void MarketFeed::ask_rules() {
    next_rules_ = now() + config_.rules_every;
    using Symbols = std::set<std::string, std::less<>>;
    std::map<std::string, Symbols> asked;  // by the request that is for them
    for (const auto& [symbol, market] : markets_)
        if (const auto request = side_->ask(rules_of(symbol)))
            asked[request->target].insert(symbol);
    for (const auto& [target, symbols] : asked)
        asker_.ask(rules_of(*symbols.begin()),
                   [this, absent = symbols](const core::Result<FeedEvents>& said) mutable {
                       if (stopped_ || !said) return;
                       for (const auto& event : said->events) {
                           const auto* rules = std::get_if<InstrumentRules>(&event.body);
                           auto* known = find(event.symbol);
                           if (rules == nullptr || known == nullptr) continue;
                           hear_rules(*known, rules->status);
                           absent.erase(known->instrument->symbol);
                       }
                       // Some venues list only what is traded.
                       for (const auto& symbol : absent)
                           hear_rules(markets_.at(symbol), TradingStatus::Halted);
                   });
}

// --- out

core::Stamp MarketFeed::stamp(Time at) { return {at, now(), ++seq_}; }

void MarketFeed::tell(Market& market, core::Event::Body body, Time at) {
    events_.assign(1, {stamp(at), market.instrument->id, config_.venue, body});
    if (push()) return;
    ++figures_.overflows;
    if (market.line != nullptr && market.told_whole) lose_book(market, 1);
}

bool MarketFeed::push() {
    if (!queue_->push(events_)) return false;
    figures_.events += events_.size();
    return true;
}

MarketFeed::Market* MarketFeed::find(std::string_view symbol) {
    const auto found = markets_.find(symbol);
    return found == markets_.end() ? nullptr : &found->second;
}

void MarketFeed::note(std::string_view about, std::string_view what) const {
    note_(fmt::format("{}: {}: {}", catalog_->name(config_.venue), about, what));
}

}  // namespace nightjar::venue
