// Prices with the trades on them, and the votes behind each.

/** Entries and exits of one market's trades, by time. */
function marksOf(session, market) {
  const marks = [];
  session.trades.forEach((trade, index) => {
    if (trade.market !== market) return;
    marks.push({ index, trade, entry: true, t: trade.opened, price: Number(trade.entry), why: trade.why_in });
    if (trade.closed !== null) marks.push({ index, trade, entry: false, t: trade.closed, price: Number(trade.exit), why: trade.why_out });
  });
  return marks.sort((a, b) => a.t - b.t || a.index - b.index);
}

function paintCandles(u, market) {
  const { ctx } = u;
  const [from, to] = u.series[0].idxs;
  const width = Math.max(1, (u.bbox.width / Math.max(1, to - from)) * 0.7);
  const up = color("up");
  const down = color("down");
  ctx.save();
  ctx.beginPath();
  ctx.rect(u.bbox.left, u.bbox.top, u.bbox.width, u.bbox.height);
  ctx.clip();
  for (let i = from; i <= to; i++) {
    const y = (value) => u.valToPos(value, "y", true);
    const x = u.valToPos(u.data[0][i], "x", true);
    const rises = market.close[i] >= market.open[i];
    ctx.fillStyle = rises ? up : down;
    ctx.fillRect(Math.round(x), y(market.high[i]), 1, Math.max(1, y(market.low[i]) - y(market.high[i])));
    if (width < 2) continue;
    const top = y(Math.max(market.open[i], market.close[i]));
    ctx.fillRect(x - width / 2, top, width, Math.max(1, y(Math.min(market.open[i], market.close[i])) - top));
  }
  ctx.restore();
}

/** Entries are triangles that point the way of the trade, exits circles in the colour of what came of it. */
function paintMark(u, mark, chosen, pixels) {
  const { ctx } = u;
  const size = (chosen ? 8 : pixels) * devicePixelRatio;
  const x = u.valToPos(mark.t / 1000, "x", true);
  const y = u.valToPos(mark.price, "y", true);
  const profit = Number(mark.trade.profit);
  ctx.beginPath();
  if (mark.entry) {
    const way = mark.trade.side === "long" ? 1 : -1;
    ctx.moveTo(x, y);
    ctx.lineTo(x - size, y + way * size * 1.7);
    ctx.lineTo(x + size, y + way * size * 1.7);
    ctx.closePath();
    ctx.fillStyle = color("accent");
  } else {
    ctx.arc(x, y, size * 0.8, 0, 2 * Math.PI);
    ctx.fillStyle = color(profit > 0 ? "up" : "down");
  }
  ctx.fill();
  if (!chosen && pixels < 4) return;
  ctx.lineWidth = (chosen ? 2.5 : 1) * devicePixelRatio;
  ctx.strokeStyle = color(chosen ? "text" : "panel");
  ctx.stroke();
}

function votesTable(session, why) {
  const decision = why === null ? null : session.decisions[why];
  if (!decision) return make("p", { class: "dim" }, "No decision of a strategy stands behind it: the end of the session, a cross or a liquidation.");
  const wants = decision.exposure === 0 ? "flat" : `${decision.exposure > 0 ? "long" : "short"} ${fixed(100 * Math.abs(decision.exposure), 0)} % of its size`;
  const said = make("p", {}, `Decided ${moment(decision.t)}: ${wants}.`);
  if (decision.votes.length === 0) return make("div", {}, said, make("p", { class: "dim" }, "This strategy decides without votes."));
  return make("div", {}, said, plainTable("Votes", [
    { title: "Signal", show: (v) => v[0] },
    { title: "Score", num: true, show: (v) => fixed(v[1], 4, true) },
    { title: "Weight", num: true, show: (v) => fixed(v[2], 2) },
    { title: "Product", num: true, show: (v) => fixed(v[1] * v[2], 4, true) },
  ], decision.votes));
}

function markText({ trade, entry, t }) {
  const verb = entry ? `Entered ${trade.side}` : `Left ${trade.side}`;
  return `${verb}, ${trade.strategy}, ${moment(t)}: at most ${trade.qty}, on average at ${money(entry ? trade.entry : trade.exit)}`;
}

