// Two sessions beside each other.
const pairColors = ["accent", "second"];

function comparedRows([a, b]) {
  const rows = [
    ["Net profit after costs", (s) => s.headline.net, "money"],
    ["Return", (s) => s.headline.return_pct, "percent"],
    ["Buy and hold", (s) => s.headline.hold_pct, "percent"],
    ["Largest drawdown", (s) => s.headline.max_drawdown_pct, "percent"],
    ["Yearly (CAGR)", (s) => s.headline.cagr_pct, "percent"],
    ["Sharpe", (s) => s.headline.sharpe, "number"],
    ["Sharpe, standard error", (s) => s.headline.sharpe_error, "number"],
    ["Sortino", (s) => s.headline.sortino, "number"],
    ["Closed trades", (s) => s.headline.trades.closed, "count"],
    ["Of them won", (s) => s.headline.trades.won, "count"],
    ["Before the costs below", (s) => s.costs.gross, "money"],
    ["Slippage", (s) => (s.costs.measured ? s.costs.slippage : null), "money"],
    ["Fees", (s) => s.costs.fees, "money"],
    ["Funding", (s) => s.costs.funding, "money"],
    ["Turnover", (s) => s.headline.turnover, "number"],
    ["Orders", (s) => s.headline.orders, "count"],
    ["Fills", (s) => s.headline.fills, "count"],
    ["Refusals", (s) => s.headline.refusals, "count"],
  ];
  const show = { money: (v) => (v === null ? "–" : money(v, true)), percent: (v) => percent(v), number: (v) => fixed(v), count };
  return rows.map(([label, get, kind]) => {
    const [x, y] = [get(a), get(b)];
    const known = x !== null && y !== null;
    const difference = !known ? "–" : kind === "money" ? money(minusExact(y, x), true) : kind === "percent" ? fixed(y - x, 2, true) + " pp" : fixed(y - x, kind === "count" ? 0 : 2, true);
    return { label, a: show[kind](x), b: show[kind](y), difference };
  });
}

/** The exact difference of two decimal texts. */
function minusExact(x, y) {
  const digits = 12;
  const raw = (text) => {
    const [whole, fraction = ""] = text.replace("-", "").split(".");
    return BigInt(whole + fraction.padEnd(digits, "0")) * (text.startsWith("-") ? -1n : 1n);
  };
  const difference = raw(x) - raw(y);
  const size = String(difference < 0n ? -difference : difference).padStart(digits + 1, "0");
  return (difference < 0n ? "-" : "") + (size.slice(0, -digits) + "." + size.slice(-digits)).replace(/\.?0+$/, "");
}

/** Both on one axis of time; where one has no point the other's may stand alone. */
function joined(sessions, values) {
  return uPlot.join(sessions.map((s) => [seconds(s.curve.t), values(s)]));
}

function comparedCurves(main, sessions) {
  if (sessions.some((s) => s.curve.t.length === 0)) return;
  const section = panel(main, "curves", "Return in percent of the starting cash");
  const returns = (s) => s.curve.equity.map((value) => 100 * (value / Number(s.headline.cash) - 1));
  const falls = (s) => { let peak = Number(s.headline.cash); return s.curve.equity.map((value) => { peak = Math.max(peak, value); return 100 * (value / peak - 1); }); };
  const named = sessions.map((s, i) => ({ label: `${"AB"[i]}: ${s.session}`, name: pairColors[i], index: i + 1 }));
  const draw = (values, height, text) => {
    const data = joined(sessions, values);
    return chart(section, { data, height, sync: "time", text,
      series: named.map(({ label, name }) => line(label, name, { spanGaps: true })),
      read: (i) => [make("span", {}, moment(data[0][i] * 1000)), ...named.map(({ name, label }, k) => swatched(name, `${label[0]} ${percent(data[k + 1][i], true)}`))] });
  };
  const top = draw(returns, 320, `Return of both sessions: A ended at ${percent(sessions[0].headline.return_pct, true)}, B at ${percent(sessions[1].headline.return_pct, true)}.`);
  legend(top, named);
  section.append(make("h3", {}, "Drawdown"));
  draw(falls, 160, `Fall from the highest equity so far: at most ${percent(sessions[0].headline.max_drawdown_pct)} in A and ${percent(sessions[1].headline.max_drawdown_pct)} in B.`);
}

function comparison(main, sessions) {
  const [a, b] = sessions;
  const better = a.headline.return_pct === b.headline.return_pct ? "A and B made the same" :
    `${a.headline.return_pct > b.headline.return_pct ? "A" : "B"} made more`;
  document.getElementById("verdict").textContent =
    `${better}: ${percent(a.headline.return_pct, true)} in A, ${percent(b.headline.return_pct, true)} in B.`;
  document.getElementById("subject").textContent = `A is ${a.session}, ${day(a.from)} to ${day(a.to)}. B is ${b.session}, ${day(b.from)} to ${day(b.to)}.`;
  const same = a.from === b.from && a.to === b.to && a.currency === b.currency;
  if (!same) main.append(make("p", { class: "notice" }, "The two do not cover the same time in the same currency: their figures do not measure the same thing."));
  panel(main, "figures", "Figures", plainTable("Figures", [
    { title: "", show: (r) => r.label }, { title: "A", num: true, show: (r) => r.a },
    { title: "B", num: true, show: (r) => r.b }, { title: "B − A", num: true, show: (r) => r.difference },
  ], comparedRows(sessions)));
  comparedCurves(main, sessions);
  const only = (x, y) => x.assumptions.filter((text) => !y.assumptions.includes(text));
  const list = (texts) => texts.length ? make("ul", {}, ...texts.map((text) => make("li", {}, text))) : make("p", { class: "dim" }, "nothing that the other does not");
  panel(main, "assumptions", "What only one assumes", make("h3", {}, "A"), list(only(a, b)), make("h3", {}, "B"), list(only(b, a)));
  sessions.forEach((s, i) => facts(main, s, ` of ${"AB"[i]}`, "AB"[i].toLowerCase()));
}
