#pragma once
/// E7: updates that are there to slow others down.

#include "threat/detector.hpp"
#include "threat/level_memory.hpp"
#include "threat/robust_z.hpp"

namespace nightjar::threat {

/// Three signs together (Egginton, Van Ness and Van Ness 2016, "Quote stuffing"): far more updates
/// a second than usual, far more of them for each trade, and levels among the best five that live
/// less than 100 ms. The score is that of the weakest sign. The rate is of the running second, or
/// of the last whole one where that had more; the others are of the last five.
class QuoteStuffing {
public:
    struct Limits {
        double rate_z{8};
        double per_trade{50};
        double short_lived{0.3};  ///< of the levels that ended
    };
    explicit QuoteStuffing(const Limits& limits) : limits_{limits} {}
    QuoteStuffing() : QuoteStuffing{Limits{}} {}

    void on(const core::Event& event, const market::Book& book);

    [[nodiscard]] double raw() const { return rate_z_; }
    [[nodiscard]] double per_trade() const;
    [[nodiscard]] double short_lived() const;
    [[nodiscard]] double score() const { return score_; }

private:
    struct Second {
        std::int64_t updates{};
        std::int64_t trades{};
        std::int64_t ended{};
        std::int64_t ended_soon{};
    };
    static constexpr std::size_t kept = 5;

    void advance(core::Time now);
    void see(const core::BookDelta& delta, const market::Book& book, core::Time now);
    void judge();
    [[nodiscard]] Second sum() const;
    [[nodiscard]] Second& running() {
        return seconds_.at(static_cast<std::size_t>(second_) % kept);
    }

    Limits limits_;
    LevelMemory levels_;
    RobustZ rate_{3};
    std::array<Second, kept> seconds_{};
    std::int64_t second_{};
    std::int64_t last_updates_{};  // of the last whole second
    double rate_z_{};
    double score_{};
};

static_assert(Detector<QuoteStuffing>);

}  // namespace nightjar::threat
