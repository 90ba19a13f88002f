// A third-party client does at one simulated exchange what a bot does there, and its numbers are held to the exchange's own
// books.   usage: node drill.mjs VENUE http://127.0.0.1:PORT KEY SECRET [PASSPHRASE]
// The secret "@FILE" stands in that file. Exits 0 when everything holds; prints a line for each step.

import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import ccxt from "ccxt";

const [venue, base, apiKey, secretText, password] = process.argv.slice(2);
const secret = secretText.startsWith("@") ? readFileSync(secretText.slice(1), "utf8") : secretText;
const patience = 15_000;
const clients = {
  binance: { id: "binance", symbol: "BTC/USDT", options: { defaultType: "spot", fetchMarkets: { types: ["spot"] } } },
  binanceusdm: { id: "binanceusdm", symbol: "BTC/USDT:USDT", options: {} },
  okx: { id: "okx", symbol: "BTC/USDT", options: {} },
  okxswap: { id: "okx", symbol: "BTC/USDT:USDT", options: {} },
  bybit: { id: "bybit", symbol: "BTC/USDT", options: { defaultType: "spot" } },
  bybitlinear: { id: "bybit", symbol: "BTC/USDT:USDT", options: { defaultType: "swap" } },
  kraken: { id: "kraken", symbol: "BTC/USD", options: {} },
  coinbase: { id: "coinbase", symbol: "BTC/USD", options: {} },
};

// Every address of the client leads to the exchange that is tried.
function redirect(urls) {
  for (const [name, value] of Object.entries(urls)) {
    if (typeof value === "string")
      urls[name] = value.replace(/^https?:\/\/[^/]+/, base).replace(/^wss?:\/\/[^/]+/, base.replace(/^http/, "ws"));
    else if (value && typeof value === "object") redirect(value);
  }
}

function client(kind) {
  const made = new (kind === "rest" ? ccxt : ccxt.pro)[clients[venue].id]({
    apiKey, secret, password, options: clients[venue].options, enableRateLimit: false, timeout: patience,
  });
  redirect(made.urls.api);
  if (made.urls.hostname) made.hostname = undefined;
  return made;
}

const same = (a, b) => Math.abs(Number(a) - Number(b)) <= 1e-9 * Math.max(1, Math.abs(Number(b)));
function hold(condition, what) {
  if (!condition) throw new Error(what);
}
async function books() {
  const answer = await fetch(`${base}/nightjar/account?key=${encodeURIComponent(apiKey)}`);
  hold(answer.status === 200, `the exchange's own books: HTTP ${answer.status}`);
  return answer.json();
}

const failures = [];
let steps = 0;
const skipped = [];
async function step(name, work, has = true) {
  if (!has) return skipped.push(name);
  ++steps;
  const before = Date.now();
  try {
    const said = await work();
    console.log(`ok    ${venue} ${name} ${Date.now() - before} ms${said ? `  ${said}` : ""}`);
  } catch (error) {
    failures.push(name);
    console.log(`FAIL  ${venue} ${name}: ${error.constructor.name}: ${error.message}`.slice(0, 600));
  }
}
// What watches wait for arrives in the background, as it does in a bot.
function listen(watch, until) {
  const heard = [];
  let wanted = true;
  const done = (async () => {
    const end = Date.now() + patience;
    while (wanted && Date.now() < end) {
      const said = await Promise.race([watch(), sleep(patience).then(() => null)]);
      if (said === null) break;
      heard.push(said);
      if (until(heard)) return;
    }
    if (wanted) throw new Error(`heard ${heard.length} messages in ${patience} ms, not what was waited for`);
  })();
  done.catch(() => {});
  return { heard, done, stop: () => (wanted = false) };
}

const rest = client("rest");
const { symbol } = clients[venue];
const far = 0.9;
const amount = 0.01;
let price;

