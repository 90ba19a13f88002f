#pragma once
/// A user stream over a transport, from its preparation to its end.

#include "net/transport.hpp"
#include "venue/user_stream.hpp"

#include <memory>

namespace nightjar::venue {

/// One thread, the transport's. One connection at a time: after `on_lost` it is opened again.
class UserLink : private net::StreamListener {
public:
    class Ear {
    public:
        virtual ~Ear() = default;
        virtual void on_account(std::span<const AccountEvent> events) = 0;
        /// Once for each `open` that was not followed by `close`.
        virtual void on_lost(const core::Error& why) = 0;
    };
    struct Place {
        net::Url rest;
        net::Url stream;  ///< its path is the protocol's own
        core::Duration patience = core::seconds(10);
    };

    /// All outlive it. `ahead` is what the venue's clock has more than the transport's.
    UserLink(net::Transport& transport, UserStream& protocol, Place place,
             const core::Duration& ahead, Ear& ear)
        : transport_{&transport},
          protocol_{&protocol},
          place_{std::move(place)},
          ahead_{&ahead},
          ear_{&ear} {}
    ~UserLink() override { close(); }
    UserLink(const UserLink&) = delete;
    UserLink& operator=(const UserLink&) = delete;

    void open();
    /// Nothing comes after it.
    void close();

private:
    [[nodiscard]] core::Time now() const { return transport_->now() + *ahead_; }
    /// A call of the protocol's that must succeed, then what comes next.
    void prepare(const net::WebRequest& request, void (UserLink::*then)());
    void connect();
    void renew();
    void keep_up();
    void take(const core::Result<StreamStep>& step);
    void lose(const core::Error& why);

    void on_open() override;
    void on_text(std::string_view text) override;
    void on_closed(const core::Error& why) override { lose(why); }

    net::Transport* transport_;
    UserStream* protocol_;
    Place place_;
    const core::Duration* ahead_;
    Ear* ear_;
    std::unique_ptr<net::Stream> stream_;
    std::unique_ptr<net::Transport::Timer> ping_;
    std::unique_ptr<net::Transport::Timer> renewal_;
    /// Of this connection: an answer that comes after it finds it gone.
    std::shared_ptr<bool> life_;
};

}  // namespace nightjar::venue
