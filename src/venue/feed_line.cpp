#include "venue/feed_line.hpp"

namespace nightjar::venue {

void MarketFeed::Line::open_later() {
    constexpr core::Duration lasting = core::seconds(10);
    if (feed_->now() - opened_ > lasting) failed_ = 0;
    const auto wait = failed_ == 0 ? core::Duration{} : backoff(failed_, feed_->chance_);
    ++failed_;
    wait_ = feed_->transport_->after(wait, [this] { connect(); });
}

void MarketFeed::Line::connect() {
    ++feed_->figures_.connections;
    opened_ = heard_ = feed_->now();
    sequence_ = {};
    auto where = feed_->config_.market;
    where.target = plan_.target;
    stream_ = feed_->transport_->open(where, {}, *this);
}

void MarketFeed::Line::close() {
    open_ = false;
    stream_.reset();
    ping_.reset();
    wait_.reset();
}

void MarketFeed::Line::on_open() {
    open_ = true;
    heard_ = feed_->now();
    for (const auto& item : plan_.wanted)
        if (item.channel == Subscription::Channel::Depth)
            feed_->begin_book(feed_->markets_.at(item.symbol));
    say(FeedAction::Subscribe, plan_.wanted);
    ping_later();
}

void MarketFeed::Line::on_text(std::string_view text) {
    heard_ = feed_->now();
    feed_->hear(*this, text);
}

void MarketFeed::Line::ping_later() {
    if (feed_->side_->ping().empty()) return;
    ping_ = feed_->transport_->after(feed_->config_.ping_every, [this] {
        stream_->send(std::string{feed_->side_->ping()});
        ping_later();
    });
}

void MarketFeed::Line::subscribe_again(const std::string& symbol) {
    std::vector<Subscription> book;
    for (const auto& item : plan_.wanted)
        if (item.channel == Subscription::Channel::Depth && item.symbol == symbol)
            book.push_back(item);
    say(FeedAction::Unsubscribe, book);
    say(FeedAction::Subscribe, book);
}

void MarketFeed::Line::say(FeedAction action, std::span<const Subscription> wanted) {
    const auto texts = feed_->side_->requests(action, wanted);
    if (!texts) return feed_->note("subscription", texts.error().text());
    for (const auto& text : *texts) stream_->send(text);
}

}  // namespace nightjar::venue
