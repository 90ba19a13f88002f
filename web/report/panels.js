// The parts of a session's report, in the order of a sceptic's questions.

function verdict(session) {
  const h = session.headline;
  const net = Number(h.net);
  const made = net > 0 ? "Made" : net < 0 ? "Lost" : "Made nothing:";
  const held = h.hold_pct === null ? "" : `; holding ${h.hold_pct >= 0 ? "made" : "lost"} ${fixed(Math.abs(h.hold_pct))} %`;
  document.getElementById("verdict").replaceChildren(`${made} `,
    make("span", { class: tone(net) }, `${cents(h.net.replace("-", ""))} ${session.currency} (${percent(h.return_pct, true)})`), ` after all costs${held}.`);
  const names = session.markets.map((market) => market.name);
  document.getElementById("subject").textContent =
    `${names.length > 6 ? plural(names.length, "market") : names.join(", ")} · ${day(session.from)} to ${day(session.to)} · ${plural(session.strategies.length, "strategy", "strategies")} · session ${session.session}`;
}

function tiles(main, session) {
  const h = session.headline;
  const c = session.costs;
  const t = h.trades;
  const date = (ms) => make("span", { class: "date" }, day(ms));
  const fell = h.fall ? make("span", {}, date(h.fall.peak), " to ", date(h.fall.trough), ", ", h.fall.recovered === null ? "not made good" : "made good ", h.fall.recovered === null ? "" : date(h.fall.recovered)) : "never below its peak";
  const list = [
    ["Net after costs", cents(h.net, true), tone(Number(h.net)), `${percent(h.return_pct, true)} of ${cents(h.cash)} ${session.currency}`],
    ["Against holding", h.hold_pct === null ? "–" : fixed(h.return_pct - h.hold_pct, 2, true) + " pp", tone(h.hold_pct === null ? 0 : h.return_pct - h.hold_pct),
      h.hold_pct === null ? "no prices to hold" : `holding ${percent(h.hold_pct, true)}${h.hold_fall ? `, fell ${percent(h.hold_fall.pct)}` : ""}`],
    ["Largest drawdown", percent(-h.max_drawdown_pct), "", fell],
    ["Sharpe", h.sharpe === null ? "–" : fixed(h.sharpe) + (h.sharpe_error === null ? "" : ` ± ${fixed(h.sharpe_error)}`), "",
      h.sharpe === null ? "needs two days that differ" : `one standard error, ${plural(h.days, "day")}; holding ${fixed(h.hold_sharpe)}`],
    ["Closed trades", count(t.closed), "", t.closed ? `${fixed(100 * t.won / t.closed, 1)} % won, ${t.open} open` : `${t.open} open`],
    ["Costs", cents(c.all), "", (c.pct_of_gross === null ? "no gross profit to measure by" : `${fixed(c.pct_of_gross, 1)} % of the gross profit`) + (c.measured ? "" : "; slippage not measured")],
  ];
  main.append(make("section", { class: "tiles", "aria-label": "Headline" }, ...list.map(([label, value, className, note]) =>
    make("div", { class: "tile" }, make("span", { class: "label" }, label), make("b", { class: className }, value), make("span", { class: "dim" }, note)))));
}

