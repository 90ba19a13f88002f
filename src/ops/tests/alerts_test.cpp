/// A ledger that is being written, followed into letters.

#include "ops/alerts.hpp"

#include "core/base/archive.hpp"
#include "engine/live_clock.hpp"
#include "notify/tests/letters.hpp"
#include "store/ledger.hpp"

#include <gtest/gtest.h>

#include <filesystem>

namespace nightjar::ops {
namespace {

using notify::Letter;

class ToArrivals final : public notify::Notifier {
public:
    explicit ToArrivals(notify::tests::Arrivals<Letter>& came) : came_{&came} {}
    core::Status send(const Letter& letter, core::Duration /*patience*/) override {
        came_->put(letter);
        return {};
    }

private:
    notify::tests::Arrivals<Letter>* came_;
};

struct Followed : ::testing::Test {
    std::filesystem::path folder;
    engine::LiveClock clock;
    engine::SnapshotBox box;
    notify::tests::Arrivals<Letter> came;
    notify::Dispatcher dispatcher{clock, "s", [](const std::string&) {}};
    std::unique_ptr<store::Ledger> ledger;

    Followed() {
        auto name = (std::filesystem::temp_directory_path() / "nightjar-XXXXXX").string();
        folder = ::mkdtemp(name.data());
        ledger = *store::Ledger::open(folder / "ledger");
        dispatcher.add("test", {.wanted = {notify::Topic::KillLevel}},
                       std::make_unique<ToArrivals>(came));
    }
    ~Followed() override {
        ledger.reset();
        std::filesystem::remove_all(folder);
    }
    Followed(const Followed&) = delete;
    Followed& operator=(const Followed&) = delete;

    void append(core::KillLevel level) {
        std::array<std::byte, 512> room{};
        core::ByteWriter writer{room};
        writer(core::KillLevelChanged{level, {}, core::Person{"eve"}});
        ledger->append(core::RecordType::KillLevelChanged, clock.now(), writer.bytes());
    }
};

TEST_F(Followed, WhatIsAppendedIsToldSoonAndWhatWasThereBeforeIsNot) {
    append(core::KillLevel::Flatten);
    const Alerts alerts{folder / "ledger", ledger->log().bytes(), box, clock, dispatcher};
    append(core::KillLevel::CancelAndReduceOnly);
    const auto letter = came.next();
    ASSERT_TRUE(letter);
    EXPECT_TRUE(letter->text.starts_with("Nightjar s: kill level K2")) << letter->text;
    EXPECT_EQ(letter->count, 1U);
}

TEST_F(Followed, AtTheEndTheRestIsRead) {
    {
        const Alerts alerts{folder / "ledger", 0, box, clock, dispatcher};
        append(core::KillLevel::Halt);
        ASSERT_TRUE(ledger->close());
    }
    dispatcher.stop();
    EXPECT_EQ(came.size(), 1U);
}

}  // namespace
}  // namespace nightjar::ops
