// Tables: plain, sortable, in pages.

/** A table in a frame that scrolls sideways and can be reached by keyboard. */
function framed(table, label) {
  return make("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": label }, table);
}

/** columns: { title, show(row) -> text or element, num, sort(row) -> comparable, foot } */
function headRow(columns, onSort) {
  return make("tr", {}, ...columns.map((column, index) => {
    const cell = make("th", { scope: "col", class: column.num ? "num" : "" });
    if (onSort && column.sort) {
      const button = make("button", { type: "button", class: "sort", title: column.about || "sort by " + column.title }, column.title);
      button.addEventListener("click", () => onSort(index));
      cell.append(button);
    } else {
      cell.append(column.title);
      if (column.about) cell.title = column.about;
    }
    return cell;
  }));
}

function bodyRow(columns, row) {
  return make("tr", {}, ...columns.map((column, index) => {
    const classes = [column.num && "num", column.text && "text"].filter(Boolean).join(" ");
    return make(index === 0 && !column.plain ? "th" : "td", { class: classes, scope: index === 0 && !column.plain ? "row" : null }, column.show(row));
  }));
}

function plainTable(label, columns, rows, foot) {
  const table = make("table", {}, make("thead", {}, headRow(columns)), make("tbody", {}, ...rows.map((row) => bodyRow(columns, row))));
  if (foot) table.append(make("tfoot", {}, make("tr", {}, ...columns.map((column, index) =>
    make(index === 0 ? "th" : "td", { class: column.num ? "num" : "", scope: index === 0 ? "row" : null }, foot[index] ?? "")))));
  return framed(table, label);
}

/** A column of exact amounts: points under each other. */
function amounts(title, get, rows, options = {}) {
  const width = widest(rows.map(get).concat(options.more || []));
  return {
    title, num: true, about: options.about,
    show: (row) => amount(get(row), { width, signed: options.signed, toned: options.toned }),
    sort: (row) => Number(get(row)),
    width,
  };
}

/** Sortable by the buttons in its head, `size` rows at a time; printed whole. */
function pagedTable(label, columns, rows, size = 25) {
  const body = make("tbody");
  const head = make("thead");
  const place = make("span", { role: "status" });
  const state = { order: rows.map((_, index) => index), page: 0, by: -1, down: false, size };

  function show() {
    const pages = Math.max(1, Math.ceil(rows.length / state.size));
    state.page = Math.min(Math.max(0, state.page), pages - 1);
    const from = state.page * state.size;
    const shown = state.order.slice(from, from + state.size);
    body.replaceChildren(...shown.map((index) => bodyRow(columns, rows[index])));
    place.textContent = rows.length ? `${count(from + 1)} to ${count(from + shown.length)} of ${count(rows.length)}` : "none";
    for (const [button, off] of [[first, state.page === 0], [back, state.page === 0], [next, state.page === pages - 1], [last, state.page === pages - 1]])
      button.disabled = off;
  }
  function sort(index) {
    state.down = state.by === index ? !state.down : Boolean(columns[index].num);
    state.by = index;
    const key = columns[index].sort;
    const keys = rows.map(key);
    const turn = state.down ? -1 : 1;
    state.order.sort((a, b) => (keys[a] < keys[b] ? -turn : keys[a] > keys[b] ? turn : a - b));
    [...head.rows[0].cells].forEach((cell, i) => {
      if (i === index) cell.setAttribute("aria-sort", state.down ? "descending" : "ascending");
      else cell.removeAttribute("aria-sort");
    });
    state.page = 0;
    show();
  }
  function step(name, symbol, move) {
    const button = make("button", { type: "button", "aria-label": name }, symbol);
    button.addEventListener("click", () => { move(); show(); });
    return button;
  }
  const first = step("first page", "«", () => { state.page = 0; });
  const back = step("page before", "‹", () => { state.page -= 1; });
  const next = step("next page", "›", () => { state.page += 1; });
  const last = step("last page", "»", () => { state.page = Infinity; });

  head.append(headRow(columns, sort));
  const table = framed(make("table", { class: "zebra" }, head, body), label);
  show();
  addEventListener("beforeprint", () => { state.size = Infinity; show(); });
  addEventListener("afterprint", () => { state.size = size; show(); });
  return make("div", {}, table, make("div", { class: "pager screen" }, first, back, place, next, last));
}