function curves(main, session) {
  const { curve, headline } = session;
  const section = panel(main, "equity", "Equity and drawdown");
  if (curve.t.length < 2) { section.append(make("p", { class: "dim" }, "Too short: the ledger samples the equity at the full hour and at the end.")); return; }
  if (curve.samples > curve.t.length) section.append(make("p", { class: "note" }, `${count(curve.t.length)} of ${plural(curve.samples, "sample")}: in every stretch the lowest and the highest of each line are kept.`));
  if (curve.samples < 24) section.append(make("p", { class: "note" }, `The ledger samples the equity at the full hour and at the end: these are ${count(curve.samples)} samples, and what was between them is not drawn.`));
  const cash = Number(headline.cash);
  const pct = (values) => values.map((value) => 100 * (value / cash - 1));
  const logs = (values) => values.map((value) => (value > 0 ? Math.log10(value / cash) : null));
  const falls = (values) => { let peak = cash; return values.map((value) => { peak = Math.max(peak, value); return 100 * (value / peak - 1); }); };
  const x = seconds(curve.t);
  const own = pct(curve.equity);
  const held = pct(curve.hold);
  const [low, high] = extremes(curve.equity.concat(curve.hold));
  let isLog = low > 0 && high / low > 4;
  const shown = () => (isLog ? [x, logs(curve.equity), logs(curve.hold)] : [x, own, held]);
  const top = chart(section, {
    data: shown(), series: [line("session", "accent", { width: 2 }), line("buy and hold", "hold")], height: 300, sync: "time",
    text: `Return on the starting cash: the session ended at ${percent(own[own.length - 1], true)}, between ${percent(extremes(own)[0], true)} and ${percent(extremes(own)[1], true)}; buy and hold, in equal parts from the start, ended at ${percent(held[held.length - 1], true)}, between ${percent(extremes(held)[0], true)} and ${percent(extremes(held)[1], true)}.`,
    read: (i) => [make("span", {}, moment(curve.t[i])), swatched("accent", percent(own[i], true)), swatched("hold", percent(held[i], true))],
    axes: growthAxis(() => isLog),
  });
  const lines = legend(top, [{ label: "this session, after costs", name: "accent", index: 1 }, { label: "buy and hold, without costs", name: "hold", index: 2 }]);
  const toggle = make("button", { type: "button", "aria-pressed": String(isLog), class: "screen plain" }, "log scale");
  toggle.addEventListener("click", () => {
    isLog = !isLog;
    toggle.setAttribute("aria-pressed", String(isLog));
    top.plot.setData(shown());
  });
  if (low > 0) lines.append(toggle);
  const down = falls(curve.equity);
  const downHold = falls(curve.hold);
  section.append(make("h3", {}, "Fall from the highest so far"));
  chart(section, {
    data: [x, down, downHold], height: 150, sync: "time",
    series: [line("session", "down", { fill: () => color("down-soft") }), line("buy and hold", "hold", { width: 1 })],
    text: `Largest fall ${percent(headline.max_drawdown_pct)} by every price, ${percent(-extremes(down)[0])} by the samples drawn here${headline.fall ? `, from ${day(headline.fall.peak)} to ${day(headline.fall.trough)}` : ""}; buy and hold fell ${percent(-extremes(downHold)[0])}.`,
    read: (i) => [make("span", {}, moment(curve.t[i])), swatched("down", "session " + percent(down[i])), swatched("hold", "holding " + percent(downHold[i]))],
    axes: { values: (_, ticks) => ticks.map((v) => short(v) + " %") },
  });
}

const monthNames = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

function months(main, session) {
  const years = new Map();
  for (const [year, month, pct] of session.months) years.set(year, { ...(years.get(year) || {}), [month]: pct });
  const most = Math.max(1, ...session.months.map(([, , pct]) => Math.abs(pct)));
  const cell = (value, strong) => {
    if (value === undefined) return make("td", { class: "num dim" }, "·");
    const made = make("td", { class: "num heat " + tone(value) }, strong ? make("b", {}, fixed(value, 2, true)) : fixed(value, 2, true));
    made.style.setProperty("--heat", (10 + 45 * Math.min(1, Math.abs(value) / most)).toFixed(0) + "%");
    return made;
  };
  const table = make("table", { class: "months" },
    make("thead", {}, make("tr", {}, make("th", { scope: "col" }, "Year"), ...monthNames.map((name) => make("th", { scope: "col", class: "num" }, name)), make("th", { scope: "col", class: "num" }, "Year"))),
    make("tbody", {}, ...[...years].map(([year, values]) => make("tr", {}, make("th", { scope: "row" }, String(year)), ...monthNames.map((_, i) => cell(values[i + 1])),
      cell(100 * (Object.values(values).reduce((product, pct) => product * (1 + pct / 100), 1) - 1), true)))));
  panel(main, "months", "Monthly returns, percent", years.size ? framed(table, "Monthly returns") : make("p", { class: "dim" }, "No sample of the equity."));
}

function costPanel(main, session) {
  const c = session.costs;
  const negated = (text) => (Number(text) === 0 ? text : text.startsWith("-") ? text.slice(1) : "-" + text);
  const rows = [
    ["Before costs", c.gross, "had every order filled at the price at which it was decided"],
    ...(c.touched
      ? [["Spread", negated(c.spread), `half of it at each decision, paid by takers and earned by makers: ${count(c.touched)} of ${plural(c.bookings, "fill")}`],
        ["Impact and delay", negated(c.impact), "what the market moved from the decision to the fill"]]
      : [["Spread, impact, delay", negated(c.slippage), c.measured ? `measured on ${count(c.measured)} of ${plural(c.bookings, "fill")}` : "not measured: no history was at hand"]]),
    ["Fees", negated(c.fees), `on ${cents(c.traded)} traded`],
    ["Funding", c.funding, "received above zero"],
    ...(Number(c.other) ? [["Deposits, liquidation fees", c.other, ""]] : []),
    ["Net", c.net, "the sum, as the ledger has it"],
  ];
  const most = Math.max(...rows.map((row) => Math.abs(Number(row[1])))) || 1;
  const width = widest(rows.map((row) => row[1]));
  const bar = (value) => {
    const made = make("span", { class: "bar-cell" }, make("i", { class: tone(value) }));
    made.firstChild.style.width = (100 * Math.abs(value) / most).toFixed(1) + "%";
    return made;
  };
  panel(main, "costs", "From gross to net", plainTable("Costs", [
    { title: session.currency, show: (r) => r[0] },
    { title: "Amount", num: true, show: (r) => amount(r[1], { width, signed: true, toned: true }) },
    { title: "", show: (r) => bar(Number(r[1])) },
    { title: "", text: true, show: (r) => make("span", { class: "dim" }, r[2]) },
  ], rows),
  make("p", { class: "note" }, "Spread, impact and delay together are each fill's quantity times the distance of its price from the mid, or the last close, that its order's decision saw; below zero, waiting won. Where no history is at hand it counts as nothing and stays in the gross."));
}

