#pragma once
/// Whether a market has fallen silent at one venue while it goes on at others.

#include "core/model/instrument.hpp"

#include <vector>

namespace nightjar::venue {

/// One for all feeds of a node, on their thread. Instruments of one base asset are one market: what
/// moves one moves the others.
class FeedWatch {
public:
    struct Limits {
        core::Duration quiet = core::seconds(3);
        std::uint64_t missed = 20;  ///< messages of others since our last one
    };

    explicit FeedWatch(const core::Catalog& catalog) : FeedWatch{catalog, Limits{}} {}
    FeedWatch(const core::Catalog& catalog, Limits limits);

    void heard(core::InstrumentId id, core::Time at) {
        auto& own = instruments_[id.value];
        ++own.messages;
        ++markets_[own.market];
        own.at = at;
        own.others = markets_[own.market] - own.messages;
    }
    /// Nothing for a while, though others heard much: what we are connected to is not the market.
    [[nodiscard]] bool deaf(core::InstrumentId id, core::Time now) const {
        const auto& own = instruments_[id.value];
        const auto others = markets_[own.market] - own.messages;
        return now - own.at > limits_.quiet && others - own.others >= limits_.missed;
    }

private:
    struct Instrument {
        std::size_t market{};
        std::uint64_t messages{};
        std::uint64_t others{};  ///< that all the others had heard at `at`
        core::Time at{};
    };

    Limits limits_;
    std::vector<Instrument> instruments_;
    std::vector<std::uint64_t> markets_;  ///< messages, by base asset
};

}  // namespace nightjar::venue