function showMark(details, session, mark) {
  const trade = mark.trade;
  details.replaceChildren(
    make("p", { class: "lead" }, markText(mark)),
    make("p", {}, trade.closed === null ? "The trade is open; at the last price it makes " : "The trade made ",
      make("b", { class: tone(Number(trade.profit)) }, `${money(trade.profit, true)} ${session.currency}`),
      `, fees of ${money(trade.fees)} and funding of ${money(trade.funding, true)} counted.`),
    votesTable(session, mark.why));
}

const spans = [["All", Infinity], ["1 y", 365], ["3 m", 91], ["1 m", 30], ["1 w", 7], ["1 d", 1]];

/** One instrument's panel: chart, buttons, and what stands behind the chosen mark. */
class MarketView {
  constructor(main, session, market, index) {
    Object.assign(this, { session, market, marks: marksOf(session, index), strategy: null, chosen: null });
    this.candles = market.kind === "candles";
    // A candle stands in the middle of its time.
    this.x = seconds(this.candles ? market.t.map((t) => t + market.step / 2) : market.t);
    this.details = make("div", { class: this.marks.length ? "details" : "", "aria-live": "polite" });
    this.section = panel(main, "market-" + index, `${market.name}: prices and trades`);
    this.section.append(make("p", { class: "note" }, this.note(), " Triangles are entries and point up for long, down for short; circles are exits, green with a profit, red with a loss."), this.tools());
    this.draw();
    this.section.append(this.details);
    // Until something is pointed at: the entry of the trade that moved the most money.
    const size = (mark) => Math.abs(Number(mark.trade.profit));
    const largest = this.marks.reduce((most, mark) => (mark.entry && (!most || size(mark) > size(most)) ? mark : most), null);
    if (largest) this.choose(largest, false);
    else this.details.append(make("p", { class: "dim" }, "No trade in this market."));
  }
  get scale() { return this.made.plot.scales.x; }
  get whole() { return this.x[this.x.length - 1] - this.x[0]; }
  visible() { return this.strategy === null ? this.marks : this.marks.filter((mark) => mark.trade.strategy === this.strategy); }

  note() {
    const { market } = this;
    if (market.kind === "mids") return `A line through ${plural(market.points, "mid")} of the recorded book.`;
    if (!this.candles) return `A line through ${plural(market.points, "price")} of our own fills: the ledger holds no others, and no bars were at hand.`;
    return market.together > 1 ? `Each candle is ${market.together} bars of ${market.timeframe}: first open, highest high, lowest low, last close.` : `Bars of ${market.timeframe}.`;
  }
  words() {
    const { market } = this;
    const low = extremes(this.candles ? market.low : market.close)[0];
    const high = extremes(this.candles ? market.high : market.close)[1];
    return `${market.name} from ${day(market.t[0])} to ${day(market.t[market.t.length - 1])}, between ${fixed(low)} and ${fixed(high)}, with ${plural(this.marks.length, "entry or exit", "entries and exits")}; all stand in the list of trades. Point at a mark, or go from one to the next by arrow keys, to see the votes behind it; + and − zoom, 0 shows all.`;
  }
  reading(i) {
    const { market } = this;
    const prices = this.candles ? ["open", "high", "low", "close"].map((name) => `${name} ${fixed(market[name][i])}`).join("  ") : fixed(market.close[i]);
    return make("span", {}, `${moment(market.t[i])}  ${prices}`);
  }

  tools() {
    const button = (text, label, act) => {
      const element = make("button", { type: "button", "aria-label": label }, text);
      element.addEventListener("click", act);
      return element;
    };
    const bar = make("div", { class: "tools screen" },
      button("‹ trade", "entry or exit before", () => this.step(-1)), button("trade ›", "next entry or exit", () => this.step(1)));
    for (const [text, days] of spans)
      if (days === Infinity || days * 86400 < this.whole) bar.append(button(text, days === Infinity ? "show all" : `show ${text}`, () => this.span(days * 86400)));
    const names = [...new Set(this.marks.map((mark) => mark.trade.strategy))];
    if (names.length < 2) return bar;
    const select = make("select", { "aria-label": "strategy" }, make("option", { value: "" }, "all strategies"), ...names.map((name) => make("option", { value: name }, name)));
    select.addEventListener("change", () => { this.strategy = select.value || null; this.made.plot.redraw(false, false); });
    bar.append(select);
    return bar;
  }