const paletteNames = ["accent", "second", "third", "fourth", "fifth", "sixth"];

function strategies(main, session) {
  const rows = session.strategies;
  const cost = (name) => (r) => r.costs[name];
  const section = panel(main, "strategies", "Which strategy earned it", plainTable("Strategies", [
    { title: "Strategy", show: (r) => (r.name === r.kind ? r.name : `${r.name} (${r.kind})`) },
    amounts("Net", cost("net"), rows, { signed: true, toned: true }),
    { title: "Return", num: true, show: (r) => percent(100 * Number(r.costs.net) / Number(r.cash), true) },
    { title: "Drawdown", num: true, show: (r) => percent(r.max_drawdown_pct) },
    { title: "Trades", num: true, show: (r) => count(r.trades.closed) },
    { title: "Won", num: true, show: (r) => (r.trades.closed ? fixed(100 * r.trades.won / r.trades.closed, 1) + " %" : "–") },
    amounts("Slippage", cost("slippage"), rows), amounts("Fees", cost("fees"), rows), amounts("Funding", cost("funding"), rows, { signed: true }),
  ], rows), make("p", { class: "note" }, "Each strategy has an account of its own; a fill that several share is split by lots, with its fee."));
  if (session.curve.t.length < 2 || rows.length < 2) return;
  const x = seconds(session.curve.t);
  const named = rows.slice(0, 6).map((row, i) => ({ label: row.name, name: paletteNames[i], index: i + 1, row }));
  const made = chart(section, {
    data: [x, ...named.map(({ row }) => row.profit)], series: named.map(({ label, name }) => line(label, name)), height: 220, sync: "time",
    text: "Profit of each strategy's account: " + named.map(({ label, row }) => `${label} ended at ${cents(row.costs.net, true)}`).join(", ") + ".",
    read: (i) => [make("span", {}, moment(session.curve.t[i])), ...named.map(({ name, row }) => swatched(name, row.profit[i] === null ? "–" : fixed(Math.trunc(row.profit[i] * 100) / 100, 2, true)))],
  });
  legend(made, named);
}

function signals(main, session) {
  const rows = session.signals;
  panel(main, "signals", "Which signal earned it", rows.length ? plainTable("Signals", [
    { title: "Signal", show: (r) => r.signal || "(no vote for it)" },
    { title: "Strategy", show: (r) => r.strategy },
    amounts("Share of profit", (r) => r.profit, rows, { signed: true, toned: true }),
    { title: "Trades", num: true, show: (r) => count(r.trades) },
    { title: "Won", num: true, show: (r) => (r.trades ? fixed(100 * r.won / r.trades, 1) + " %" : "–") },
    { title: "Against", num: true, show: (r) => count(r.against) },
    amounts("These made", (r) => r.against_profit, rows, { signed: true, toned: true }),
  ], rows) : make("p", { class: "dim" }, "No trade."),
  make("p", { class: "note" }, "A trade's profit after fees and funding is divided among the votes of the decision that opened it: those in its direction share it by weight × score, those against it get nothing and are counted beside what those trades made. The shares add up to the profit of all trades, open ones at the last price. They do not show whether a signal was needed: votes agree with each other, and those on additions and exits are not asked."));
}

function exposure(main, session) {
  const { curve } = session;
  if (curve.t.length < 2) return;
  const section = panel(main, "exposure", "Exposure, percent of equity");
  const made = chart(section, {
    data: [seconds(curve.t), curve.gross, curve.net], height: 180, sync: "time",
    series: [line("gross", "accent", { fill: () => color("accent-soft") }), line("net", "second")],
    text: `Positions over equity: gross at most ${percent(extremes(curve.gross)[1])}, net between ${percent(extremes(curve.net)[0], true)} and ${percent(extremes(curve.net)[1], true)}.`,
    read: (i) => [make("span", {}, moment(curve.t[i])), swatched("accent", percent(curve.gross[i])), swatched("second", percent(curve.net[i], true))],
    axes: { values: (_, ticks) => ticks.map((v) => short(v) + " %") },
  });
  legend(made, [{ label: "gross: longs and shorts", name: "accent", index: 1 }, { label: "net: longs less shorts", name: "second", index: 2 }]);
}

