// Numbers, times and elements. Amounts come as exact decimal texts and stay texts.
const minus = "\u2212";
const figureSpace = "\u2007";

function grouped(digits) {
  return digits.replace(/\B(?=(\d{3})+$)/g, ",");
}

/** "-1234.5" as { sign, whole, fraction }: "−", "1,234", "50". */
function parts(text) {
  const negative = text.startsWith("-");
  const [whole, fraction = ""] = text.replace("-", "").split(".");
  return { sign: negative ? minus : "", whole: grouped(whole), fraction: fraction.padEnd(2, "0") };
}

/** The exact amount; with a plus where gains and losses are meant. */
function money(text, signed = false) {
  const { sign, whole, fraction } = parts(text);
  const plus = signed && !sign && Number(text) !== 0 ? "+" : "";
  return `${sign || plus}${whole}.${fraction}`;
}

/** For sentences and tiles, cut (not rounded) after the cents; the tables have all digits. */
function cents(text, signed = false) {
  const exact = money(text, signed);
  return exact.slice(0, exact.indexOf(".") + 3);
}

function fixed(value, digits = 2, signed = false) {
  if (value === null || value === undefined) return "–";
  const text = Math.abs(value).toFixed(digits);
  const zero = Number(text) === 0;
  const [whole, fraction] = text.split(".");
  const sign = value < 0 && !zero ? minus : signed && value > 0 && !zero ? "+" : "";
  return sign + grouped(whole) + (fraction ? "." + fraction : "");
}

const percent = (value, signed = false) => (value === null || value === undefined ? "–" : fixed(value, 2, signed) + " %");
const tone = (value) => (value > 0 ? "up" : value < 0 ? "down" : "");
const count = (value) => grouped(String(value));
const plural = (n, one, many = one + "s") => `${count(n)} ${n === 1 ? one : many}`;

function day(ms) {
  return ms === null || ms === undefined ? "–" : new Date(ms).toISOString().slice(0, 10);
}

/** "2022-01-31 14:00:00", with the part of a second where there is one. */
function moment(ms) {
  if (ms === null || ms === undefined) return "–";
  const text = new Date(ms).toISOString().replace("T", " ").slice(0, -1);
  return text.endsWith(".000") ? text.slice(0, -4) : text;
}

/** To the second; the exact moment on pointing at it. */
function briefly(ms) {
  return ms === null ? "–" : make("span", { title: moment(ms) }, moment(ms).slice(0, 19));
}

function duration(ms) {
  const units = [["d", 86400000], ["h", 3600000], ["min", 60000], ["s", 1000]];
  const first = units.findIndex(([, size]) => ms >= size);
  if (first < 0) return ms + " ms";
  const [unit, size] = units[first];
  const rest = units[first + 1] && Math.floor((ms % size) / units[first + 1][1]);
  return `${Math.floor(ms / size)} ${unit}` + (rest ? ` ${rest} ${units[first + 1][0]}` : "");
}

/** An element with attributes and children; texts are texts, whatever stands in them. */
function make(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes))
    if (value === true) element.setAttribute(key, "");
    else if (value !== undefined && value !== null && value !== false) element.setAttribute(key, value);
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

/** An exact amount whose digits behind the cents step back, padded so that points align. */
function amount(text, { signed = false, width = 2, toned = false } = {}) {
  const exact = money(text, signed);
  const cut = exact.indexOf(".") + 3;
  const padding = figureSpace.repeat(Math.max(0, width - (exact.length - cut + 2)));
  return make("span", { class: toned ? tone(Number(text)) : "" }, exact.slice(0, cut),
    make("span", { class: "fine" }, exact.slice(cut) + padding));
}

const decimals = (text) => Math.max(2, (text.split(".")[1] || "").length);
const widest = (texts) => texts.reduce((most, text) => Math.max(most, decimals(text)), 2);

function panel(parent, id, title, ...children) {
  const section = make("section", { id, "aria-labelledby": id + "-title" }, make("h2", { id: id + "-title" }, title), ...children);
  parent.append(section);
  return section;
}
