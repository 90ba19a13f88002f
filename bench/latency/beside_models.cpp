#include "infer/errc.hpp"
#include "infer/model_house.hpp"
#include "measures.hpp"
#include "path.hpp"
#include "timing.hpp"

#include <fmt/format.h>

#include <array>
#include <atomic>
#include <memory>
#include <optional>
#include <thread>

namespace nightjar::latency {

namespace {

using infer::AnswerMode;

/// The market's: that of the last event.
class MarketClock final : public core::Clock {
public:
    [[nodiscard]] core::Time now() const override { return {now_.load(std::memory_order_relaxed)}; }
    void set(core::Time now) { now_.store(now.ns, std::memory_order_relaxed); }

private:
    std::atomic<std::int64_t> now_{};
};

/// Hands orders on to nobody.
class SilentVenue final : public core::Venue {
public:
    void submit(core::Approved<core::OrderRequest>&& order) override {
        done = SteadyClock::now();
        sent = *order;
    }
    void amend(core::Approved<core::AmendRequest>&&) override {}
    void cancel(const core::CancelRequest&) override {}

    Moment done;
    std::optional<core::OrderRequest> sent;
};

const std::vector<std::string> labels{"up", "down"};

infer::Scorer thinking(std::chrono::nanoseconds time) {
    return [time](const infer::Prompt&, std::span<const std::string>,
                  const std::function<bool()>& give_up) -> core::Result<std::vector<double>> {
        constexpr std::chrono::milliseconds step{1};
        for (auto until = SteadyClock::now() + time; SteadyClock::now() < until;) {
            if (give_up()) return core::fail(infer::Errc::Late, "given up");
            if (time > std::chrono::seconds{1}) std::this_thread::sleep_for(step);
        }
        return std::vector<double>{-0.5, -1.0};
    };
}

infer::ModelSource source(infer::ScorerMaker make) {
    return {"asked",
            std::string(64, 'a'),
            {{"direction", 1, 6, "direction:", "", labels, {}}},
            std::move(make)};
}

/// One engine with a strategy that asks a model at every bar, beside the one that trades.
class Case {
public:
    Case(std::string name, AnswerMode mode, infer::ScorerMaker make, const Market& market,
         const std::filesystem::path& folder)
        : name_{std::move(name)},
          house_{{source(std::move(make))},
                 book_.get(),
                 mailbox_,
                 // The market's time runs much faster than the model's here.
                 {.mode = mode, .clock = &clock_, .deadline = core::hours(1)}},
          trading_{folder / name_, venue_, &house_},
          times_{market.updates.size()} {
        times_.skip(market.updates.size() / 10);
        trading_.take(reading_.snapshot(market.snapshot));
    }

    void take(const std::string& update, bool bar) {
        if (venue_.sent) trading_.fill(*venue_.sent);
        venue_.sent.reset();
        const auto begin = SteadyClock::now();
        const auto rows = reading_.update(update);
        trading_.take(rows);
        NJ_CHECK(venue_.sent, "no order came of an update: {}", update);
        times_.add(begin, venue_.done);
        clock_.set(rows.back().stamp.recv);
        if (bar) trading_.close_bar(clock_.now());
        while (auto said = mailbox_.take(clock_.now())) {
            said->stamp = {clock_.now(), clock_.now(), 0};
            trading_.take({&*said, 1});
            ++heard_;
        }
    }
    void tell() {
        times_.tell("beside a model: " + name_);
        fmt::print(stderr, "{}: {} answers heard\n", name_, heard_);
    }

private:
    std::string name_;
    MarketClock clock_;
    std::unique_ptr<infer::AnswerBook> book_{std::move(infer::AnswerBook::open({}).value())};
    core::Mailbox mailbox_;
    infer::ModelHouse house_;
    SilentVenue venue_;
    Reading reading_;
    Trading trading_;
    Times times_;
    std::uint64_t heard_{};
};

}  // namespace

void measure_beside_models(const Market& market, const std::filesystem::path& folder) {
    constexpr std::size_t updates_per_bar = 1'000;
    constexpr std::size_t turn = 500;  // updates, so that all cases see the same machine
    const auto never = []() -> core::Result<infer::Scorer> {
        return core::fail(infer::Errc::BadModel, "no file");
    };
    const auto works = [](auto time) {
        return [time]() -> core::Result<infer::Scorer> { return thinking(time); };
    };
    const auto dies = []() -> core::Result<infer::Scorer> {
        return infer::Scorer{[](const infer::Prompt&, std::span<const std::string>,
                                const std::function<bool()>&) -> core::Result<std::vector<double>> {
            return core::fail(infer::Errc::Failed, "it is gone");
        }};
    };
    std::array cases{
        std::make_unique<Case>("nobody is asked", AnswerMode::Recorded, never, market, folder),
        std::make_unique<Case>("answers after 2 ms", AnswerMode::Live,
                               works(std::chrono::milliseconds{2}), market, folder),
        std::make_unique<Case>("stalls for 30 s", AnswerMode::Live, works(std::chrono::seconds{30}),
                               market, folder),
        std::make_unique<Case>("fails each time", AnswerMode::Live, dies, market, folder),
        std::make_unique<Case>("its file is missing", AnswerMode::Live, never, market, folder)};
    for (std::size_t begin = 0; begin < market.updates.size(); begin += turn)
        for (auto& each : cases)
            for (std::size_t i = begin; i < std::min(begin + turn, market.updates.size()); ++i)
                each->take(market.updates[i], i % updates_per_bar == 0);
    for (auto& each : cases) each->tell();
}

}  // namespace nightjar::latency
