#pragma once
/// One connection of a market feed. Private to it.

#include "venue/backoff.hpp"
#include "venue/market_feed.hpp"
#include "venue/message_sequence.hpp"

namespace nightjar::venue {

class MarketFeed::Line final : public net::StreamListener {
public:
    Line(MarketFeed& feed, FeedLine plan) : feed_{&feed}, plan_{std::move(plan)} {}

    [[nodiscard]] const std::vector<Subscription>& wanted() const { return plan_.wanted; }
    /// At once, or after a wait that grows with each connection that did not last.
    void open_later();
    void close();
    [[nodiscard]] bool open() const { return open_; }
    [[nodiscard]] bool silent(core::Time now) const {
        return stream_ && now - heard_ > feed_->config_.silence;
    }
    /// Whether the message with that number is the next one.
    [[nodiscard]] bool follows(std::uint64_t number) {
        return sequence_.next(number) == DepthVerdict::Apply;
    }
    /// To the book of one symbol.
    void subscribe_again(const std::string& symbol);

private:
    void connect();
    void ping_later();
    void say(FeedAction action, std::span<const Subscription> wanted);

    void on_open() override;
    void on_text(std::string_view text) override;
    void on_closed(const core::Error& why) override { feed_->lose_line(*this, why.text()); }

    MarketFeed* feed_;
    FeedLine plan_;
    std::unique_ptr<net::Stream> stream_;
    std::unique_ptr<net::Transport::Timer> wait_;
    std::unique_ptr<net::Transport::Timer> ping_;
    MessageSequence sequence_;
    core::Time heard_;   ///< when it last said something, or was begun
    core::Time opened_;  ///< when it was begun
    unsigned failed_{};
    bool open_{};
};

}  // namespace nightjar::venue
