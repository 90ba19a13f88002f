#include "infer/worker.hpp"

namespace nightjar::infer {

namespace {

core::Event mail(const core::OpinionReady& ready, core::Time at) {
    core::Event event;
    event.stamp = {at, at, 0};
    event.body = ready;
    return event;
}

}  // namespace

Worker::Worker(std::unique_ptr<Answering> answering, const core::Clock& clock,
               core::Mailbox::Slot& answers, std::function<void(const std::string&)> note)
    : answering_{std::move(answering)},
      clock_{&clock},
      answers_{&answers},
      note_{std::move(note)},
      thread_{[this] { run(); }} {}

Worker::~Worker() {
    stop_.store(true, std::memory_order_relaxed);
    bell_.fetch_add(1, std::memory_order_release);
    bell_.notify_one();
    thread_.join();
}

bool Worker::ask(const Question& question) {
    if (clock_->now() >= question.deadline) return false;
    if (!questions_.push(question)) {
        refused_.fetch_add(1, std::memory_order_relaxed);
        return false;
    }
    bell_.fetch_add(1, std::memory_order_release);
    bell_.notify_one();
    return true;
}

Worker::Counts Worker::counts() const {
    return {answered_.load(std::memory_order_relaxed), failed_.load(std::memory_order_relaxed),
            refused_.load(std::memory_order_relaxed), lost_.load(std::memory_order_relaxed)};
}

void Worker::run() {
    if (const auto loaded = answering_->load(); !loaded) note_(std::string{loaded.error().text()});
    while (!stop_.load(std::memory_order_relaxed)) {
        const auto rung = bell_.load(std::memory_order_acquire);
        while (const auto question = questions_.pop()) {
            if (stop_.load(std::memory_order_relaxed)) break;
            answer(*question);
        }
        if (!stop_.load(std::memory_order_relaxed)) bell_.wait(rung, std::memory_order_acquire);
    }
    answering_.reset();
}

void Worker::answer(const Question& question) {
    const auto give_up = [this, &question] {
        return stop_.load(std::memory_order_relaxed) || clock_->now() >= question.deadline;
    };
    auto ready = no_answer(question);
    if (!give_up()) {
        if (auto answered = answering_->answer(question, give_up))
            ready = *answered;
        else
            note_(std::string{answered.error().text()});
    }
    if (ready.evidence.answers == 0) failed_.fetch_add(1, std::memory_order_relaxed);
    // The feed stamps it when it is read: from then on it is known.
    if (!answers_->push(mail(ready, {}))) lost_.fetch_add(1, std::memory_order_relaxed);
    answered_.fetch_add(1, std::memory_order_release);
}

bool OnTheSpot::ask(const Question& question) {
    auto ready = no_answer(question);
    if (auto answered = answering_->answer(question, {}))
        ready = *answered;
    else
        note_(std::string{answered.error().text()});
    return answers_->push(mail(ready, question.asked + delay_));
}

}  // namespace nightjar::infer
