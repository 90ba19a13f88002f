// Puts the page together, and says in the root element's data-ready that it is done, or in data-error that it is not.
const root = document.documentElement;
const failed = (text) => { root.dataset.error = (root.dataset.error ? root.dataset.error + "; " : "") + text; };
addEventListener("error", (event) => failed(event.message));
document.addEventListener("securitypolicyviolation", (event) => failed(`${event.violatedDirective} refused ${event.blockedURI}`));

function themes() {
  const button = document.getElementById("theme");
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const now = () => root.dataset.theme || (dark.matches ? "dark" : "light");
  const label = () => { button.textContent = now() === "dark" ? "Light" : "Dark"; button.setAttribute("aria-label", `${button.textContent} colours`); };
  const set = (theme) => { root.dataset.theme = theme; label(); redrawAll(); };
  button.addEventListener("click", () => set(now() === "dark" ? "light" : "dark"));
  dark.addEventListener("change", () => { label(); redrawAll(); });
  let before = null;
  addEventListener("beforeprint", () => { before = root.dataset.theme; set("light"); fit(); });
  addEventListener("afterprint", () => { if (before) set(before); else { delete root.dataset.theme; label(); redrawAll(); } fit(); });
  label();
}

function fit() {
  for (const { plot, frame } of allCharts) plot.setSize({ width: Math.max(200, frame.clientWidth), height: plot.height });
}

function navigation() {
  const wanted = { equity: "Equity", months: "Months", costs: "Costs", execution: "Execution", strategies: "Strategies", signals: "Signals", "market-0": "Prices", trades: "Trades", problems: "Data", facts: "Session", figures: "Figures", curves: "Curves", assumptions: "Assumptions" };
  const nav = document.getElementById("nav");
  for (const section of document.querySelectorAll("main > section[id]"))
    if (wanted[section.id]) nav.append(make("a", { href: "#" + section.id }, wanted[section.id]));
}

function sessionPage(main, session) {
  document.title = `Nightjar: ${session.session}`;
  verdict(session);
  tiles(main, session);
  curves(main, session);
  months(main, session);
  costPanel(main, session);
  execution(main, session);
  strategies(main, session);
  signals(main, session);
  const markets = session.markets.map((market, index) => marketPanel(main, session, market, index));
  exposure(main, session);
  trades(main, session, markets);
  caveats(main, session);
  facts(main, session);
}

function build() {
  const page = JSON.parse(document.getElementById("data").textContent);
  const main = document.getElementById("main");
  themes();
  if (page.kind === "comparison") {
    document.title = `Nightjar: ${page.sessions.map((s) => s.session).join(" and ")}`;
    comparison(main, page.sessions);
  } else {
    sessionPage(main, page.sessions[0]);
  }
  navigation();
  const [first] = page.sessions;
  root.dataset.ready = `sessions=${page.sessions.length} charts=${allCharts.length} trades=${first.trades.length} markets=${first.markets.length} panels=${main.children.length}`;
}

try {
  build();
} catch (error) {
  failed(String(error));
  document.getElementById("verdict").textContent = "The report could not be shown";
  document.getElementById("subject").textContent = String(error);
}
