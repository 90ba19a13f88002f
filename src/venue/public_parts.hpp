#pragma once
/// What the public sides of the venues have in common. Private to the room.

#include "venue/errc.hpp"
#include "venue/public_side.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace nightjar::venue {

/// A venue's own sequence as a rule.
template <class Sequence>
class RuleOf : public BookRule {
public:
    explicit RuleOf(Sequence sequence = {}) : sequence_{std::move(sequence)} {}

    DepthVerdict snapshot(const DepthSnapshot& snapshot) override {
        return sequence_.snapshot(snapshot);
    }
    DepthVerdict next(const DepthUpdate& update) override { return sequence_.next(update); }

protected:
    [[nodiscard]] const Sequence& sequence() const { return sequence_; }
    [[nodiscard]] Sequence& sequence() { return sequence_; }

private:
    Sequence sequence_;
};

/// A venue that says everything on one line. What is left to it are its lines and questions.
class PlainSide : public PublicSide {
public:
    [[nodiscard]] FeedRequests requests(FeedAction action,
                                        std::span<const Subscription> wanted) final {
        return ways_.requests(action, wanted);
    }
    [[nodiscard]] std::string_view ping() const final { return ways_.ping; }
    [[nodiscard]] FeedDecoder& decoder() final { return *decoder_; }
    [[nodiscard]] std::unique_ptr<BookRule> book_rule() const final { return ways_.book_rule(); }
    [[nodiscard]] Mend mend() const final { return ways_.mend; }

protected:
    struct Ways {
        FeedRequests (*requests)(FeedAction, std::span<const Subscription>);
        std::string_view ping;
        std::unique_ptr<FeedDecoder> (*decoder)();
        std::unique_ptr<BookRule> (*book_rule)();
        Mend mend;
    };
    explicit PlainSide(const Ways& ways) : ways_{ways}, decoder_{ways.decoder()} {}

private:
    Ways ways_;
    std::unique_ptr<FeedDecoder> decoder_;
};

template <class Rule>
std::unique_ptr<BookRule> make_rule() {
    return std::make_unique<Rule>();
}

/// An interval in the venue's words.
struct IntervalWord {
    core::Duration interval;
    std::string_view word;
};

/// Error: Unsupported, naming those that there are.
[[nodiscard]] core::Result<std::string_view> interval_word(core::Duration interval,
                                                           std::span<const IntervalWord> words);

/// Each channel of each symbol.
[[nodiscard]] std::vector<Subscription> every(std::span<const Subscription::Channel> channels,
                                              std::span<const std::string> symbols, int depth = 0);

[[nodiscard]] inline std::unexpected<core::Error> not_asked(FeedQuery) {
    return core::fail(Errc::Unsupported, "only depth, candles and instruments are asked for");
}

[[nodiscard]] constexpr std::int64_t whole_ms(core::Time at) { return at.ns / 1'000'000; }
[[nodiscard]] constexpr std::int64_t whole_seconds(core::Time at) { return at.ns / 1'000'000'000; }

template <class... Args>
[[nodiscard]] net::WebRequest get(fmt::format_string<Args...> target, Args&&... args) {
    return {.method = "GET",
            .target = fmt::format(target, std::forward<Args>(args)...),
            .headers = {},
            .body = {}};
}

}  // namespace nightjar::venue
