#include "ops/alerts.hpp"

#include "ops/herald.hpp"
#include "ops/standing_watch.hpp"
#include "store/ledger.hpp"
#include "store/log_reader.hpp"

#include <chrono>
#include <optional>

namespace nightjar::ops {

namespace {

constexpr std::chrono::milliseconds look_every{200};

}  // namespace

/// The place in the ledger up to which all is told.
class Alerts::Following {
public:
    explicit Following(Alerts& owner) : owner_{&owner} {}

    void look() {
        // Taken first: what it shows is in the ledger by now.
        const auto snapshot = owner_->snapshots_->get();
        read();
        const auto now = owner_->clock_->now();
        herald_.pass(now);
        for (const auto& message : standing_.look(*snapshot, herald_.kill_level(), now))
            owner_->dispatcher_->tell(message);
    }

private:
    void read() {
        if (lost_) return;
        if (!reader_) {
            auto opened = store::LogReader::open(owner_->ledger_);
            if (!opened) return lose(opened.error());
            reader_.emplace(std::move(*opened));
        }
        auto record = reader_->next();
        for (; record && *record; record = reader_->next()) {
            const auto type = static_cast<core::RecordType>((*record)->type);
            if (type == store::Ledger::seal_type) continue;
            herald_.hear(type, (*record)->at, (*record)->body,
                         reader_->position() <= owner_->told_before_);
        }
        if (!record) lose(record.error());
    }
    void lose(const core::Error& why) {
        lost_ = true;
        owner_->dispatcher_->tell(
            {notify::Severity::Alarm, notify::Topic::Alarm, owner_->clock_->now(),
             fmt::format("the ledger cannot be read, so nothing of it is told from now on: {}",
                         why.text())});
    }

    Alerts* owner_;
    std::optional<store::LogReader> reader_;
    bool lost_{};
    Herald herald_{[this](const notify::Message& message) { owner_->dispatcher_->tell(message); },
                   owner_->clock_->now()};
    StandingWatch standing_;
};

Alerts::Alerts(std::filesystem::path ledger, std::uint64_t told_before,
               const engine::SnapshotBox& snapshots, const core::Clock& clock,
               notify::Dispatcher& dispatcher)
    : ledger_{std::move(ledger)},
      told_before_{told_before},
      snapshots_{&snapshots},
      clock_{&clock},
      dispatcher_{&dispatcher},
      thread_{[this] { run(); }} {}

Alerts::~Alerts() {
    stopping_ = true;
    wake_.release();
    thread_.join();
}

void Alerts::run() {
    Following following{*this};
    while (!stopping_) {
        following.look();
        static_cast<void>(wake_.try_acquire_for(look_every));
    }
    following.look();
}

}  // namespace nightjar::ops
