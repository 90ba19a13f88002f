//! hftbacktest: the book replayed through its exchange with a queue model, 1 ms of latency each way.
//!
//!     hftbacktest_replay DATA quote|idle
//!
//! It looks every 100 ms. `quote` keeps an order of 0.01 at each best price, renewed when that moves.

use std::{env, fs};

use hftbacktest::{
    backtest::{
        Backtest, ExchangeKind, L2AssetBuilder,
        assettype::LinearAsset,
        data::{Data, DataSource},
        models::{CommonFees, ConstantLatency, RiskAdverseQueueModel, TradingValueFeeModel},
    },
    prelude::*,
};

const TICK: f64 = 0.1;
const LOT: f64 = 0.001;
const LATENCY_NS: i64 = 1_000_000;
const STEP_NS: i64 = 100_000_000;

type Replay = Backtest<ROIVectorMarketDepth>;

#[repr(C)]
struct TimeSpec {
    seconds: i64,
    nanoseconds: i64,
}

unsafe extern "C" {
    fn clock_gettime(clock: i32, time: *mut TimeSpec) -> i32;
}

/// Of all threads of this process.
fn cpu_seconds() -> f64 {
    const PROCESS: i32 = 2;
    let mut time = TimeSpec { seconds: 0, nanoseconds: 0 };
    unsafe { clock_gettime(PROCESS, &mut time) };
    time.seconds as f64 + time.nanoseconds as f64 * 1e-9
}

fn read_events(path: &str) -> Vec<Event> {
    let text = fs::read_to_string(path).expect(path);
    let event = |line: &str| {
        let field: Vec<&str> = line.split(',').collect();
        let exch_ts: i64 = field[0].parse().unwrap();
        let kind = match field[2] {
            "0" => DEPTH_CLEAR_EVENT,
            "1" => DEPTH_SNAPSHOT_EVENT,
            _ => DEPTH_EVENT,
        };
        let side = match field[3] {
            "1" => BUY_EVENT,
            "-1" => SELL_EVENT,
            _ => 0,
        };
        Event {
            ev: kind | side | EXCH_EVENT | LOCAL_EVENT,
            exch_ts,
            local_ts: exch_ts + LATENCY_NS,
            px: field[4].parse().unwrap(),
            qty: field[5].parse().unwrap(),
            order_id: 0,
            ival: 0,
            fval: 0.0,
        }
    };
    text.lines().skip(1).map(event).collect()
}

fn build(events: &[Event]) -> Replay {
    let asset = L2AssetBuilder::new()
        .data(vec![DataSource::Data(Data::from_data(events))])
        .parallel_load(false)
        .latency_model(ConstantLatency::new(LATENCY_NS, LATENCY_NS))
        .asset_type(LinearAsset::new(1.0))
        .fee_model(TradingValueFeeModel::new(CommonFees::new(0.001, 0.001)))
        .exchange(ExchangeKind::NoPartialFillExchange)
        .queue_model(RiskAdverseQueueModel::new())
        .last_trades_capacity(0)
        .depth(|| ROIVectorMarketDepth::new(TICK, LOT, 15_000.0, 25_000.0))
        .build()
        .unwrap();
    Backtest::builder().add_asset(asset).build().unwrap()
}

/// One look; gives how many orders were sent.
fn quote(bot: &mut Replay, step: u64) -> u64 {
    bot.clear_inactive_orders(Some(0));
    let (bid, ask) = (bot.depth(0).best_bid(), bot.depth(0).best_ask());
    let (mut has_bid, mut has_ask, mut away) = (false, false, Vec::new());
    for order in bot.orders(0).values().filter(|order| order.cancellable()) {
        let best = if order.side == Side::Buy { bid } else { ask };
        if (order.price_tick as f64 * order.tick_size - best).abs() > TICK / 2.0 {
            away.push(order.order_id);
        } else if order.side == Side::Buy {
            has_bid = true;
        } else {
            has_ask = true;
        }
    }
    for id in away {
        bot.cancel(0, id, false).unwrap();
    }
    let position = bot.position(0);
    let mut sent = 0;
    if !has_bid && position < 1.0 {
        bot.submit_buy_order(0, 2 * step, bid, 0.01, TimeInForce::GTX, OrdType::Limit, false).unwrap();
        sent += 1;
    }
    if !has_ask && position > -1.0 {
        bot.submit_sell_order(0, 2 * step + 1, ask, 0.01, TimeInForce::GTX, OrdType::Limit, false).unwrap();
        sent += 1;
    }
    sent
}

fn main() {
    let args: Vec<String> = env::args().collect();
    let quotes = args[2] == "quote";
    let events = read_events(&format!("{}/l2.csv", args[1]));
    let mut bot = build(&events);
    let load = cpu_seconds();
    let (mut step, mut orders) = (0, 0);
    while bot.elapse(STEP_NS).unwrap() == ElapseResult::Ok {
        step += 1;
        if quotes {
            orders += quote(&mut bot, step);
        }
    }
    let run = cpu_seconds() - load;
    let tick = |price: f64| (price / TICK).round();
    println!(
        r#"{{"load_cpu_s": {load}, "run_cpu_s": {run}, "events": {}, "result": {{"bid": {}, "ask": {}, "orders": {orders}, "fills": {}}}}}"#,
        events.len(),
        tick(bot.depth(0).best_bid()),
        tick(bot.depth(0).best_ask()),
        bot.state_values(0).num_trades,
    );
}
