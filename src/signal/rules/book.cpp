/// Signals of the order book.

#include "signal/builtins.hpp"

#include <cmath>

namespace nightjar::signal {

namespace {

using core::ParamType;

/// Size resting on the bid against the ask, smoothed over book changes.
class BookImbalance final : public Signal {
public:
    BookImbalance(std::size_t depth, double smoothing) : depth_{depth}, keep_{smoothing} {}

    void on_book(const market::Book& book) override {
        if (!book.valid()) {
            seen_ = false;
            return;
        }
        const double now = book.imbalance(depth_);
        value_ = seen_ ? keep_ * value_ + (1 - keep_) * now : now;
        seen_ = true;
    }
    std::optional<double> score() const override {
        if (!seen_) return std::nullopt;
        return value_;
    }

private:
    std::size_t depth_;
    double keep_;
    double value_{};
    bool seen_{};
};

}  // namespace

void register_book(core::Registry<Signal>& registry) {
    registry.add(
        "book_imbalance",
        {"size resting on the bid side against the ask side",
         {{"depth", ParamType::Integer, "5", 1, 100, "levels", "levels of each side that count"},
          {"smoothing", ParamType::Real, "0.95", 0, 0.9999, "", "weight of the past per change"}},
         [](const core::Params& p) -> MadeSignal {
             return std::make_unique<BookImbalance>(static_cast<std::size_t>(p.integer("depth")),
                                                    p.real("smoothing"));
         }});
}

}  // namespace nightjar::signal