  draw() {
    const { market, x } = this;
    const hidden = { paths: () => null, points: { show: false } };
    this.made = chart(this.section, {
      data: this.candles ? [x, market.high, market.low] : [x, market.close],
      series: this.candles ? [{ ...hidden, label: "high" }, { ...hidden, label: "low" }] : [line("price", "hold")],
      height: 380, ownKeys: true, text: this.words(), read: (i) => this.reading(i),
      hooks: { draw: [(u) => this.paint(u)], setCursor: [(u) => this.point(u)] },
    });
    this.made.frame.addEventListener("keydown", (event) => {
      const zoom = (factor) => this.span((this.scale.max - this.scale.min) * factor);
      const acts = { ArrowLeft: () => this.step(-1), ArrowRight: () => this.step(1), "+": () => zoom(0.5), "=": () => zoom(0.5), "-": () => zoom(2), 0: () => this.span(Infinity) };
      if (!acts[event.key] || event.ctrlKey || event.metaKey || event.altKey) return;
      acts[event.key]();
      event.preventDefault();
    });
  }
  paint(u) {
    if (this.candles) paintCandles(u, this.market);
    const { min, max } = u.scales.x;
    const inside = this.visible().filter((mark) => mark.t / 1000 >= min && mark.t / 1000 <= max);
    const pixels = inside.length > 300 ? 2.2 : inside.length > 120 ? 3.2 : 5.5;
    u.ctx.save();
    for (const mark of inside) if (mark !== this.chosen) paintMark(u, mark, false, pixels);
    if (inside.includes(this.chosen)) paintMark(u, this.chosen, true, pixels);
    u.ctx.restore();
  }
  /** The mark under the pointer, if one is near. */
  point(u) {
    if (u.cursor.left < 0 || !u.cursor.event) return;
    let best = null;
    let least = 12 * 12;
    for (const mark of this.visible()) {
      const dx = u.valToPos(mark.t / 1000, "x") - u.cursor.left;
      const dy = u.valToPos(mark.price, "y") - u.cursor.top;
      if (dx * dx + dy * dy < least) { least = dx * dx + dy * dy; best = mark; }
    }
    if (best && best !== this.chosen) this.choose(best, false);
  }

  choose(mark, move) {
    this.chosen = mark;
    showMark(this.details, this.session, mark);
    const { min, max } = this.scale;
    const at = mark.t / 1000;
    if (move && (at < min || at > max)) this.window(at, max - min);
    else this.made.plot.redraw(false, false);
  }
  /** So many seconds around a moment, within what there is. */
  window(middle, width) {
    const first = this.x[0];
    const size = Math.min(width, this.whole);
    const from = Math.max(first, Math.min(middle - size / 2, first + this.whole - size));
    this.made.plot.setScale("x", { min: from, max: from + size });
  }
  span(width) { this.window(this.chosen ? this.chosen.t / 1000 : (this.scale.min + this.scale.max) / 2, width); }
  step(by) {
    const list = this.visible();
    if (list.length === 0) return;
    const at = list.indexOf(this.chosen);
    this.choose(list[at < 0 ? (by > 0 ? 0 : list.length - 1) : Math.min(list.length - 1, Math.max(0, at + by))], true);
  }
  /** From the list of trades: that trade's entry, near enough to see. */
  show(tradeIndex) {
    const mark = this.marks.find((m) => m.index === tradeIndex);
    if (!mark) return;
    const end = (mark.trade.closed ?? this.market.t[this.market.t.length - 1]) / 1000;
    const candle = this.x.length > 1 ? this.whole / (this.x.length - 1) : 1;
    this.choose(mark, false);
    this.window((mark.t / 1000 + end) / 2, Math.max((end - mark.t / 1000) * 3, candle * 60));
    this.section.scrollIntoView({ block: "start" });
    this.made.frame.focus({ preventScroll: true });
  }
}

function marketPanel(main, session, market, index) {
  if (market.t.length > 0) return new MarketView(main, session, market, index);
  panel(main, "market-" + index, `${market.name}: prices and trades`, make("p", { class: "dim" }, "No price is known."));
  return null;
}
