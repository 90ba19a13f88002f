#pragma once
/// Watches which orders a gateway is about to send, and which cancels a venue refuses.

#include "venue/order_codec.hpp"

#include <fmt/format.h>

#include <functional>
#include <set>
#include <string>
#include <vector>

namespace nightjar::exchange {

/// A codec behind which an order is asked for only when it leaves: none before reconciling is over,
/// and none twice.
class Witness final : public venue::OrderCodec {
public:
    Witness(OrderCodec& codec, std::function<bool()> live)
        : codec_{&codec}, live_{std::move(live)} {}

    [[nodiscard]] const std::vector<std::string>& wrong() const { return wrong_; }
    /// Cancels that came too late.
    [[nodiscard]] std::uint64_t refused_cancels() const { return refused_cancels_; }

    [[nodiscard]] const venue::OrderAbilities& abilities() const override {
        return codec_->abilities();
    }
    [[nodiscard]] core::Result<net::WebRequest> place(const core::OrderRequest& order,
                                                      const core::Instrument& instrument,
                                                      std::string_view client_id,
                                                      core::Time now) override {
        if (!live_()) wrong_.push_back(fmt::format("order {} left before reconciling", client_id));
        if (!placed_.emplace(client_id).second)
            wrong_.push_back(fmt::format("order {} left twice", client_id));
        return codec_->place(order, instrument, client_id, now);
    }
    [[nodiscard]] core::Result<net::WebRequest> amend(const venue::PlacedOrder& order,
                                                      const core::AmendRequest& wanted,
                                                      const core::Instrument& instrument,
                                                      core::Time now) override {
        return codec_->amend(order, wanted, instrument, now);
    }
    [[nodiscard]] core::Result<net::WebRequest> cancel(const venue::PlacedOrder& order,
                                                       const core::Instrument& instrument,
                                                       core::Time now) override {
        return codec_->cancel(order, instrument, now);
    }
    [[nodiscard]] core::Result<net::WebRequest> cancel_all(const core::Instrument* instrument,
                                                           core::Time now) override {
        return codec_->cancel_all(instrument, now);
    }
    [[nodiscard]] core::Result<net::WebRequest> dead_man(core::Duration after,
                                                         const core::Instrument* instrument,
                                                         core::Time now) override {
        return codec_->dead_man(after, instrument, now);
    }
    [[nodiscard]] std::int64_t weight(const venue::Question& question) const override {
        return codec_->weight(question);
    }
    [[nodiscard]] venue::OrderAnswer decode_answer(venue::OrderAction action,
                                                   const net::WebReply& reply) override {
        auto answer = codec_->decode_answer(action, reply);
        if (action == venue::OrderAction::Cancel && answer.outcome == venue::Outcome::Reject)
            ++refused_cancels_;
        return answer;
    }
    [[nodiscard]] core::Result<net::WebRequest> ask(const venue::Question& question,
                                                    core::Time now) override {
        return codec_->ask(question, now);
    }
    [[nodiscard]] core::Result<venue::AccountPage> decode(const venue::Question& question,
                                                          const net::WebReply& reply) override {
        return codec_->decode(question, reply);
    }
    [[nodiscard]] venue::RateSaid rate_of(const net::WebReply& reply) const override {
        return codec_->rate_of(reply);
    }

private:
    OrderCodec* codec_;
    std::function<bool()> live_;
    std::set<std::string, std::less<>> placed_;
    std::vector<std::string> wrong_;
    std::uint64_t refused_cancels_{};
};

}  // namespace nightjar::exchange
