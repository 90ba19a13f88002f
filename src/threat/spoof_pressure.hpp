#pragma once
/// E8: large orders that are shown and taken back.

#include "threat/detector.hpp"
#include "threat/level_memory.hpp"

#include <array>
#include <optional>

namespace nightjar::threat {

/// Large is an order of more than five times the median of levels near the touch (whole levels are
/// repriced at once, and by level their orders cannot be told apart); near, within 10 bp of the
/// touch of its side. One that vanishes within 5 s, with less than a fifth of it filled, is
/// evidence:
///   e = exp(-distance / 10 bp) (1 + shift + lured)
/// shift is by how much it had turned the imbalance of the best five levels its way; lured is 1
/// where by then, or within a second, a tenth as much traded on the other side. The signs are those
/// of Cartea, Jaimungal and Wang (2020, "Spoofing and price manipulation in order-driven markets");
/// the weights are ours. Evidence is added up and halves every 30 s; the score is logistic in it.
///
/// Of a market an order is seen as what its level grew by; a level that shrinks without trades has
/// been cancelled. Trades may be reported 200 ms after it. Who knows orders one by one, as we do of
/// ours, calls `learn` with the market's events and tells the orders themselves.
class SpoofPressure {
public:
    struct Limits {
        double large{5};  ///< times the median
        double near_bps{10};
        core::Duration life{core::seconds(5)};
        double pressure{2};  ///< at which the score is a half
    };
    explicit SpoofPressure(const Limits& limits) : limits_{limits} {}
    SpoofPressure() : SpoofPressure{Limits{}} {}

    void on(const core::Event& event, const market::Book& book);

    /// Takes the sizes of the market's levels only.
    void learn(const core::Event& event, const market::Book& book);
    void placed(const core::BookDelta& order, const market::Book& book, core::Time now);
    void pulled(const core::BookDelta& order, core::Time now);
    /// Lots that traded at a resting order of that side and price.
    void traded(core::Side resting, core::Price price, core::Qty lots, core::Time now);

    /// Time passes without an event.
    void advance(core::Time now);

    /// The evidence as of the last event.
    [[nodiscard]] double raw() const { return pressure_; }
    [[nodiscard]] double score() const;
    /// Lots; absent before 50 levels have grown.
    [[nodiscard]] std::optional<double> median() const;

private:
    enum class State : std::uint8_t { Free, Standing, Pulled };
    struct Large {
        State state{};
        core::Side side{};
        core::Price price;
        double lots{};
        double before{};  // in its level
        core::Time at;
        core::Time pulled_at;
        double near{};
        double shift{};
        double filled{};
        double other_side{};  // traded there
    };
    static constexpr std::size_t most = 32;

    void grown(const core::BookDelta& delta, core::Qty before, const market::Book& book,
               core::Time now, bool watch);
    void shrunk(const core::BookDelta& delta, core::Time now);
    void see_quote(const core::Quote& quote, const market::Book& book, core::Time now, bool watch);
    void take(const core::Event& event, const market::Book& book, bool watch);
    void count(const Large& large);

    Limits limits_;
    LevelMemory levels_;
    std::array<Large, most> large_{};
    std::size_t next_{};
    core::Quote quote_{};
    double imbalance_{};  // before the last change
    double median_{};
    std::uint32_t sizes_{};
    double pressure_{};
    core::Time faded_at_;
};

static_assert(Detector<SpoofPressure>);

}  // namespace nightjar::threat
