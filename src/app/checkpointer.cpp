#include "app/checkpointer.hpp"

#include "app/models.hpp"
#include "backtest/recovery.hpp"

namespace nightjar::app {

Checkpointer::Checkpointer(engine::Config config, SessionDir session)
    : config_{std::move(config)}, session_{std::move(session)}, thread_{[this] { work(); }} {}

Checkpointer::~Checkpointer() { stop(); }

void Checkpointer::work() {
    std::unique_lock lock{mutex_};
    while (!wake_.wait_for(lock, every, [this] { return stopping_; })) {
        lock.unlock();
        // One that fails now is tried again in an hour; the last one is reported.
        static_cast<void>(renew());
        lock.lock();
    }
}

core::Status Checkpointer::renew() const {
    Models models{session_.data_root()};
    auto registries = models.parts();
    NJ_TRY(
        backtest::renew_checkpoint(config_, registries, session_.ledger(), session_.checkpoint()));
    return {};
}

void Checkpointer::stop() {
    {
        const std::scoped_lock lock{mutex_};
        stopping_ = true;
    }
    wake_.notify_one();
    if (thread_.joinable()) thread_.join();
}

core::Status Checkpointer::finish() {
    stop();
    return renew();
}

}  // namespace nightjar::app
