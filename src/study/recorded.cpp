#include "study/recorded.hpp"

#include "sim/recordings/tape_cursor.hpp"

namespace nightjar::study {

namespace {

core::Money step(int decimals) {
    auto raw = core::Money::one;
    for (int i = 0; i < decimals; ++i) raw /= 10;
    return {raw};
}

}  // namespace

core::Result<Shape> shape_of(core::TapeSource& tape) {
    core::Catalog catalog;
    core::Instrument recorded;
    recorded.venue = catalog.add_venue("recorded");
    recorded.base = catalog.add_asset("base");
    recorded.quote = catalog.add_asset("quote");
    recorded.symbol = "recorded";
    recorded.kind = core::InstrumentKind::LinearPerpetual;
    recorded.tick = step(tape.info().price_decimals);
    recorded.lot = step(tape.info().qty_decimals);
    NJ_TRY(id, catalog.add(recorded));
    NJ_TRY(stream, sim::tape_stream(catalog[id], tape));
    sim::TapeCursor cursor{stream, {0}};
    ShapeMeter meter{catalog[id]};
    core::Event event;
    while (cursor.heard() != sim::TapeCursor::never) {
        if (cursor.happens() <= cursor.heard()) {
            (void)cursor.happen();
            continue;
        }
        cursor.hear(event);
        meter.see(event);
    }
    NJ_TRY(cursor.status());
    return meter.shape();
}

}  // namespace nightjar::study
