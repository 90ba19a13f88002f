// The page of a running node: asks once a second, shows what came. The token is in the address'
// fragment, which never leaves the browser but in the header below.
const token = location.hash.slice(1);
const byId = (id) => document.getElementById(id);

const money = (x) => x.toLocaleString("en", { minimumFractionDigits: 2, maximumFractionDigits: 2 });
const signed = (x) => (x > 0 ? "+" : "") + money(x);
const tone = (x) => (x > 0 ? "up" : x < 0 ? "down" : "");
const orDash = (x) => (x === null ? "–" : money(x));

function element(name, text, className) {
  const made = document.createElement(name);
  made.textContent = text;
  if (className) made.className = className;
  return made;
}

function fillTable(id, columns, rows, empty) {
  const table = byId(id);
  const head = document.createElement("tr");
  for (const column of columns) {
    const cell = element("th", column.title, column.num ? "num" : "");
    cell.scope = "col";
    head.append(cell);
  }
  const body = rows.map((row) => {
    const line = document.createElement("tr");
    for (const column of columns) {
      const classes = [column.num && "num", column.wrap && "text", column.tone && column.tone(row)];
      line.append(element("td", column.value(row), classes.filter(Boolean).join(" ")));
    }
    return line;
  });
  if (rows.length === 0) {
    const cell = element("td", empty, "dim");
    cell.colSpan = columns.length;
    const line = document.createElement("tr");
    line.append(cell);
    body.push(line);
  }
  table.replaceChildren(head, ...body);
}

function showTiles(status, total) {
  const tiles = [
    ["Equity, " + status.currency, money(total.equity), ""],
    ["Profit since start", signed(total.pnl), tone(total.pnl)],
    ["Drawdown", total.drawdown_pct.toFixed(2) + " %", ""],
    ["Events per second", status.events_per_second.toFixed(0), ""],
    ["Orders", status.orders.toLocaleString("en"), ""],
    ["Fills", status.fills.toLocaleString("en"), ""],
    ["Refusals", status.refusals.toLocaleString("en"), ""],
  ];
  byId("tiles").replaceChildren(...tiles.map(([label, value, className]) => {
    const tile = element("div", "", "tile");
    tile.append(element("b", value, className), element("span", label));
    return tile;
  }));
}

function showCurve(curve) {
  const low = Math.min(...curve);
  const high = Math.max(...curve);
  const range = high - low || 1;
  const x = (i) => (curve.length < 2 ? 0 : (i / (curve.length - 1)) * 1000);
  const y = (value) => 210 - ((value - low) / range) * 200;
  const points = curve.map((value, i) => `${x(i).toFixed(1)},${y(value).toFixed(1)}`).join("L");
  byId("equity-line").setAttribute("d", "M" + points);
  byId("equity-area").setAttribute("d", `M0,220L${points}L${x(curve.length - 1)},220Z`);
  byId("equity-range").textContent = `${money(low)} to ${money(high)}, last ${curve.length} s`;
}