function trades(main, session, markets) {
  const rows = session.trades.map((trade, index) => ({ ...trade, index }));
  const price = (name) => (r) => (r[name] === null ? "–" : amount(r[name], { width: priceWidth[name] }));
  const priceWidth = Object.fromEntries(["entry", "exit"].map((name) => [name, widest(rows.map((r) => r[name]).filter((text) => text !== null))]));
  const columns = [
    { title: "Opened", show: (r) => see(r), sort: (r) => r.opened, about: "sort by entry" },
    { title: "Closed", show: (r) => briefly(r.closed), sort: (r) => r.closed ?? Infinity },
    { title: "Held", num: true, show: (r) => (r.closed === null ? "open" : duration(r.closed - r.opened)), sort: (r) => (r.closed ?? Infinity) - r.opened },
    { title: "Strategy", show: (r) => r.strategy, sort: (r) => r.strategy },
    { title: "Market", show: (r) => session.markets[r.market].name, sort: (r) => r.market },
    { title: "Side", show: (r) => r.side, sort: (r) => r.side },
    { title: "Most held", num: true, show: (r) => r.qty, sort: (r) => Number(r.qty) },
    { title: "Entry", num: true, show: price("entry"), sort: (r) => Number(r.entry) },
    { title: "Exit", num: true, show: price("exit"), sort: (r) => (r.exit === null ? Infinity : Number(r.exit)) },
    amounts("Profit", (r) => r.profit, rows, { signed: true, toned: true, about: "after fees and funding" }),
    amounts("Fees", (r) => r.fees, rows), amounts("Funding", (r) => r.funding, rows, { signed: true }),
    amounts("Slippage", (r) => r.slippage, rows, { about: "part of the profit already" }),
    { title: "Fills", num: true, show: (r) => count(r.fills), sort: (r) => r.fills },
  ];
  function see(row) {
    const button = make("button", { type: "button", class: "link", title: `${moment(row.opened)}: show it on the chart` }, moment(row.opened).slice(0, 19));
    button.addEventListener("click", () => markets[row.market]?.show(row.index));
    return button;
  }
  const left = session.trades_all - rows.length;
  panel(main, "trades", `Trades: ${plural(session.trades_all, "round trip")}`,
    make("p", { class: "note" }, "From flat to flat again, per strategy and market; prices are averages, cut two digits behind the tick. Profits add up to the strategies' net but for fees paid in base, deposits and liquidation fees.",
      left > 0 ? ` The oldest ${count(left)} are left out here; nightjar fills --csv has all.` : ""),
    rows.length ? pagedTable("Trades", columns, rows) : make("p", { class: "dim" }, "No trade was made."));
}

/** The same backtest with one assumption changed at a time. */
function whatIf(rows) {
  if (rows.length < 2) return [];
  const columns = [
    { title: "Changed", show: (row) => row.change || "nothing: as it ran" },
    { title: "Fills", num: true, show: (row) => count(row.fills) },
    { title: "Net profit", num: true, show: (row) => fixed(row.net_pnl) },
    { title: "Difference", num: true, show: (row) => row.change ? fixed(row.net_pnl - rows[0].net_pnl, 2, true) : "" },
    { title: "Fees", num: true, show: (row) => fixed(row.fees) },
    { title: "Largest drawdown", num: true, show: (row) => `${fixed(row.max_drawdown_pct, 2)} %` },
  ];
  return [make("h3", {}, "What the assumptions are worth"),
    make("p", { class: "note" }, "The same session again, each time with one assumption changed. A profit that hangs on one of them is a property of the assumption."),
    plainTable("What the assumptions are worth", columns, rows)];
}

function caveats(main, session) {
  const list = (texts) => make("ul", {}, ...texts.map((text) => make("li", {}, text)));
  panel(main, "assumptions", "What is assumed", list(session.assumptions), ...whatIf(session.what_if));
  panel(main, "problems", "What is wrong with the data", session.problems.length ? list(session.problems) : null,
    session.notes.length ? list(session.notes) : null,
    session.problems.length + session.notes.length ? null : make("p", {}, "Nothing was found: no missing, repeated, impossible or outlying bar."));
}

function facts(main, session, suffix = "", key = "") {
  const config = make("details", {}, make("summary", {}, "The configuration, as it was checked"), make("pre", { tabindex: 0 }, session.config));
  addEventListener("beforeprint", () => { config.open = true; });
  panel(main, "facts" + key, "The session" + suffix, make("dl", {}, ...session.facts.flatMap(([name, text]) =>
    [make("dt", {}, name), make("dd", {}, text)])), config);
}
