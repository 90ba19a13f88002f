/// Protected strategies at a venue that delays, refuses, loses answers and fills in parts.

#include "core/base/random.hpp"
#include "engine/tests/protected.hpp"

#include <cstdlib>
#include <deque>

namespace nightjar::engine {
namespace {

using core::OrderState;
using core::OrderType;
using core::Qty;
using core::Side;

/// The first strategy is long or flat, the second short or flat.
class Troubled : public tests::Protected {
public:
    struct Out {
        core::OrderRequest order;
        Qty left;
        core::Time acts_at;
        std::optional<core::Time> cancelled_at;
        bool heard{};
        bool lost{};
    };

    void begin(std::uint64_t seed, bool both) {
        random_ = core::Random{seed, 9};
        terms = {static_cast<double>(1 + random_.below(3)), static_cast<double>(random_.below(3)),
                 static_cast<double>(random_.below(3)), random_.below(3) != 0};
        at_venue = true;
        both_ = both;
        outs_.clear();
        seen_ = cancels_ = told_ = 0;
        position_ = {};
        start();
    }
    void run(int steps, bool calm) {
        for (int i = 0; i < steps; ++i) {
            const auto step = static_cast<std::int64_t>(random_.below(900));
            now = now + core::milliseconds(calm ? 2'000 + step : 100 + step);
            if (!calm) {
                const auto pull = (100'000 - mid) / 200;
                show(mid + pull + static_cast<std::int64_t>(random_.below(601)) - 300);
                if (random_.below(40) == 0) told[0].exposure = exposure();
                if (both_ && random_.below(40) == 0) told[1].exposure = -exposure();
                if (random_.below(300) == 0) go_on_anew();
            } else {
                show(mid);
            }
            take_up();
            for (std::size_t at = 0; at < outs_.size(); ++at) act(at, calm);
            std::erase_if(outs_, [](const Out& out) { return out.left.raw == 0; });
            check();
        }
    }
    [[nodiscard]] bool quiet() const { return outs_.empty(); }
    /// Of all sessions so far: how often each was closed by its protection.
    int exits{};

private:
    double exposure() {
        constexpr std::array choices{0.0, 0.3, 0.5, 1.0};
        return choices.at(random_.below(choices.size()));
    }
    core::Duration delay() {
        return core::milliseconds(static_cast<std::int64_t>(random_.below(1'500)));
    }
    void take_up() {
        for (; seen_ < desk.orders.size(); ++seen_)
            outs_.push_back({desk.orders[seen_], desk.orders[seen_].qty, now + delay(), {}});
        for (; cancels_ < desk.cancels.size(); ++cancels_)
            for (auto& out : outs_)
                if (out.order.id == desk.cancels[cancels_].id && !out.cancelled_at)
                    out.cancelled_at = now + delay();
    }
    /// What only reduces is cut to what there is.
    [[nodiscard]] Qty possible(const Out& out) const {
        if (!out.order.reduce_only) return out.left;
        const bool against = (out.order.side == Side::Sell) == (position_.raw > 0);
        return against ? std::min(out.left, magnitude(position_)) : Qty{};
    }
    void act(std::size_t at, bool calm) {
        auto out = outs_[at];
        if (out.acts_at > now) return;
        const bool stop = out.order.type == OrderType::StopMarket;
        const auto dice = calm ? 99 : random_.below(100);
        if (!out.heard) {
            outs_[at].heard = true;
            if (dice < 6) return end(at, OrderState::Rejected);
            if (dice < 14) {
                outs_[at].lost = true;
                outs_[at].acts_at = now + core::seconds(4);
                return say(out.order, OrderState::Unknown);
            }
            outs_[at].acts_at = now + delay();
            return say(out.order, OrderState::Open);
        }
        if (out.lost) {
            outs_[at].lost = false;
            if (stop) return say(out.order, OrderState::Open);
        }
        if (out.cancelled_at && *out.cancelled_at <= now) return end(at, OrderState::Cancelled);
        const auto way = core::sign(out.order.side);
        if (stop && way * (mid - out.order.stop.raw) < 0) return;
        if (stop && dice < 20) return;  // no trade has printed there
        auto qty = possible(out);
        if (dice < 30 && qty.raw > 20) qty = Qty{qty.raw / 2};
        if (qty.raw > 0) {
            outs_[at].left -= qty;
            position_ += core::signed_qty(out.order.side, qty);
            fill(out.order, qty);
        }
        if (outs_[at].left.raw > 0) end(at, OrderState::Cancelled);
    }
    void end(std::size_t at, OrderState state) {
        outs_[at].left = {};
        say(outs_[at].order, state);
    }
    /// The process dies and comes back while nothing but orders of the desk is out; what it does
    /// not keep is cancelled.
    void go_on_anew() {
        for (const auto& out : outs_)
            if (engine->protections().find(out.order.id) == nullptr) return;
        if (seen_ != desk.orders.size()) return;
        const auto records = journal.records;
        engine = made(journal);
        for (const auto& record : records)
            NJ_CHECK(engine->recall(record.type, record.at, record.body).has_value(), "a record");
        core::Command command;
        command.kind = core::Command::Kind::Resumed;
        hear(command);
        for (auto& out : outs_)
            if (!engine->keeps(out.order.id) && !out.cancelled_at) out.cancelled_at = now + delay();
    }
    void check() {
        ASSERT_GE(held(0).raw, 0);
        ASSERT_LE(held(1).raw, 0);
        ASSERT_EQ(held(0) + held(1), position_);
        const auto all = changes();
        exits += static_cast<int>(std::ranges::count_if(
            std::span{all}.subspan(std::min(told_, all.size())),
            [](const auto& changed) { return changed.state == State::Closing; }));
        told_ = all.size();
        std::array<int, 2> stops{};
        for (const auto& order : engine->orders().open())
            if (protective(order.request)) {
                ASSERT_TRUE(order.request.reduce_only);
                ++stops.at(static_cast<std::size_t>(order.request.side));
            }
        ASSERT_LE(stops[0], 1);
        ASSERT_LE(stops[1], 1);
    }

    core::Random random_{1, 9};
    bool both_{};
    std::vector<Out> outs_;
    std::size_t seen_{};
    std::size_t cancels_{};
    std::size_t told_{};
    Qty position_;
};

TEST_F(Troubled, NoPositionIsTurnedRoundAndWhatIsGivenUpIsClosed) {
    const auto* wanted = std::getenv("NIGHTJAR_PROTECTED_SESSIONS");
    const std::uint64_t sessions = wanted != nullptr ? std::strtoull(wanted, nullptr, 10) : 30;
    for (std::uint64_t seed = 1; seed <= sessions; ++seed) {
        SCOPED_TRACE(seed);
        begin(seed, seed % 2 == 0);
        run(2'000, false);
        if (HasFatalFailure()) return;
        told[0].exposure = 0.0;
        if (told[1].exposure) told[1].exposure = 0.0;
        run(400, true);
        if (HasFatalFailure()) return;
        for (std::uint16_t strategy = 0; strategy < 2; ++strategy)
            EXPECT_LT(magnitude(held(strategy)), Qty{10}) << "less the venue does not take";
        EXPECT_TRUE(quiet());
        EXPECT_TRUE(engine->books().balanced());
    }
    EXPECT_GT(exits, static_cast<int>(sessions));
    std::printf("%d exits in %lu sessions\n", exits, static_cast<unsigned long>(sessions));
}

}  // namespace
}  // namespace nightjar::engine
