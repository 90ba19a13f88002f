//! The order book of nautilus_trader's Rust core, by price level: every change, and the best prices after it.
//!
//!     nautilus_book DATA

use std::{env, fs, hint::black_box};

use nautilus_model::{
    data::{BookOrder, OrderBookDelta},
    enums::{BookAction, BookType, OrderSide, RecordFlag},
    identifiers::InstrumentId,
    orderbook::OrderBook,
    types::{Price, Quantity},
};

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

fn read_deltas(path: &str, id: InstrumentId) -> Vec<OrderBookDelta> {
    let text = fs::read_to_string(path).expect(path);
    let delta = |(number, line): (usize, &str)| {
        let field: Vec<&str> = line.split(',').collect();
        let time: u64 = field[0].parse().unwrap();
        if field[2] == "0" {
            return OrderBookDelta::clear(id, number as u64, time.into(), time.into());
        }
        let side = if field[3] == "1" { OrderSide::Buy } else { OrderSide::Sell };
        let price: f64 = field[4].parse().unwrap();
        let qty: f64 = field[5].parse().unwrap();
        let action = if qty == 0.0 { BookAction::Delete } else { BookAction::Update };
        let flags = if field[6] == "1" { RecordFlag::F_LAST as u8 } else { 0 };
        let order = BookOrder::new(side, Price::new(price, 1), Quantity::new(qty, 3), 0);
        OrderBookDelta::new_checked(id, action, order, flags, number as u64, time.into(), time.into()).unwrap()
    };
    text.lines().skip(1).enumerate().map(delta).collect()
}

fn main() {
    let folder = env::args().nth(1).expect("DATA");
    let id = InstrumentId::from("BTCUSDT.BINANCE");
    let deltas = read_deltas(&format!("{folder}/l2.csv"), id);
    let mut book = OrderBook::new(id, BookType::L2_MBP);
    let load = cpu_seconds();
    for delta in &deltas {
        let _ = black_box(book.apply_delta(delta));
        black_box((book.best_bid_price(), book.best_ask_price()));
    }
    let run = cpu_seconds() - load;
    let tick = |price: Option<Price>| (price.unwrap().as_f64() * 10.0).round();
    println!(
        r#"{{"load_cpu_s": {load}, "run_cpu_s": {run}, "events": {}, "result": {{"bid": {}, "ask": {}}}}}"#,
        deltas.len(),
        tick(book.best_bid_price()),
        tick(book.best_ask_price()),
    );
}
