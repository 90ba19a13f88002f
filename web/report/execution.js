// What parent orders cost: by algorithm, and one by one with its schedule, its fills and its waterfall.

const costNames = [["delay", "Delay", "the mid moved before the first child left"], ["timing", "Timing", "it moved while the parent was worked"],
  ["spread", "Spread", "from the mid to the touch; below zero, makers earned it"], ["impact", "Impact", "beyond the touch that was seen"],
  ["fees", "Fees", "paid"], ["rebates", "Rebates", "received"], ["opportunity", "Unfilled", "what did not fill, at the mid of the end"]];
const bpsText = (value) => fixed(value, 2, true);

function markoutTable(data) {
  const cell = (which, i) => (row) => (row.marks[i][which] === null ? "–" : bpsText(row.marks[i][which]));
  return plainTable("Markouts", [
    { title: "Markouts, bps", show: (r) => r.algorithm },
    ...data.horizons.flatMap((horizon, i) => [
      { title: `${horizon / 1000} s, maker`, num: true, show: cell(0, i) },
      { title: "taker", num: true, show: cell(1, i) },
    ]),
  ], data.rows);
}

function waterfall(parent) {
  const most = Math.max(1e-9, ...costNames.map(([key]) => Math.abs(parent.costs[key])), Math.abs(parent.costs.total));
  const bar = (value) => {
    const made = make("span", { class: "bar-cell" }, make("i", { class: tone(-value) }));
    made.firstChild.style.width = (100 * Math.abs(value) / most).toFixed(1) + "%";
    return made;
  };
  const rows = [...costNames.map(([key, name, why]) => [name, parent.costs[key], why]), ["Shortfall", parent.costs.total, "the sum, against all of it at the decided price"]];
  return plainTable("Where the cost came from", [
    { title: "Basis points", show: (r) => r[0] },
    { title: "Cost", num: true, show: (r) => bpsText(r[1]) },
    { title: "", show: (r) => bar(r[1]) },
    { title: "", text: true, show: (r) => make("span", { class: "dim" }, r[2]) },
  ], rows);
}

/** Values at the times of all points: what a step line has there. */
function steps(times, points) {
  let at = 0;
  let value = 0;
  return times.map((t) => {
    while (at < points.length && points[at][0] <= t) value = points[at++][1];
    return value;
  });
}

function fillsOnSchedule(box, parent) {
  const times = [...new Set([parent.from, ...parent.schedule.map((p) => p[0]).filter((t) => t <= parent.to), ...parent.fills.map((p) => p[0]), parent.to])].sort((a, b) => a - b);
  const done = steps(times, parent.fills).map((v) => 100 * v);
  const due = parent.schedule.length ? steps(times, parent.schedule).map((v) => 100 * v) : null;
  const made = chart(box, {
    data: due ? [seconds(times), done, due] : [seconds(times), done], height: 180,
    series: [line("filled", "accent", { width: 2, paths: uPlot.paths.stepped({ align: 1 }) }), ...(due ? [line("schedule", "hold", { dash: [5, 4] })] : [])],
    text: `Part filled: ${percent(100 * parent.filled)} by ${moment(parent.to)}` + (due ? `, at worst ${percent(100 * parent.behind)} of the quantity off the schedule.` : "."),
    read: (i) => [make("span", {}, moment(times[i])), swatched("accent", percent(done[i])), ...(due ? [swatched("hold", percent(due[i]))] : [])],
    axes: { values: (_, ticks) => ticks.map((v) => short(v) + " %") },
  });
  legend(made, [{ label: "filled", name: "accent", index: 1 }, ...(due ? [{ label: "schedule", name: "hold", index: 2 }] : [])]);
}