await step("loadMarkets", async () => {
  const markets = await rest.loadMarkets();
  hold(markets[symbol], `${symbol} is not among ${Object.keys(markets)}`);
  hold(markets[symbol].precision.price > 0 && markets[symbol].precision.amount > 0, "no precision");
  return `${Object.keys(markets).length} markets`;
});
await step("fetchTime", async () => hold(Math.abs((await rest.fetchTime()) - Date.now()) < 5_000, "another time"), rest.has.fetchTime);
await step("fetchOrderBook", async () => {
  const { base: asset, spot } = rest.market(symbol);
  for (let attempt = 0; attempt < 50; ++attempt) {
    const ask = async () => JSON.stringify(await (await fetch(`${base}/nightjar/book?base=${asset}&kind=${spot ? "spot" : "perpetual"}`)).json());
    const before = await ask();
    const book = await rest.fetchOrderBook(symbol, 10);
    price = (book.bids[0][0] + book.asks[0][0]) / 2;
    hold(book.bids[0][0] < book.asks[0][0], "crossed");
    if (before !== (await ask())) continue;
    const own = JSON.parse(before);
    const unit = rest.market(symbol).contract ? rest.market(symbol).contractSize : 1;
    for (const side of ["bids", "asks"])
      book[side].slice(0, 5).forEach(([at, size], i) =>
        hold(same(at, own[side][i][0]) && same(size * unit, own[side][i][1]), `${side} ${i}: ${at} ${size}, own ${own[side][i]}`));
    return `${book.bids.length} + ${book.asks.length} levels equal`;
  }
  throw new Error("the book never stood still");
});
await step("fetchOHLCV", async () => {
  const rows = await rest.fetchOHLCV(symbol, "1m", undefined, 10);
  hold(rows.length > 1, `${rows.length} rows`);
  for (const [, open, high, low, close] of rows) hold(low <= Math.min(open, close) && high >= Math.max(open, close), "no candle");
  hold(rows.every((row, i) => i === 0 || row[0] === rows[i - 1][0] + 60_000), "not one after the other");
}, rest.has.fetchOHLCV);
await step("fetchTrades", async () => hold((await rest.fetchTrades(symbol, undefined, 10)).length > 0, "none"), rest.has.fetchTrades);
await step("fetchTradingFee", async () => {
  const fee = await rest.fetchTradingFee(symbol);
  hold(fee.taker > 0, "no fee");
}, rest.has.fetchTradingFee);

async function compareBalance() {
  for (let attempt = 0; ; ++attempt) {
    const before = await books();
    const said = await rest.fetchBalance();
    const after = await books();
    if (JSON.stringify(before.balances) !== JSON.stringify(after.balances) && attempt < 50) continue;
    for (const [asset, own] of Object.entries(after.balances)) {
      hold(said[asset], `${asset} is missing`);
      hold(same(said[asset].total, own.total), `${asset}: total ${said[asset].total}, own ${own.total}`);
      // Of Coinbase the client reads what is there, not what is free of it.
      if (said[asset].free !== undefined && venue !== "coinbase")
        hold(same(said[asset].free, own.free) || rest.market(symbol).contract, `${asset}: free ${said[asset].free}, own ${own.free}`);
    }
    return Object.entries(after.balances).map(([asset, own]) => `${asset} ${own.total}`).join(", ");
  }
}
await step("fetchBalance", compareBalance);

