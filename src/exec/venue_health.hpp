#pragma once
/// How far a venue can be trusted with an order right now.

#include "core/base/time.hpp"

#include <array>
#include <cstdint>
#include <optional>

namespace nightjar::exec {

/// A quantile that is followed by small steps (Ma, Muthukrishnan, Sandler 2013, "Frugal
/// streaming"); of positive values.
class Quantile {
public:
    /// `part`: in (0, 1).
    explicit Quantile(double part) : part_{part} {}

    void see(core::Duration value);
    /// Absent: nothing was seen.
    [[nodiscard]] std::optional<core::Duration> value() const;

private:
    double part_;
    double estimate_{};
};

/// How often an instrument's book changes. Engine thread.
class Freshness {
public:
    static constexpr core::Duration least = core::milliseconds(500);

    void changed(core::Time now);
    /// Older than five times the usual longest time between changes, and than half a second: what
    /// the book shows is no longer what the venue has.
    [[nodiscard]] bool stale(core::Time now) const { return age_part(now) >= 1; }
    /// 1 while young, falling to 0 from half of that age on.
    [[nodiscard]] double score(core::Time now) const;

private:
    [[nodiscard]] double age_part(core::Time now) const;

    std::optional<core::Time> at_;
    Quantile gaps_{0.99};
};

/// Acknowledgements and refusals of one venue. Engine thread.
class Answers {
public:
    /// It took an order, `after` it had been sent.
    void accepted(core::Duration after);
    void refused(core::Time now);
    [[nodiscard]] bool resting(core::Time now) const { return now < resting_until_; }
    /// In [0, 1]: the worse of slowness (1 at a quarter of a second, 0 at two) and refusals (0 at
    /// every second order).
    [[nodiscard]] double score() const;
    /// What an order usually takes to the venue: half of the way there and back. Absent: unknown.
    [[nodiscard]] std::optional<core::Duration> way() const;

private:
    Quantile acks_{0.99};
    Quantile usual_ack_{0.5};
    double refusals_{};  // part of the last orders
    core::Time resting_until_;
};

}  // namespace nightjar::exec