function fillsOnPrices(box, parent, market) {
  const prices = market ? market.t.map((t, i) => [t, market.close[i]]).filter(([t]) => t >= parent.from && t <= parent.to) : [];
  const times = [...new Set([parent.from, ...prices.map((p) => p[0]), ...parent.fills.map((p) => p[0]), parent.to])].sort((a, b) => a - b);
  const known = new Map(prices);
  const market_line = times.map((t) => known.get(t) ?? null);
  const of = (maker) => { const at = new Map(parent.fills.filter((p) => p[3] === maker).map((p) => [p[0], p[2]])); return times.map((t) => at.get(t) ?? null); };
  const made = chart(box, {
    data: [seconds(times), market_line, times.map(() => parent.decided), times.map(() => parent.average), of(true), of(false)], height: 220,
    series: [line("market", "hold", { spanGaps: true }), line("decided", "dim", { dash: [2, 4] }), line("average", "second", { dash: [6, 4] }),
      line("maker", "up", { paths: () => null, points: { show: true, size: 6, fill: color("up") } }), line("taker", "down", { paths: () => null, points: { show: true, size: 6, fill: color("down") } })],
    text: `Prices: decided at ${fixed(parent.decided, 4)}, filled on average at ${fixed(parent.average, 4)}, ${plural(parent.fills.length, "fill")} drawn.`,
    read: (i) => [make("span", {}, moment(times[i])), ...[["up", of(true)[i]], ["down", of(false)[i]]].filter(([, v]) => v !== null).map(([name, v]) => swatched(name, fixed(v, 4)))],
  });
  legend(made, [{ label: "market", name: "hold", index: 1 }, { label: "decided", name: "dim", index: 2 }, { label: "average", name: "second", index: 3 },
    { label: "maker fills", name: "up", index: 4 }, { label: "taker fills", name: "down", index: 5 }]);
}

function showParent(box, session, parent) {
  const name = session.markets[parent.market]?.name ?? "";
  for (let i = allCharts.length - 1; i >= 0; i--) if (box.contains(allCharts[i].frame)) { allCharts[i].plot.destroy(); allCharts.splice(i, 1); }
  box.replaceChildren(make("p", { class: "lead" }, `${parent.side} ${parent.qty} of ${name}, ${parent.algorithm}, ${moment(parent.from)}: ${percent(100 * parent.filled)} filled in ${duration(parent.to - parent.from)}` +
    `${parent.end ? ` (${parent.end})` : ""}, ${bpsText(parent.costs.total)} bps.`));
  if (parent.fees_unknown) box.append(make("p", { class: "note" }, "Some fees were paid in an asset without a price here and are not among the costs."));
  if (parent.fills.length) { fillsOnSchedule(box, parent); fillsOnPrices(box, parent, session.markets[parent.market]); }
  box.append(waterfall(parent));
}

function execution(main, session) {
  const data = session.execution;
  if (!data.all) return;
  const cost = (key) => ({ title: costNames.find(([name]) => name === key)[1], num: true, show: (r) => bpsText(r.costs[key]), about: costNames.find(([name]) => name === key)[2] });
  const section = panel(main, "execution", "What execution cost", plainTable("Execution by algorithm", [
    { title: "Algorithm", show: (r) => r.algorithm },
    { title: "Parents", num: true, show: (r) => count(r.parents) },
    { title: "Filled", num: true, show: (r) => percent(100 * r.filled) },
    { title: "Maker", num: true, show: (r) => percent(100 * r.maker) },
    { title: "Shortfall", num: true, show: (r) => make("b", {}, bpsText(r.costs.total)) },
    ...costNames.map(([key]) => cost(key)),
    { title: "To market's VWAP", num: true, show: (r) => bpsText(r.vwap_slip) },
    { title: "Leaked", num: true, show: (r) => bpsText(r.leaked), about: "what the mid went against us within 5 s after fills, on what was left" },
  ], data.rows), make("p", { class: "note" }, "Basis points of the quantity at the decided price, weighted by worth; above zero is a cost. Markouts are against the fill's price; above zero is good for us."), markoutTable(data));
  const box = make("div", { class: "details", "aria-live": "polite" });
  const see = (row) => {
    const button = make("button", { type: "button", class: "link", title: `${moment(row.from)}: show it` }, moment(row.from).slice(0, 19));
    button.addEventListener("click", () => showParent(box, session, row));
    return button;
  };
  section.append(make("h3", {}, `Parent orders: ${count(data.all)}`), pagedTable("Parent orders", [
    { title: "Decided", show: see, sort: (r) => r.from },
    { title: "Market", show: (r) => session.markets[r.market]?.name ?? "", sort: (r) => r.market },
    { title: "Side", show: (r) => r.side, sort: (r) => r.side },
    { title: "Quantity", num: true, show: (r) => r.qty, sort: (r) => Number(r.qty) },
    { title: "Algorithm", show: (r) => r.algorithm, sort: (r) => r.algorithm },
    { title: "Filled", num: true, show: (r) => percent(100 * r.filled), sort: (r) => r.filled },
    { title: "Took", num: true, show: (r) => duration(r.to - r.from), sort: (r) => r.to - r.from },
    { title: "Shortfall", num: true, show: (r) => bpsText(r.costs.total), sort: (r) => r.costs.total },
  ], data.parents, 10), box);
  const largest = data.parents.reduce((most, row) => (!most || row.worth * row.fills.length > most.worth * most.fills.length ? row : most), null);
  if (largest) showParent(box, session, largest);
}
