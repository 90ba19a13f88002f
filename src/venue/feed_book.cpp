#include "venue/feed_book.hpp"

#include <utility>

namespace nightjar::venue {

using core::Event;
using core::Result;
using core::Stamp;
using core::Status;
using Need = FeedBook::Need;

void FeedBook::begin(std::unique_ptr<BookRule> rule) {
    rule_ = std::move(rule);
    kept_.clear();
    whole_ = false;
}

Status FeedBook::add(std::span<const PublicLevel> levels, Stamp stamp,
                     std::vector<Event>& events) const {
    for (const auto& level : levels) {
        NJ_TRY(price, steps_.price(level.price));
        NJ_TRY(qty, steps_.qty(level.qty));
        events.push_back(
            {stamp, instrument_->id, instrument_->venue,
             core::BookDelta{core::BookDelta::Action::Set, level.side, price, qty, false}});
    }
    return {};
}

namespace {

/// Of what was added since: now the book may be read.
void end_message(std::vector<Event>& events, std::size_t begin) {
    if (events.size() > begin) std::get<core::BookDelta>(events.back().body).last = true;
}

}  // namespace

Need FeedBook::lose(const DepthUpdate* next) {
    whole_ = false;
    if (mend_ != Mend::Snapshot) return Need::Mend;
    kept_.clear();
    if (next != nullptr) keep(*next);
    return Need::Snapshot;
}

void FeedBook::keep(const DepthUpdate& update) {
    if (kept_.size() == most_kept) kept_.pop_front();
    kept_.push_back({update, {update.levels.begin(), update.levels.end()}});
    kept_.back().update.levels = {};
}

Result<Need> FeedBook::on(const DepthUpdate& update, Stamp stamp, std::vector<Event>& events) {
    switch (rule_->next(update)) {
        case DepthVerdict::Drop: return Need::Nothing;
        case DepthVerdict::Gap: return lose(&update);
        case DepthVerdict::Buffer:
            if (mend_ != Mend::Snapshot) return Need::Nothing;  // one is on its way
            keep(update);
            return Need::Snapshot;
        case DepthVerdict::Apply: break;
    }
    const auto begin = events.size();
    stamp.exch = update.at;
    NJ_TRY(add(update.levels, stamp, events));
    NJ_TRY(add(rule_->fallen_out(), stamp, events));
    end_message(events, begin);
    return Need::Nothing;
}

Result<Need> FeedBook::on(const DepthSnapshot& snapshot, Stamp stamp, std::vector<Event>& events) {
    switch (rule_->snapshot(snapshot)) {
        case DepthVerdict::Drop: return Need::Nothing;
        case DepthVerdict::Gap:
        case DepthVerdict::Buffer: return lose(nullptr);
        case DepthVerdict::Apply: break;
    }
    if (snapshot.at) stamp.exch = *snapshot.at;
    const auto begin = events.size();
    events.push_back(
        {stamp, instrument_->id, instrument_->venue,
         core::BookDelta{core::BookDelta::Action::Clear, core::Side::Buy, {}, {}, false}});
    NJ_TRY(add(snapshot.levels, stamp, events));
    NJ_TRY(add(rule_->fallen_out(), stamp, events));
    end_message(events, begin);
    whole_ = true;
    return replay(stamp, events);
}

Result<Need> FeedBook::replay(Stamp stamp, std::vector<Event>& events) {
    for (auto kept = std::exchange(kept_, {}); !kept.empty(); kept.pop_front()) {
        kept.front().update.levels = kept.front().levels;
        NJ_TRY(need, on(kept.front().update, stamp, events));
        if (need == Need::Nothing) continue;
        for (kept.pop_front(); !kept.empty(); kept.pop_front()) {  // for the next snapshot
            kept.front().update.levels = kept.front().levels;
            keep(kept.front().update);
        }
        return need;
    }
    return Need::Nothing;
}

}  // namespace nightjar::venue