function showTables(status) {
  fillTable("accounts", [
    { title: "Account", value: (r) => r.name },
    { title: "Equity", num: true, value: (r) => money(r.equity) },
    { title: "Profit", num: true, value: (r) => signed(r.pnl), tone: (r) => tone(r.pnl) },
    { title: "Drawdown", num: true, value: (r) => r.drawdown_pct.toFixed(2) + " %" },
  ], status.accounts, "none");
  fillTable("instruments", [
    { title: "Instrument", value: (r) => r.name },
    { title: "Bid", num: true, value: (r) => orDash(r.bid) },
    { title: "Ask", num: true, value: (r) => orDash(r.ask) },
    { title: "Book", value: (r) => (!r.tradable ? "halted" : r.book_valid ? "valid" : "not valid") },
  ], status.instruments, "none");
  byId("venues-section").hidden = status.venues.length === 0;
  fillTable("venues", [
    { title: "Venue", value: (r) => r.name },
    { title: "Orders", value: (r) => r.state, tone: (r) => (r.state === "live" ? "up" : "down") },
    { title: "Books in step", num: true, value: (r) => `${r.books} / ${r.instruments}`, tone: (r) => (r.books < r.instruments ? "down" : "") },
    { title: "Messages", num: true, value: (r) => r.messages.toLocaleString("en") },
    { title: "Not understood", num: true, value: (r) => r.bad.toLocaleString("en"), tone: (r) => (r.bad > 0 ? "down" : "") },
    { title: "Gaps", num: true, value: (r) => r.gaps.toLocaleString("en") },
    { title: "Connections", num: true, value: (r) => r.connections.toLocaleString("en") },
    { title: "Unknown orders", num: true, value: (r) => r.unknown.toLocaleString("en") },
    { title: "Found late", num: true, value: (r) => r.missed.toLocaleString("en") },
    { title: "Quarantined", num: true, value: (r) => String(r.quarantined), tone: (r) => (r.quarantined > 0 ? "down" : "") },
    { title: "Clock ahead", num: true, value: (r) => r.ahead_ms.toFixed(1) + " ms" },
  ], status.venues, "none");
  byId("stages-section").hidden = status.stages.length === 0;
  fillTable("stages", [
    { title: "Strategy", value: (r) => r.strategy },
    { title: "Stage", value: (r) => r.stage },
    { title: "Share", num: true, value: (r) => (100 * r.share).toFixed(0) + " %" },
    { title: "Samples", num: true, value: (r) => String(r.samples) },
    { title: "Evidence", num: true, value: (r) => r.evidence.toFixed(2), tone: (r) => tone(r.evidence) },
    { title: "Down at", num: true, value: (r) => r.lower.toFixed(2) },
    { title: "Up at", num: true, value: (r) => (r.upper === null ? "" : r.upper.toFixed(2)) },
    { title: "Wants", wrap: true, value: (r) => r.missing },
  ], status.stages, "none");
  byId("protections-section").hidden = status.protections.length === 0;
  fillTable("protections", [
    { title: "Strategy", value: (r) => r.strategy },
    { title: "Instrument", value: (r) => r.instrument },
    { title: "State", value: (r) => r.state, tone: (r) => (r.state === "armed" ? "" : "down") },
    { title: "Stop", num: true, value: (r) => (r.stop === null ? "" : String(r.stop)) },
    { title: "Kind", value: (r) => r.leg },
    { title: "Kept", value: (r) => (r.where === "venue" ? "at the venue, " + r.resting : "here") },
    { title: "Take profit", num: true, value: (r) => (r.take_profit === null ? "" : String(r.take_profit)) },
    { title: "Best price", num: true, value: (r) => (r.best === null ? "" : String(r.best)) },
  ], status.protections, "none");
  byId("breakers-section").hidden = status.breakers.length === 0;
  fillTable("breakers", [
    { title: "Of", value: (r) => r.scope },
    { title: "State", value: (r) => r.state, tone: () => "down" },
    { title: "Until", value: (r) => (r.until ? r.until.slice(11, 19) : "") },
    { title: "Why", wrap: true, value: (r) => r.cause },
  ], status.breakers, "none");
  fillTable("positions", [
    { title: "Owner", value: (r) => r.owner },
    { title: "Instrument", value: (r) => r.instrument },
    { title: "Quantity", num: true, value: (r) => r.qty, tone: (r) => tone(Number(r.qty)) },
    { title: "Value", num: true, value: (r) => money(r.value) },
    { title: "Unrealised", num: true, value: (r) => signed(r.unrealised), tone: (r) => tone(r.unrealised) },
  ], status.positions, "flat");
  fillTable("orders", [
    { title: "Order", value: (r) => r.id },
    { title: "Instrument", value: (r) => r.instrument },
    { title: "Side", value: (r) => r.side },
    { title: "Quantity", num: true, value: (r) => `${r.filled} / ${r.qty}` },
    { title: "Price", num: true, value: (r) => r.price || r.type },
    { title: "State", value: (r) => r.state },
  ], status.open_orders, "none");
  fillTable("news", [
    { title: "Time", value: (r) => r.time.slice(11, 19) },
    { title: "What", value: (r) => r.kind },
    { title: "", wrap: true, value: (r) => r.text },
  ], status.news, "nothing yet");
}

function setState(text, className) {
  const state = byId("state");
  state.textContent = text;
  state.className = "badge " + className;
}

async function refresh() {
  try {
    const answer = await fetch("/api/status", { headers: { Authorization: "Bearer " + token } });
    if (answer.status === 401) return setState("open the whole address that the node printed", "bad");
    const status = await answer.json();
    const total = status.accounts.find((account) => account.name === "total");
    byId("session").textContent = `${status.mode} session ${status.session}, ${status.time.slice(0, 19)} UTC`;
    const trades = status.kill_level === "none";
    setState(trades ? "trading" : `${status.kill_level} (${status.kill_cause})`, trades ? "good" : "bad");
    if (!total) return;
    showTiles(status, total);
    showCurve(status.equity_curve);
    showTables(status);
  } catch {
    setState("no answer from the node", "bad");
  }
}

refresh();
setInterval(refresh, 1000);
