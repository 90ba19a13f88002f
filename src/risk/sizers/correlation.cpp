/// A6: how much a position may add to the risk of its book.

#include "risk/covariance.hpp"
#include "risk/sizers/builtins.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace nightjar::risk {

namespace {

using core::ParamType;

constexpr std::size_t most_members = 32;
constexpr std::size_t least_days = 60;

/// The correlations of a book's residuals, kept while neither the book's members nor their days
/// change.
class Correlations {
public:
    explicit Correlations(std::size_t days)
        : days_{days}, rows_(days * most_members), matrix_(most_members * most_members) {}

    /// Of `members`, in their order; empty without `least_days` on which all have a residual.
    std::span<const double> of(std::span<const core::InstrumentId> members,
                               const SizingInput& input) {
        std::int64_t newest = 0;
        for (const auto id : members)
            if (const auto days = input.days(id); !days.empty()) newest += days.back().number;
        if (newest != newest_ || !std::ranges::equal(members, std::span{members_}.first(count_))) {
            newest_ = newest;
            count_ = members.size();
            std::ranges::copy(members, members_.begin());
            good_ = estimate(input);
        }
        if (!good_) return {};
        return std::span{matrix_}.first(count_ * count_);
    }

private:
    bool estimate(const SizingInput& input) {
        const auto common = gather(input);
        if (common < least_days) return false;
        const auto matrix = std::span{matrix_}.first(count_ * count_);
        return ledoit_wolf(std::span{rows_}.first(common * count_), count_, matrix) &&
               to_correlation(matrix, count_);
    }
    /// Rows of the latest days that all members share; gives how many.
    std::size_t gather(const SizingInput& input) {
        std::array<std::span<const DailyHistory::Day>, most_members> left{};
        for (std::size_t i = 0; i < count_; ++i) left[i] = input.days(members_[i]);
        std::size_t common = 0;
        while (common < days_ && !left[0].empty()) {
            const auto number = left[0].back().number;
            if (take(left, number, std::span{rows_}.subspan(common * count_, count_))) ++common;
            left[0] = left[0].first(left[0].size() - 1);
        }
        return common;
    }
    /// One day's row; drops what is later. False when a member lacks it.
    bool take(std::span<std::span<const DailyHistory::Day>> left, std::int64_t number,
              std::span<double> row) const {
        bool all = true;
        for (std::size_t i = 0; i < count_; ++i) {
            while (!left[i].empty() && left[i].back().number > number)
                left[i] = left[i].first(left[i].size() - 1);
            const bool has = !left[i].empty() && left[i].back().number == number &&
                             left[i].back().residual.has_value();
            if (has) row[i] = *left[i].back().residual;
            all = all && has;
        }
        return all;
    }

    std::size_t days_;
    std::vector<double> rows_;    // scratch
    std::vector<double> matrix_;  // the first count_ x count_
    std::array<core::InstrumentId, most_members> members_{};
    std::size_t count_{};
    std::int64_t newest_{};
    bool good_{};
};

struct BookLimits {
    double variance{};  ///< of a day
    double share{};     ///< of it, for one position
    double stress{};    ///< correlation at least
};

/// A6: the largest weight N / E that keeps the book's deviation and each position's part of it
/// within their limits, with the correlations as they are (Ledoit-Wolf, of residuals; today's
/// deviations) and in stress: at least `stress` between any two.
class CorrelationCap final : public Sizer {
public:
    CorrelationCap(const BookLimits& limits, std::size_t days)
        : limits_{limits}, correlations_{days} {}
    std::string_view name() const override { return "correlation"; }
    [[nodiscard]] bool wants_days() const override { return true; }
    bool weighs_book() const override { return true; }

    std::optional<core::Qty> cap(const SizingInput& input) override {
        const double equity = approximate(input.equity);
        if (!(equity > 0)) return core::Qty{};
        const auto count = input.others.size() + 1;
        if (count > most_members || !read_book(input, equity)) return std::nullopt;
        const auto correlations = correlations_.of(std::span{members_}.first(count), input);
        if (correlations.empty()) return std::nullopt;
        const double sign = input.side == core::Side::Buy ? 1 : -1;
        const auto weights = std::span<const double>{weights_}.first(count);
        double most = 0;
        for (const double least : {-1.0, limits_.stress}) {
            const OpenWeight open{covariance(correlations, least, count), weights, 0, sign};
            const double weight = largest_weight(open, limits_.variance, limits_.share);
            most = least < 0 ? weight : std::min(most, weight);
        }
        return lots_of(most * equity, input);
    }

private:
    /// Members, weights and deviations; the instrument to be sized comes first, without a weight.
    bool read_book(const SizingInput& input, double equity) {
        members_[0] = input.instrument->id;
        weights_[0] = 0;
        for (std::size_t i = 0; i < input.others.size(); ++i) {
            const auto& other = input.others[i];
            if (!other.notional) return false;
            members_[i + 1] = other.instrument;
            weights_[i + 1] = *other.notional / equity;
        }
        for (std::size_t i = 0; i <= input.others.size(); ++i) {
            if (input.days(members_[i]).empty()) return false;
            const auto sigma = input.histories[members_[i].value].sigma();
            if (!sigma) return false;
            sigmas_[i] = *sigma;
        }
        return true;
    }
    std::span<const double> covariance(std::span<const double> correlations, double least,
                                       std::size_t count) {
        for (std::size_t i = 0; i < count; ++i)
            for (std::size_t j = 0; j < count; ++j)
                covariance_[i * count + j] =
                    sigmas_[i] * sigmas_[j] * std::max(correlations[i * count + j], least);
        return std::span{covariance_}.first(count * count);
    }

    BookLimits limits_;
    Correlations correlations_;
    std::array<core::InstrumentId, most_members> members_{};
    std::array<double, most_members> weights_{};
    std::array<double, most_members> sigmas_{};
    std::array<double, most_members * most_members> covariance_{};
};

}  // namespace

void register_correlation_sizers(core::Registry<Sizer>& registry) {
    registry.add(
        "correlation",
        {"A6: so much that the book stays calm and no position makes up most of its risk",
         {{"volatility", ParamType::Real, "0.25", 0, 5, "a year", "deviation of the book"},
          {"share", ParamType::Real, "0.35", 0, 1, "of that variance", "for one position"},
          {"stress", ParamType::Real, "0.8", -1, 1, "", "correlation assumed at least"},
          {"days", ParamType::Integer, "250", 60, 1'000, "days", "to learn correlations from"}},
         [](const core::Params& p) -> MadeSizer {
             constexpr double days_a_year = 365;
             const double volatility = p.real("volatility");
             return std::make_unique<CorrelationCap>(
                 BookLimits{volatility * volatility / days_a_year, p.real("share"),
                            p.real("stress")},
                 static_cast<std::size_t>(p.integer("days")));
         }});
}

}  // namespace nightjar::risk
