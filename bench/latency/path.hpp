#pragma once
/// The parts of the way from a message of a book to the order that answers it, as `nightjar run`
/// has them: each without the threads, so that a measurement puts its own between.

#include "core/model/ports.hpp"
#include "engine/engine.hpp"
#include "infer/model_house.hpp"
#include "store/ledger.hpp"
#include "venue/feed_book.hpp"
#include "venue/order_codec.hpp"

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace nightjar::latency {

/// BTCUSDT, a perpetual in ticks of 0.1 and lots of 0.001.
[[nodiscard]] core::Instrument perpetual();

/// Bytes to events.
class Reading {
public:
    Reading();
    Reading(const Reading&) = delete;
    Reading& operator=(const Reading&) = delete;
    /// The rows of an update; good until the next call.
    [[nodiscard]] std::span<const core::Event> update(std::string_view message);
    [[nodiscard]] std::span<const core::Event> snapshot(std::string_view reply);

private:
    template <class Depth>
    std::span<const core::Event> rows(const core::Result<venue::FeedEvents>& said);

    std::unique_ptr<venue::PublicSide> side_;
    core::Instrument instrument_;
    venue::FeedBook book_{instrument_, venue::Mend::Snapshot};
    std::vector<core::Event> rows_;
};

/// Events to orders: the engine with the strategy `quoter`, all checks of the gate, and a ledger in
/// mapped files.
class Trading {
public:
    /// `models`: of a second strategy, which asks one at the close of each bar; outlives this.
    Trading(const std::filesystem::path& ledger, core::Venue& venue,
            infer::ModelHouse* models = nullptr);
    void take(std::span<const core::Event> events) {
        for (const auto& event : events) engine_->on(event);
    }
    /// The venue has taken the order and filled it at once. Bid and ask take turns that way: each
    /// update has an order.
    void fill(const core::OrderRequest& order);
    /// A minute ends.
    void close_bar(core::Time now);
    [[nodiscard]] const engine::Counters& counters() const { return engine_->counters(); }

private:
    std::unique_ptr<store::Ledger> ledger_;
    std::unique_ptr<engine::Engine> engine_;
    std::uint64_t trades_{};
    std::int64_t minutes_{};
};

/// Orders to bytes: a signed request of HTTP.
class Writing {
public:
    Writing();
    /// Good until the next call.
    [[nodiscard]] std::string_view request(const core::OrderRequest& order);

private:
    std::unique_ptr<venue::OrderCodec> codec_;
    core::Instrument instrument_;
    std::string text_;
};

}  // namespace nightjar::latency