// --- orders
let resting;
const round = (factor) => Number(rest.priceToPrecision(symbol, price * factor));
await step("createOrder limit", async () => {
  resting = await rest.createOrder(symbol, "limit", "buy", amount, round(far));
  const own = (await books()).orders.find((order) => order.open);
  hold(own && same(own.price, round(far)) && own.side === "buy", `own ${JSON.stringify(own)}`);
  return `id ${resting.id}`;
});
await step("fetchOrder", async () => {
  const order = await rest.fetchOrder(resting.id, symbol, venue.startsWith("bybit") ? { acknowledged: true } : {});
  hold(order.status === "open" && same(order.price, round(far)) && same(order.amount, amount), JSON.stringify(order.info));
}, rest.has.fetchOrder);
await step("fetchOpenOrders", async () => {
  const open = await rest.fetchOpenOrders(symbol);
  hold(open.length === 1 && open[0].id === resting.id, `${open.length} open`);
});
await step("fetchBalance with an open order", compareBalance);
await step("editOrder", async () => {
  await rest.editOrder(resting.id, symbol, "limit", "buy", amount, round(far * 0.99));
  await sleep(100);
  // Some venues make a new order of it, and the client's answer does not always name it.
  [resting] = await rest.fetchOpenOrders(symbol);
  const open = (await books()).orders.filter((order) => order.open);
  hold(open.length === 1 && same(open[0].price, round(far * 0.99)), `own ${JSON.stringify(open)}`);
}, rest.has.editOrder);
await step("cancelOrder", async () => {
  await rest.cancelOrder(resting.id, symbol);
  await sleep(100);
  hold((await books()).orders.every((order) => !order.open), "still open");
});
await step("cancelOrder again is refused", async () => {
  const error = await rest.cancelOrder(resting.id, symbol).then(() => null, (why) => why);
  hold(error instanceof ccxt.ExchangeError, `${error}`);
});
await step("createOrder post-only", async () => {
  const order = await rest.createOrder(symbol, "limit", "sell", amount, round(2 - far), { postOnly: true });
  await sleep(100);
  hold((await books()).orders.some((own) => own.open), "does not rest");
  await rest.cancelOrder(order.id, symbol);
});
await step("createOrder post-only that would take is refused", async () => {
  const count = (await books()).executions.length;
  const why = await rest.createOrder(symbol, "limit", "buy", amount, round(1.02), { postOnly: true }).then(() => null, (error) => error);
  await sleep(200);
  const own = await books();
  hold(own.executions.length === count && own.orders.every((order) => !order.open), `it traded or rests: ${why}`);
});
await step("createOrder IOC", async () => {
  await rest.createOrder(symbol, "limit", "buy", amount, round(1.02), { timeInForce: "IOC" });
  await sleep(200);
  const own = await books();
  hold(own.executions.length > 0 && own.orders.every((order) => !order.open), "did not trade");
});
await step("createOrder beyond the funds is refused", async () => {
  const why = await rest.createOrder(symbol, "limit", "buy", 900 / (rest.market(symbol).contractSize ?? 1), round(1)).then(() => null, (error) => error);
  // Which class it is some clients tell by the production host in the address.
  hold(why instanceof ccxt.ExchangeError && /insufficient|exceed|enough/i.test(why.message), `${why?.constructor.name}: ${why?.message}`);
});

// --- streams
const pro = client("pro");
await pro.loadHttpProxyAgent(); // it wants that for ws:// addresses, with or without a proxy
await sleep(1_000); // Coinbase takes ten public calls a second, and another client begins with many
await step("watchOrderBook", async () => {
  await pro.loadMarkets();
  const watch = listen(() => pro.watchOrderBook(symbol), (heard) => heard.length >= 5);
  await watch.done;
  const book = watch.heard.at(-1);
  hold(book.bids[0][0] < book.asks[0][0] && Math.abs(book.bids[0][0] / price - 1) < 0.1, "not this market's");
}, pro.has.watchOrderBook);
await step("watchTrades", async () => {
  await listen(() => pro.watchTrades(symbol), (heard) => heard.flat().length >= 1).done;
}, pro.has.watchTrades);
const orders = pro.has.watchOrders && listen(() => pro.watchOrders(symbol), (heard) => heard.flat().some((order) => order.status === "closed"));
const trades = pro.has.watchMyTrades && listen(() => pro.watchMyTrades(symbol), (heard) => heard.flat().length >= 1);
const balance = pro.has.watchBalance && listen(() => pro.watchBalance(), () => false);
await sleep(1_500);
let bought;
await step("createOrder market", async () => {
  const before = (await books()).executions.length;
  bought = await rest.createOrder(symbol, "market", "buy", amount, venue === "coinbase" ? round(1) : undefined,
    venue === "coinbase" ? { createMarketBuyOrderRequiresPrice: false, cost: amount * price } : {});
  await sleep(300);
  const own = await books();
  hold(own.executions.length > before, "did not trade");
  hold(own.orders.every((order) => !order.open), "rests");
});
await step("watchOrders", () => orders.done, pro.has.watchOrders);
await step("watchMyTrades", async () => {
  await trades.done;
  // Of fills that come together a watch gives the first; the client knows them all.
  const own = (await books()).executions.at(-1);
  const seen = [trades.heard.flat().at(-1), ...(pro.myTrades ?? [])].map((trade) => trade.price);
  hold(seen.some((price) => same(price, own.price)), `prices ${seen}, own ${own.price}`);
}, pro.has.watchMyTrades);

