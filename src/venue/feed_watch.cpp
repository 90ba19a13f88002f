#include "venue/feed_watch.hpp"

namespace nightjar::venue {

FeedWatch::FeedWatch(const core::Catalog& catalog, Limits limits)
    : limits_{limits}, markets_(catalog.assets().size()) {
    for (const auto& instrument : catalog.instruments())
        instruments_.push_back({.market = instrument.base.value});
}

}  // namespace nightjar::venue
