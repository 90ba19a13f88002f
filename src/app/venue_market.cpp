#include "app/venue_market.hpp"

#include "app/errc.hpp"
#include "app/margin_rules.hpp"
#include "app/rules.hpp"
#include "app/transport.hpp"
#include "exchange/made_up.hpp"
#include "net/call_on.hpp"
#include "report/story.hpp"
#include "venue/addresses.hpp"
#include "venue/steps.hpp"

#include <fmt/ranges.h>

#include <algorithm>
#include <chrono>
#include <thread>

namespace nightjar::app {

using core::fail;
using core::Result;
using core::Status;

namespace {

constexpr double kept_for_cancels = 0.2;
constexpr std::size_t queue_room = std::size_t{1} << 17;

Result<net::Url> url_of(const std::string& given, std::string_view usual) {
    return net::Url::parse(given.empty() ? usual : given);
}

/// So that the exchange in this process stands where the plan begins.
double price_of(const Plan& plan, const std::string& venue, std::string_view base,
                double otherwise) {
    for (const auto& instrument : plan.instruments)
        if (instrument.venue == venue && instrument.symbol.contains(base) && instrument.price > 0)
            return instrument.price;
    return otherwise;
}

/// The books of our ledger, in the words of the exchange's own catalog.
portfolio::Account translated(const portfolio::Account& books, const core::Catalog& ours,
                              core::VenueId venue, const exchange::Hall& hall) {
    const auto& theirs = hall.catalog();
    portfolio::Account made{theirs, hall.currency()};
    for (std::size_t i = 0; i < ours.assets().size(); ++i) {
        const core::AssetId id{static_cast<std::uint16_t>(i)};
        const auto same = std::ranges::find(theirs.assets(), ours.assets()[i]);
        if (same == theirs.assets().end()) continue;
        const auto at = static_cast<std::uint16_t>(same - theirs.assets().begin());
        made.adjust({at}, books.cash(id));
    }
    for (const auto& instrument : ours.instruments()) {
        const auto& position = books.position(instrument.id);
        if (instrument.venue != venue || position.qty.raw == 0) continue;
        for (const auto& listed : theirs.instruments()) {
            const bool same = theirs.name(listed.base) == ours.name(instrument.base) &&
                              (listed.kind == core::InstrumentKind::Spot) ==
                                  (instrument.kind == core::InstrumentKind::Spot);
            if (!same) continue;
            made.adjust(hall.currency(), position.basis);
            made.trade(listed.id, position.qty, -position.basis);
        }
    }
    return made;
}

}  // namespace

Result<std::unique_ptr<VenueMarket>> VenueMarket::make(Plan& plan,
                                                       const std::filesystem::path& data_dir,
                                                       const venue::KeyRing& keys,
                                                       const core::Clock& clock, Note note) {
    std::unique_ptr<VenueMarket> made{new VenueMarket{plan, clock, std::move(note)}};
    NJ_TRY(made->reach(data_dir, keys));
    NJ_TRY(transport, start_transport(clock));
    made->transport_ = std::move(transport);
    NJ_TRY(made->fill_in(plan));
    return made;
}

VenueMarket::~VenueMarket() { close(); }

void VenueMarket::tell_secrets(venue::Redactor& redactor) const {
    for (const auto& line : lines_) {
        redactor.add(line.key.credentials.secret);
        redactor.add(line.key.credentials.passphrase);
    }
}

/// The exchanges that are to be simulated; gives their accounts, in the order of the plan.
Result<std::vector<exchange::ClientConfig>> VenueMarket::serve(
    const std::filesystem::path& data_dir) {
    std::vector<ServedExchanges::Stand> stands;
    std::vector<exchange::ClientConfig> accounts;
    for (const auto& venue : plan_->venues) {
        if (!venue.protocol.simulated()) continue;
        const auto name = venue::venue_of(venue.protocol.name);
        ExchangeOpening opening;
        opening.seed = plan_->seed;
        opening.btc = price_of(*plan_, venue.name, "BTC", opening.btc);
        opening.eth = price_of(*plan_, venue.name, "ETH", opening.eth);
        NJ_TRY(replays, find_replays(*plan_, venue.name, data_dir));
        opening.replays = replays;
        replays_.insert(replays_.end(), replays.begin(), replays.end());
        auto opened = open_exchange(*exchange::find_venue(name), opening, *clock_);
        if (!opened) return std::unexpected{opened.error().in(venue.name)};
        auto& stand = *opened;
        auto account = exchange::made_up_account(name, new_token());
        account.deposits = {{plan_->currency, venue.cash}};
        if (const auto admitted = stand->hall().admit(account); !admitted)
            return fail(Errc::BadConfig, "{}: {}", venue.name, admitted.error().text());
        accounts.push_back(std::move(account));
        stands.push_back({venue.name, 0, std::move(stand)});
    }
    if (!stands.empty()) {
        NJ_TRY(served, ServedExchanges::start(std::move(stands), *clock_));
        served_ = std::move(served);
    }
    return accounts;
}

namespace {

/// At an exchange of this process.
Status find_here(VenueLine& line, std::uint16_t port, const exchange::ClientConfig& account) {
    const auto at = fmt::format("://127.0.0.1:{}", port);
    NJ_TRY(rest, net::Url::parse("http" + at));
    NJ_TRY(stream, net::Url::parse("ws" + at));
    line.rest = rest;
    line.market = line.user = stream;
    line.key = {line.plan->name,
                line.plan->protocol.name,
                {line.rest.authority()},
                {account.key, venue::Secret{account.secret}, venue::Secret{account.passphrase}}};
    return {};
}

}  // namespace

Status find_there(VenueLine& line, const venue::KeyRing& keys) {
    const auto& protocol = line.plan->protocol;
    const auto* known = venue::find_addresses(venue::venue_of(protocol.name), protocol.environment);
    const venue::Addresses none{};
    const auto& usual = known == nullptr ? none : *known;
    NJ_TRY(rest, url_of(protocol.rest, usual.rest));
    NJ_TRY(market, url_of(protocol.market, usual.market));
    NJ_TRY(user, url_of(protocol.user, usual.user));
    line.rest = rest;
    line.market = market;
    line.user = user;
    const auto* key = keys.find(protocol.key);
    if (key == nullptr)
        return fail(Errc::BadConfig, "{}: no key {}: `nightjar keys list` shows all",
                    line.plan->name, protocol.key);
    NJ_TRY(key->may_go_to(line.rest));
    NJ_TRY(key->may_go_to(line.user));
    line.key = {key->name, key->venue, key->hosts, venue::copy_of(key->credentials)};
    return {};
}

namespace {

/// Spot and perpetuals of one account have their cash in common at some venues.
bool trades_alone(const std::vector<VenueLine>& lines, const VenueLine& line) {
    return std::ranges::none_of(lines, [&line](const VenueLine& other) {
        return &other != &line && other.rest.authority() == line.rest.authority() &&
               other.key.credentials.key == line.key.credentials.key;
    });
}

}  // namespace

/// Where each venue is, and with which key.
Status VenueMarket::reach(const std::filesystem::path& data_dir, const venue::KeyRing& keys) {
    NJ_TRY(accounts, serve(data_dir));
    std::size_t simulated = 0;
    for (const auto& venue : plan_->venues) {
        VenueLine line;
        line.plan = &venue;
        if (venue.protocol.simulated()) {
            NJ_TRY(find_here(line, served_->ports()[simulated], accounts[simulated]));
            ++simulated;
        } else {
            NJ_TRY(find_there(line, keys));
        }
        NJ_TRY(side, venue::make_public_side(venue.protocol.name));
        line.side = std::move(side);
        line.limiter = std::make_unique<venue::RateLimiter>(
            venue::usual_limits(venue.protocol.name), kept_for_cancels);
        lines_.push_back(std::move(line));
    }
    return {};
}

Status VenueMarket::fill_in(Plan& plan) {
    for (auto& instrument : plan.instruments) {
        const auto line = std::ranges::find_if(
            lines_, [&](const VenueLine& each) { return each.plan->name == instrument.venue; });
        if (line == lines_.end())
            return fail(Errc::BadConfig, "there is no [[venues]] with the name \"{}\"",
                        instrument.venue);
        venue::PublicAsker asker{*transport_, *line->side, *line->limiter, line->rest,
                                 core::seconds(10)};
        NJ_TRY(ask_rules(*transport_, asker, instrument));
        ask_margin_tiers({*transport_, asker, line->plan->protocol.name, line->rest, line->key},
                         instrument, note_);
    }
    return {};
}

Status VenueMarket::enter(const engine::Config& config, const SessionDir& session, std::uint64_t) {
    config_ = &config;
    queue_ = std::make_unique<venue::MarketQueue>(queue_room);
    watch_ = std::make_unique<venue::FeedWatch>(config.catalog);
    for (std::size_t i = 0; i < lines_.size(); ++i) {
        auto& line = lines_[i];
        const core::VenueId id{static_cast<std::uint16_t>(i)};
        std::vector<std::string> symbols;
        for (const auto& instrument : config.catalog.instruments())
            if (instrument.venue == id) symbols.push_back(instrument.symbol);
        NJ_TRY(account,
               venue::make_private_side({.protocol = line.plan->protocol.name,
                                         .rest_host = line.rest.authority(),
                                         .symbols = symbols,
                                         .demo = line.plan->protocol.environment == "demo"},
                                        line.key.credentials));
        line.account = std::move(account);
        line.gateway = std::make_unique<venue::Gateway>(
            venue::GatewayConfig{.venue = id,
                                 .node = session.node(),
                                 .rest = line.rest,
                                 .stream = line.user,
                                 .seed = plan_->seed,
                                 .since = session.start(),
                                 .alone = trades_alone(lines_, line)},
            config.catalog, *line.account.orders, *line.account.stream, *line.limiter, *transport_,
            note_);
        line.feed = std::make_unique<venue::MarketFeed>(
            venue::MarketFeedConfig{
                .venue = id, .rest = line.rest, .market = line.market, .seed = plan_->seed},
            config.catalog, *line.side, *line.limiter, *transport_, *queue_, *watch_, note_);
    }
    std::vector<venue::Gateway*> gateways;
    for (const auto& line : lines_) gateways.push_back(line.gateway.get());
    node_feed_ = std::make_unique<venue::NodeFeed>(config.catalog, *queue_, std::move(gateways));
    return {};
}

std::vector<core::Venue*> VenueMarket::venues() {
    std::vector<core::Venue*> all;
    for (const auto& line : lines_) all.push_back(line.gateway.get());
    return all;
}

Result<std::vector<core::Event>> VenueMarket::resume(const engine::Engine& engine,
                                                     const SessionDir& session) {
    NJ_TRY(story, report::read_story(session.ledger()));
    std::vector<core::Event> first;
    for (const auto& fill : story.fills)  // one that began anew numbers its trades anew
        if (!plan_->venues[fill.venue.value].protocol.simulated())
            lines_[fill.venue.value].gateway->mirror().adopt({fill.instrument, fill.fill.trade});
    for (const auto& booking : story.bookings)
        if (booking.funding.raw != 0)
            lines_[engine.catalog()[booking.instrument].venue.value].gateway->mirror().adopt(
                venue::Settlement{booking.at, booking.instrument});
    for (std::size_t i = 0; i < lines_.size(); ++i)
        lines_[i].gateway->mirror().adopt(engine.books().venue({static_cast<std::uint16_t>(i)}));
    for (const auto& order : engine.orders().open()) {
        const auto& asked = order.request;
        if (plan_->venues[asked.venue.value].protocol.simulated()) {  // gone with its exchange
            first.push_back(session_ended(asked));
            continue;
        }
        lines_[asked.venue.value].gateway->mirror().adopt(
            {asked.id, asked.instrument, asked.side, asked.price, asked.qty, order.filled,
             order.state, asked.type},
            clock_->now());
        if (!engine.keeps(asked.id))
            left_over_.push_back({asked.id, asked.instrument, asked.venue, clock_->now()});
    }
    if (!served_) return first;
    served_->there([&](const std::vector<ServedExchanges::Stand>& stands) {
        std::size_t at = 0;
        for (std::size_t i = 0; i < lines_.size(); ++i) {
            if (!lines_[i].plan->protocol.simulated()) continue;
            auto& hall = stands[at++].venue->hall();
            const core::VenueId id{static_cast<std::uint16_t>(i)};
            hall.restore(*hall.clients().front(),
                         translated(engine.books().venue(id), engine.catalog(), id, hall));
        }
    });
    return first;
}

Result<std::vector<core::Event>> VenueMarket::open(bool resumed) {
    auto bars = history();
    // Nothing is traded before the gateways say so.
    const auto first = bars.empty() ? core::Stamp{} : bars.front().stamp;
    for (const auto& instrument : config_->catalog.instruments())
        bars.insert(bars.begin(),
                    {first, instrument.id, instrument.venue, core::InstrumentStatus{false}});
    if (resumed)  // the engine's time does not go back
        for (auto& event : bars) event.stamp = {};
    net::call_on(*transport_, [this] {
        for (auto& line : lines_) {
            line.gateway->start();
            line.feed->start();
        }
    });
    for (const auto& cancel : left_over_) lines_[cancel.venue.value].gateway->cancel(cancel);
    if (!replays_.empty()) play();
    return bars;
}

/// Recordings begin when the feeds can hear them, and in step with the strategies' bars.
void VenueMarket::play() {
    constexpr core::Duration patience = core::seconds(10);
    constexpr std::chrono::milliseconds pause{20};
    const auto all_open = [this] {
        return net::call_on(*transport_, [this] {
            return std::ranges::all_of(lines_, [](const auto& line) { return line.feed->open(); });
        });
    };
    const auto until = clock_->now() + patience;
    while (!all_open() && clock_->now() < until) std::this_thread::sleep_for(pause);
    core::Duration bar;
    for (const auto& strategy : config_->strategies) bar = std::max(bar, strategy.timeframe);
    const auto later = replayed_later(replays_, clock_->now() + core::seconds(1), bar);
    served_->there([later](const std::vector<ServedExchanges::Stand>& stands) {
        for (const auto& stand : stands) stand.venue->hall().play(later);
    });
}

/// The closed bars before now of each instrument and timeframe that strategies look at.
std::vector<core::Event> VenueMarket::history() {
    std::map<std::pair<core::InstrumentId, core::Duration>, std::vector<core::Event>> found;
    for (const auto& strategy : config_->strategies)
        for (const auto id : strategy.instruments) {
            auto [place, is_new] = found.try_emplace({id, strategy.timeframe});
            if (!is_new || strategy.timeframe.ns == 0) continue;
            const auto& instrument = config_->catalog[id];
            auto& line = lines_[instrument.venue.value];
            venue::PublicAsker asker{*transport_, *line.side, *line.limiter, line.rest,
                                     core::seconds(10)};
            const auto now = clock_->now();
            const auto status = net::ask_on<Status>(*transport_, [&](auto done) {
                asker.ask({.query = venue::FeedQuery::Candles,
                           .symbol = instrument.symbol,
                           .interval = strategy.timeframe,
                           .until = now},
                          [&, done](const Result<venue::FeedEvents>& said) {
                              if (!said) return done(std::unexpected{said.error()});
                              done(take_bars(said->events, instrument, strategy.timeframe, now,
                                             place->second));
                          });
            });
            if (!status)
                note_(fmt::format("{}: no history of bars: {}", config_->catalog.name(id),
                                  status.error().text()));
        }
    std::vector<core::Event> all;
    for (auto& [key, events] : found) all.insert(all.end(), events.begin(), events.end());
    std::ranges::sort(all, {}, [](const core::Event& event) {
        return std::pair{event.stamp.recv, event.instrument};
    });
    return all;
}

void VenueMarket::close() {
    if (!transport_ || lines_.empty() || !lines_.front().gateway) return;
    net::call_on(*transport_, [this] {
        for (auto& line : lines_) {
            line.feed->stop();
            line.gateway->stop();
            line.feed.reset();
            line.gateway.reset();  // before the transport, to whose bell it listens
        }
    });
    transport_.reset();
}

}  // namespace nightjar::app
