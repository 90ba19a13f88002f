#pragma once
/// A thread for one model. The engine asks and goes on; what comes of it arrives by mail.

#include "core/model/mailbox.hpp"
#include "core/model/ports.hpp"
#include "infer/answering.hpp"

#include <atomic>
#include <memory>
#include <thread>

namespace nightjar::infer {

/// Every question that was taken gets one answer, in order; one that says nothing where the model
/// is missing, too late, or failed. The model is loaded, used and freed on the worker's thread.
class Worker final : public Desk {
public:
    struct Counts {
        std::uint64_t answered{};
        std::uint64_t failed{};   ///< of the answers: those that say nothing
        std::uint64_t refused{};  ///< questions that found the queue full
        std::uint64_t lost{};     ///< answers that found the mailbox full
    };
    static constexpr std::size_t queue = 8;  ///< questions that wait

    /// `note`: told on the worker's thread what went wrong, in words. All references outlive it.
    Worker(std::unique_ptr<Answering> answering, const core::Clock& clock,
           core::Mailbox::Slot& answers, std::function<void(const std::string&)> note);
    /// Waits for the step of the computation that runs.
    ~Worker() override;
    Worker(const Worker&) = delete;
    Worker& operator=(const Worker&) = delete;

    /// Engine thread; never waits. Not taken: what finds the queue full, and what is too old - the
    /// bars of a warm-up.
    [[nodiscard]] bool ask(const Question& question) override;
    /// Any thread.
    [[nodiscard]] Counts counts() const;

private:
    void run();
    void answer(const Question& question);

    std::unique_ptr<Answering> answering_;
    const core::Clock* clock_;
    core::Mailbox::Slot* answers_;
    std::function<void(const std::string&)> note_;
    core::SpscQueue<Question> questions_{queue};
    std::atomic<std::uint32_t> bell_{0};
    std::atomic<bool> stop_{false};
    std::atomic<std::uint64_t> answered_{0};
    std::atomic<std::uint64_t> failed_{0};
    std::atomic<std::uint64_t> refused_{0};
    std::atomic<std::uint64_t> lost_{0};
    std::thread thread_;  // last: it uses all the others
};

/// In a backtest: answers at once, and posts them as late as a model would have been.
class OnTheSpot final : public Desk {
public:
    OnTheSpot(std::unique_ptr<Answering> answering, core::Duration delay,
              core::Mailbox::Slot& answers, std::function<void(const std::string&)> note)
        : answering_{std::move(answering)},
          delay_{delay},
          answers_{&answers},
          note_{std::move(note)} {}
    [[nodiscard]] bool ask(const Question& question) override;
    [[nodiscard]] const Answering& answering() const { return *answering_; }

private:
    std::unique_ptr<Answering> answering_;
    core::Duration delay_;
    core::Mailbox::Slot* answers_;
    std::function<void(const std::string&)> note_;
};

/// In a replay: the answers are among the recorded inputs.
class Recorded final : public Desk {
public:
    [[nodiscard]] bool ask(const Question&) override { return true; }
};

}  // namespace nightjar::infer
