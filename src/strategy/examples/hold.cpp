/// Wants one position and keeps it.

#include "strategy/builtins.hpp"

namespace nightjar::strategy {

namespace {

using core::ParamType;

/// Says its target at every book and every bar: whatever happens to the position, it comes back.
class Hold final : public Strategy {
public:
    Hold(core::InstrumentId instrument, double exposure, std::optional<core::Price> limit) {
        target_.instrument = instrument;
        target_.exposure = exposure;
        target_.limit = limit;
    }
    void on_candle(core::InstrumentId, const core::Candle&, Context& context) override {
        context.target(target_);
    }
    void on_book(core::InstrumentId, const market::Book& book, Context& context) override {
        if (book.double_mid()) context.target(target_);
    }

private:
    core::Target target_;
};

MadeStrategy make(const core::Params& p, const Setup& setup) {
    NJ_TRY(one_instrument(setup));
    const auto id = setup.instruments.front();
    std::optional<core::Price> limit;
    if (const double price = p.real("limit"); price > 0) {
        const auto side = p.real("exposure") < 0 ? core::Side::Sell : core::Side::Buy;
        NJ_TRY(ticks, core::ticks_toward_passive(price, side, (*setup.catalog)[id]));
        limit = ticks;
    }
    return std::make_unique<Hold>(id, p.real("exposure"), limit);
}

}  // namespace

void register_hold(core::Registry<Strategy>& registry) {
    registry.add("hold", {"wants one position, and keeps it",
                          {{"exposure", ParamType::Real, "1", -1, 1, "",
                            "of the size that its sizers allow; below 0 short"},
                           {"limit", ParamType::Real, "0", 0, 1e12, "quote",
                            "no order is at a worse price; 0: none"}},
                          make});
}

}  // namespace nightjar::strategy
