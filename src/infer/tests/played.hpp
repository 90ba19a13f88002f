#pragma once
/// Models played by hand, and what surrounds them.

#include "infer/errc.hpp"
#include "infer/seat.hpp"

#include <atomic>
#include <cmath>
#include <thread>

namespace nightjar::infer::tests {

/// Moved by hand; any thread.
struct HandClock final : core::Clock {
    [[nodiscard]] core::Time now() const override { return {ns.load()}; }
    std::atomic<std::int64_t> ns{0};
};

/// The likelihood of each label falls by its place; counts how often it was asked.
inline ScorerMaker even_scorer(std::atomic<int>* asked = nullptr) {
    return [asked]() -> core::Result<Scorer> {
        return Scorer{[asked](const Prompt& prompt, std::span<const std::string> labels,
                              const std::function<bool()>&) -> core::Result<std::vector<double>> {
            if (asked != nullptr) ++*asked;
            std::vector<double> scores;
            const auto shift = static_cast<double>(prompt.rest.size() % 7) / 10;
            for (std::size_t i = 0; i < labels.size(); ++i)
                scores.push_back(-1 - shift - 2 * static_cast<double>(i));
            return scores;
        }};
    };
}

/// Computes until it is told to give up, or is freed.
inline ScorerMaker stalled_scorer() {
    return []() -> core::Result<Scorer> {
        return Scorer{
            [](const Prompt&, std::span<const std::string>,
               const std::function<bool()>& give_up) -> core::Result<std::vector<double>> {
                while (!give_up || !give_up()) std::this_thread::yield();
                return core::fail(Errc::Late, "given up");
            }};
    };
}

inline ScorerMaker missing_model() {
    return
        []() -> core::Result<Scorer> { return core::fail(Errc::BadModel, "small.gguf: no model"); };
}

inline const Subject& updown() {
    static const Subject subject{"direction", "", "what comes? ", {" up", " down"}, 1};
    return subject;
}

/// About the bar that closed then; up leans up.
inline Question question(core::Time asked, std::string_view rest = "Ba Ua") {
    Question made;
    made.subject = &updown();
    made.asked = asked;
    made.deadline = asked + core::seconds(3);
    made.horizon = core::hours(4);
    made.form[0].options = {0, 1};
    made.leans = {1, -1};
    NJ_CHECK(made.form[0].rest.set(rest), "too long");
    return made;
}

inline std::unique_ptr<Answering> answering(ScorerMaker make, AnswerBook& book) {
    return std::make_unique<Answering>(std::string(64, 'a'), std::move(make), book);
}

inline std::unique_ptr<AnswerBook> empty_book() { return std::move(AnswerBook::open({}).value()); }

/// Waits for the next mail: the tests' own time limit ends what never comes.
inline core::OpinionReady next_mail(core::Mailbox& mailbox) {
    for (;;) {
        if (const auto event = mailbox.take(core::Time{INT64_MAX}))
            return std::get<core::OpinionReady>(event->body);
        std::this_thread::yield();
    }
}

}  // namespace nightjar::infer::tests