await step("fetchMyTrades", async () => {
  const said = await rest.fetchMyTrades(symbol);
  const own = (await books()).executions;
  hold(said.length === own.length, `${said.length}, own ${own.length}`);
  const sorted = (list) => list.map(Number).sort((a, b) => a - b);
  const unit = rest.market(symbol).contract ? rest.market(symbol).contractSize : 1;
  for (const [what, theirs, ours] of [
    ["prices", said.map((trade) => trade.price), own.map((execution) => execution.price)],
    ["amounts", said.map((trade) => trade.amount * unit), own.map((execution) => execution.qty)],
    ["fees", said.map((trade) => trade.fee.cost), own.map((execution) => execution.fee)],
  ])
    hold(sorted(theirs).every((value, i) => same(value, sorted(ours)[i])), `${what} ${theirs}, own ${ours}`);
  return `${said.length} fills, fees ${own.map((execution) => `${execution.fee} ${execution.fee_asset}`).join(", ")}`;
});
await step("cancelAllOrders", async () => {
  await rest.createOrder(symbol, "limit", "buy", amount, round(far));
  await rest.createOrder(symbol, "limit", "sell", amount, round(2 - far));
  hold((await books()).orders.filter((order) => order.open).length === 2, "not two");
  if (venue === "coinbase") await rest.cancelOrders((await rest.fetchOpenOrders(symbol)).map((order) => order.id), symbol); // it has no other way
  else await rest.cancelAllOrders(symbol);
  await sleep(200);
  hold((await books()).orders.every((order) => !order.open), "still open");
}, rest.has.cancelAllOrders);
await step("the position is closed", async () => {
  const { filled } = (await books()).executions.reduce((sum, execution) => ({ filled: sum.filled + Number(execution.qty) }), { filled: 0 });
  const size = Number(rest.amountToPrecision(symbol, filled / rest.market(symbol).contractSize));
  await rest.createOrder(symbol, "market", "sell", size, undefined, { reduceOnly: true });
  await sleep(200);
  hold(Object.values((await books()).positions).every((held) => Number(held) === 0), "something is left");
}, rest.market(symbol).contract);
await step("watchBalance", async () => {
  const asset = rest.market(symbol).contract ? rest.market(symbol).settle : rest.market(symbol).base;
  // Of messages that come together a watch gives the first; the client knows them all.
  const known = () => [balance.heard.at(-1), pro.balance, pro.balance?.spot, pro.balance?.future].map((said) => said?.[asset]?.total);
  for (let attempt = 0; attempt < 30; ++attempt) {
    const own = (await books()).balances[asset].total;
    if (balance.heard.length > 0 && known().some((total) => total !== undefined && same(total, own))) return `${asset} ${own}`;
    await sleep(100);
  }
  throw new Error(`known ${known()}, own ${JSON.stringify((await books()).balances[asset])}`);
}, pro.has.watchBalance);
for (const watch of [orders, trades, balance]) watch && watch.stop();
await step("fetchBalance at the end", compareBalance);

await pro.close();
console.log(`${venue}: ${steps - failures.length} of ${steps} steps hold${skipped.length ? `; the client has none of ${skipped.join(", ")}` : ""}`);
process.exit(failures.length === 0 ? 0 : 1);
