#pragma once
/// What the tests of the venues' feed decoders share.

#include "venue/errc.hpp"
#include "venue/feed_decoder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace nightjar::venue {

inline core::Time at_ms(std::int64_t ms) { return core::Time{} + core::milliseconds(ms); }

/// The only event of a message that must be good.
inline FeedEvent one_event(FeedDecoder& decoder, std::string_view message) {
    const auto events = decoder.decode(message);
    EXPECT_TRUE(events) << events.error().text();
    if (!events || events->events.size() != 1) {
        ADD_FAILURE() << "not one event: " << message;
        return {};
    }
    return events->events.front();
}

/// What is wrong with a message that must be refused.
inline std::string refusal(const core::Result<FeedEvents>& events) {
    if (events) return "it was taken";
    return std::string{events.error().code.name} + ": " + std::string{events.error().text()};
}

template <class Body>
Body body_of(const FeedEvent& event) {
    const auto* body = std::get_if<Body>(&event.body);
    if (body == nullptr) {
        ADD_FAILURE() << "another kind: " << event.body.index();
        return Body{};
    }
    return *body;
}

template <class Body>
Body one(FeedDecoder& decoder, std::string_view message, std::string_view symbol) {
    const auto event = one_event(decoder, message);
    EXPECT_EQ(event.symbol, symbol) << message;
    return body_of<Body>(event);
}

/// No book, price or quantity that came out of a broken message is one that cannot be.
inline bool is_sound(const FeedEvents& events) {
    const auto sound = [](std::span<const PublicLevel> levels) {
        return std::ranges::all_of(levels, [](const auto& level) {
            return level.price.mantissa > 0 && level.qty.mantissa >= 0;
        });
    };
    for (const auto& event : events.events) {
        if (const auto* depth = std::get_if<DepthUpdate>(&event.body);
            depth && !sound(depth->levels))
            return false;
        if (const auto* depth = std::get_if<DepthSnapshot>(&event.body);
            depth && !sound(depth->levels))
            return false;
        if (const auto* trade = std::get_if<PublicTrade>(&event.body);
            trade && (trade->price.mantissa <= 0 || trade->qty.mantissa < 0))
            return false;
    }
    return true;
}

using Frames = std::vector<std::string_view>;

inline void expect_refused_when_cut_off(FeedDecoder& decoder, const Frames& frames) {
    for (const auto frame : frames)
        for (std::size_t size = 0; size < frame.size(); ++size)
            EXPECT_FALSE(decoder.decode(frame.substr(0, size))) << frame.substr(0, size);
}

/// To be called in a property.
inline void check_survival(FeedDecoder& decoder, const Frames& frames) {
    std::string frame{frames[*rc::gen::inRange<std::size_t>(0, frames.size())]};
    const auto changes = *rc::gen::inRange(1, 6);
    for (int i = 0; i < changes && !frame.empty(); ++i) {
        const auto at = *rc::gen::inRange<std::size_t>(0, frame.size());
        switch (*rc::gen::inRange(0, 3)) {
            case 0: frame[at] = *rc::gen::arbitrary<char>(); break;
            case 1: frame.erase(at, *rc::gen::inRange<std::size_t>(1, 9)); break;
            default: frame.insert(at, frame.substr(at / 2, 7)); break;
        }
    }
    if (const auto events = decoder.decode(frame)) RC_ASSERT(is_sound(*events));
    for (const auto query : {FeedQuery::Depth, FeedQuery::Trades, FeedQuery::Candles,
                             FeedQuery::Mark, FeedQuery::Funding, FeedQuery::Instruments})
        if (const auto events = decoder.decode_reply(query, frame)) RC_ASSERT(is_sound(*events));
}

/// Examples and recordings of venues. They are not part of the project: where they are missing the
/// tests say that they were skipped.
class SharedVectors : public testing::Test {
protected:
    void SetUp() override {
        if (!std::filesystem::is_directory(folder()))
            GTEST_SKIP() << "the folder of examples, " << folder() << ", is missing";
    }
    static std::filesystem::path folder() { return NIGHTJAR_SHARED_DATA "/../vectors"; }
    static std::string file(const std::string& name) {
        std::ifstream in{folder() / name, std::ios::binary};
        EXPECT_TRUE(in) << name;
        return {std::istreambuf_iterator<char>{in}, {}};
    }
};

/// Examples of one venue, read by its decoder. What it gives is good until the next call.
class FeedVectors : public SharedVectors {
protected:
    FeedVectors(std::string prefix, std::unique_ptr<FeedDecoder> decoder)
        : prefix_{std::move(prefix)}, decoder_{std::move(decoder)} {}

    FeedEvents push(const std::string& name) {
        text_ = file(prefix_ + "ws_" + name + ".json");
        return check(name, decoder_->decode(text_));
    }
    FeedEvents reply(const std::string& name, FeedQuery query) {
        text_ = file(prefix_ + "http_" + name + ".json");
        return check(name, decoder_->decode_reply(query, text_));
    }
    template <class Body>
    static Body first(const FeedEvents& events) {
        if (events.events.empty()) {
            ADD_FAILURE() << "no event";
            return {};
        }
        return body_of<Body>(events.events.front());
    }

private:
    static FeedEvents check(const std::string& name, const core::Result<FeedEvents>& events) {
        EXPECT_TRUE(events) << name << ": " << events.error().text();
        return events ? *events : FeedEvents{};
    }

    std::string prefix_;
    std::unique_ptr<FeedDecoder> decoder_;
    std::string text_;
};

}  // namespace nightjar::venue
