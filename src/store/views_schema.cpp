#include "store/views_schema.hpp"

namespace nightjar::store {

const char* const views_schema = R"(
CREATE TABLE meta (
    schema INTEGER NOT NULL, records INTEGER NOT NULL, position INTEGER NOT NULL,
    crc INTEGER NOT NULL);

CREATE TABLE instruments (
    instrument_id INTEGER PRIMARY KEY, record INTEGER NOT NULL, venue TEXT, instrument TEXT,
    base TEXT, quote TEXT, kind TEXT, tick DECIMAL TEXT, lot DECIMAL TEXT, min_qty DECIMAL TEXT,
    max_qty DECIMAL TEXT, min_notional DECIMAL TEXT);

CREATE TABLE strategies (
    strategy_id INTEGER PRIMARY KEY, record INTEGER NOT NULL, strategy TEXT, kind TEXT,
    cash DECIMAL TEXT, signals JSON TEXT);

CREATE TABLE decisions (
    record INTEGER PRIMARY KEY, time_ns TIME INTEGER, strategy TEXT, venue TEXT, instrument TEXT,
    outcome TEXT, exposure REAL, qty DECIMAL TEXT, limit_price DECIMAL TEXT, urgency TEXT,
    refusal TEXT, votes JSON TEXT);
CREATE INDEX decisions_by_strategy ON decisions (strategy, record);

CREATE TABLE refusals (
    record INTEGER PRIMARY KEY, time_ns TIME INTEGER, kind TEXT, code TEXT, rule TEXT, unit TEXT,
    value DECIMAL TEXT, limit_value DECIMAL TEXT, scope TEXT, scope_name TEXT, strategy TEXT,
    venue TEXT, instrument TEXT, order_id INTEGER, parent INTEGER, side TEXT, qty DECIMAL TEXT,
    text TEXT);
CREATE INDEX refusals_by_code ON refusals (code, record);

CREATE TABLE parents (
    parent INTEGER PRIMARY KEY, record INTEGER NOT NULL, time_ns TIME INTEGER, venue TEXT,
    instrument TEXT, side TEXT, qty DECIMAL TEXT, limit_price DECIMAL TEXT, urgency TEXT,
    reduce_only FLAG INTEGER);
CREATE TABLE parent_shares (
    parent INTEGER NOT NULL, part INTEGER NOT NULL, strategy TEXT, qty DECIMAL TEXT,
    PRIMARY KEY (parent, part)) WITHOUT ROWID;
CREATE INDEX parent_shares_by_strategy ON parent_shares (strategy, parent);

CREATE TABLE orders (
    order_id INTEGER PRIMARY KEY, record INTEGER NOT NULL, time_ns TIME INTEGER, client_id TEXT,
    venue TEXT, instrument TEXT, side TEXT, type TEXT, tif TEXT, post_only FLAG INTEGER,
    reduce_only FLAG INTEGER, qty DECIMAL TEXT, price DECIMAL TEXT, stop DECIMAL TEXT,
    parent INTEGER, state TEXT, reason TEXT, filled DECIMAL TEXT, average_price DECIMAL TEXT,
    fees DECIMAL TEXT, fee_asset TEXT,
    ticks_lots TEXT,  -- the sum of price x qty of the fills, of which the average is made
    instrument_id INTEGER);
CREATE INDEX orders_by_record ON orders (record);
CREATE INDEX orders_by_parent ON orders (parent);

CREATE TABLE fills (
    record INTEGER PRIMARY KEY, time_ns TIME INTEGER, venue TEXT, instrument TEXT, side TEXT,
    price DECIMAL TEXT, qty DECIMAL TEXT, fee DECIMAL TEXT, fee_asset TEXT, liquidity TEXT,
    order_id INTEGER, trade_id TEXT);
CREATE INDEX fills_by_order ON fills (order_id);
CREATE TABLE fill_shares (
    fill INTEGER NOT NULL, part INTEGER NOT NULL, strategy TEXT, qty DECIMAL TEXT,
    cash DECIMAL TEXT, fee DECIMAL TEXT,
    PRIMARY KEY (fill, part)) WITHOUT ROWID;
CREATE INDEX fill_shares_by_strategy ON fill_shares (strategy, fill);

CREATE TABLE crosses (
    record INTEGER PRIMARY KEY, time_ns TIME INTEGER, venue TEXT, instrument TEXT, buyer TEXT,
    seller TEXT, price DECIMAL TEXT, qty DECIMAL TEXT, cash DECIMAL TEXT);

CREATE TABLE positions (
    strategy_id INTEGER NOT NULL, instrument_id INTEGER NOT NULL, record INTEGER NOT NULL,
    strategy TEXT, venue TEXT, instrument TEXT, qty DECIMAL TEXT, cost DECIMAL TEXT,
    realized DECIMAL TEXT,
    PRIMARY KEY (strategy_id, instrument_id)) WITHOUT ROWID;

CREATE TABLE balances (
    record INTEGER PRIMARY KEY, time_ns TIME INTEGER, strategy TEXT, venue TEXT, asset TEXT,
    change DECIMAL TEXT, reason TEXT, instrument TEXT);

CREATE TABLE equity (
    record INTEGER PRIMARY KEY, time_ns TIME INTEGER, strategy TEXT, equity DECIMAL TEXT,
    peak DECIMAL TEXT, max_drawdown_ppb INTEGER);
CREATE INDEX equity_by_strategy ON equity (strategy, record);

CREATE TABLE kill_levels (
    record INTEGER PRIMARY KEY, time_ns TIME INTEGER, level TEXT, cause TEXT,
    who TEXT);
)";

}  // namespace nightjar::store
