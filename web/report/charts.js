// Charts through time on uPlot: one theme, one keyboard, one reading line for all.
const color = (name) => getComputedStyle(document.documentElement).getPropertyValue("--" + name).trim();
const allCharts = [];
const utc = (seconds) => uPlot.tzDate(new Date(seconds * 1000), "Etc/UTC");
const font = "12px system-ui, sans-serif";

function axis(extra = {}) {
  return {
    stroke: () => color("dim"), font, gap: 6,
    grid: { stroke: () => color("line"), width: 1 },
    ticks: { stroke: () => color("line"), width: 1, size: 4 },
    ...extra,
  };
}

/** For the sides of charts: full figures as long as there is room. */
const short = (value) => {
  const size = Math.abs(value);
  const [unit, scale] = size >= 1e9 ? ["G", 1e9] : size >= 1e6 ? ["M", 1e6] : ["", 1];
  const [whole, fraction] = String(Number((size / scale).toPrecision(8))).split(".");
  return (value < 0 ? minus : "") + grouped(whole) + (fraction ? "." + fraction : "") + unit;
};

function line(label, name, extra = {}) {
  return { label, stroke: () => color(name), width: 1.6, points: { show: false }, ...extra };
}

/** Arrow keys move the reading, + and - zoom, 0 shows all. */
function keyboard(frame, chart) {
  frame.addEventListener("keydown", (event) => {
    const u = chart();
    const { min, max } = u.scales.x;
    const width = u.over.clientWidth;
    const at = u.cursor.left >= 0 ? u.cursor.left : width / 2;
    const zoom = (factor) => {
      const middle = u.posToVal(at, "x");
      const [first, last] = [u.data[0][0], u.data[0][u.data[0].length - 1]];
      u.setScale("x", { min: Math.max(first, middle - (middle - min) * factor), max: Math.min(last, middle + (max - middle) * factor) });
    };
    const move = (step) => u.setCursor({ left: Math.min(width - 1, Math.max(0, at + step)), top: u.over.clientHeight / 2 });
    const actions = {
      ArrowLeft: () => move(-width / 100), ArrowRight: () => move(width / 100),
      "+": () => zoom(0.5), "=": () => zoom(0.5), "-": () => zoom(2),
      0: () => u.setScale("x", { min: u.data[0][0], max: u.data[0][u.data[0].length - 1] }),
    };
    if (!actions[event.key] || event.ctrlKey || event.metaKey || event.altKey) return;
    actions[event.key]();
    event.preventDefault();
  });
}

/**
 * A chart in a figure: `text` says in words what it shows, `read(index)` what stands at a place,
 * `spoken` replaces the arrow keys' own doing where the caller knows better.
 */
function chart(parent, { data, series, height, y, hooks = {}, text, read, sync, axes = {}, ownKeys, scales = {} }) {
  const frame = make("div", { class: "chart", tabindex: 0, role: "img", "aria-label": text });
  const reading = make("p", { class: "reading", "aria-hidden": "true" });
  const figure = make("figure", {}, make("div", { class: "chart-head" }, reading), frame, make("figcaption", { class: "words" }, text));
  parent.append(figure);
  const size = () => ({ width: Math.max(200, frame.clientWidth), height });
  const options = {
    ...size(), tzDate: utc, legend: { show: false },
    cursor: { y: false, points: { size: 6 }, drag: { x: true, y: false }, ...(sync ? { sync: { key: sync } } : {}) },
    padding: [8, 24, 0, 0],
    series: [{}, ...series],
    scales: { x: { time: true }, y: { range: y, ...scales } },
    axes: [axis({ space: (_, __, ___, ____, room) => (room < 450 ? 62 : 84), size: (_, texts) => (texts && texts.some((text) => text.includes("\n")) ? 52 : 36), values: timeTexts }), axis({ size: 72, values: (_, ticks) => ticks.map(short), ...axes })],
    hooks: { ...hooks, setCursor: [...(hooks.setCursor || []), (u) => {
      reading.replaceChildren(...(read ? [read(u.cursor.idx ?? u.data[0].length - 1)].flat() : []));
    }] },
  };
  const plot = new uPlot(options, data, frame);
  const made = { plot, frame, figure, reading };
  if (read) reading.replaceChildren(...[read(data[0].length - 1)].flat());
  if (!ownKeys) keyboard(frame, () => plot);
  new ResizeObserver(() => { if (frame.clientWidth && Math.abs(frame.clientWidth - plot.width) > 1) plot.setSize(size()); }).observe(frame);
  allCharts.push(made);
  return made;
}

/** Ticks of time as dates are written, never as an American would. */
function timeTexts(u, ticks, _, __, step) {
  let before = "";
  return ticks.map((tick) => {
    const iso = new Date(tick * 1000).toISOString();
    if (step >= 28 * 86400) return iso.slice(0, 7);
    if (step >= 86400) return iso.slice(0, 10);
    const date = iso.slice(0, 10);
    const text = (date === before ? "" : date + "\n") + iso.slice(11, step >= 60 ? 16 : 19);
    before = date;
    return text;
  });
}

function redrawAll() {
  for (const { plot } of allCharts) plot.redraw(false, false);
}

/** Buttons that say what the lines are, and hide them. */
function legend(made, entries) {
  const list = make("div", { class: "legend", role: "group", "aria-label": "Lines" });
  for (const { label, name, index } of entries) {
    const swatch = make("i", { class: "swatch" });
    swatch.style.background = `var(--${name})`;
    const button = make("button", { type: "button", "aria-pressed": "true" }, swatch, label);
    button.addEventListener("click", () => {
      const shown = !made.plot.series[index].show;
      made.plot.setSeries(index, { show: shown });
      button.setAttribute("aria-pressed", String(shown));
    });
    list.append(button);
  }
  made.figure.firstChild.prepend(list);
  return list;
}

/** Growth on a scale where doubling always takes as much room: what uPlot needs to know of it, on or off. */
function growthAxis(isLog) {
  const nice = [0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.5, 0.7, 0.8, 0.9, 1, 1.1, 1.2, 1.5, 2, 3, 5, 7, 10, 20, 30, 50, 100, 200, 500, 1000, 10000, 100000];
  const linear = (min, max, step) => {
    const ticks = [];
    for (let i = Math.ceil(min / step); i * step <= max; i++) ticks.push(i * step);
    return ticks;
  };
  return {
    splits: (u, _, min, max, step) => {
      if (!isLog()) return linear(min, max, step);
      // From "as it was" outward, as many as there is room for.
      const apart = (max - min) * 34 / Math.max(1, u.height - 60);
      const outward = (ticks) => ticks.reduce((kept, tick) => (Math.abs(tick - (kept[kept.length - 1] ?? 0)) >= apart ? [...kept, tick] : kept), []);
      const inside = nice.map(Math.log10).filter((tick) => tick >= min && tick <= max);
      return [...outward(inside.filter((tick) => tick < 0).reverse()).reverse(), ...inside.filter((tick) => tick === 0), ...outward(inside.filter((tick) => tick > 0))];
    },
    values: (_, ticks) => ticks.map((tick) => (isLog() ? "× " + Number((10 ** tick).toPrecision(3)) : short(tick) + " %")),
  };
}

const seconds = (times) => times.map((t) => t / 1000);
const swatched = (name, text) => {
  const swatch = make("i", { class: "swatch" });
  swatch.style.background = `var(--${name})`;
  return make("span", {}, swatch, text);
};
function extremes(values) {
  let low = Infinity;
  let high = -Infinity;
  for (const value of values) if (value !== null) { low = Math.min(low, value); high = Math.max(high, value); }
  return [low, high];
}
