// @ts-check
// Chooses among all documents on the page of a list. Nothing is loaded until a facet is first used; the state stands in
// the address; without a choice the page shows the list that was built. The list's own preset is what is checked in its HTML.

import { choose, dayNumber, read, sorted } from "./facet-data.js";

/** @typedef {{ chosen: import("./facet-data.js").Chosen, order: string, page: number }} State */

const PAGE = 100;
/** @type {<T extends Element = HTMLElement>(css: string, within?: ParentNode) => T} */
const find = (css, within = document) => /** @type {any} */ (within.querySelector(css));
const sheet = find("#facets");
const words = /** @type {Record<string, string>} */ (find("#list").dataset);
const [heading, filters, body, pager] = ["#count", "#filters", "#rows", "#pager"].map((css) => find(css));
const order = find("#sort", /** @type {any} */ (document));
/** @type {HTMLInputElement[]} */
const boxes = [...sheet.querySelectorAll(".facet__box")].map((box) => /** @type {any} */ (box));
const built = { count: heading.textContent, rows: [...body.children], pager: [...pager.childNodes] };
const keys = [...new Set(boxes.map((box) => box.name))];

/** @param {string} text @param {Record<string, unknown>} values */
const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => String(values[name]));

/** @param {string} tag @param {string} className @param {...(Node | string)} content */
function element(tag, className, ...content) {
  const made = document.createElement(tag);
  made.className = className;
  made.append(...content);
  return made;
}

/** @type {Map<string, Promise<any>>} */
const fetched = new Map();
/** Fetched and decoded once; a failure is forgotten, so that the next choice tries again. @param {string} address @param {(data: any) => any} decode */
function load(address, decode = (data) => data) {
  const known = fetched.get(address) ?? fetch(address).then((answer) => {
    if (!answer.ok) throw new Error(`${answer.status} ${address}`);
    return answer.json();
  }).then(decode);
  known.catch(() => fetched.delete(address));
  fetched.set(address, known);
  return known;
}
const columns = () => load(sheet.dataset.data ?? "", read);
const rowsOf = (/** @type {number} */ chunk) => load(fill(sheet.dataset.rows ?? "", { n: chunk }));

/** @returns {State} */
function stateOfAddress() {
  const query = new URLSearchParams(location.search);
  const told = keys.some((key) => query.has(key));
  const chosen = new Map(keys.map((key) => [key, new Set(told ? query.getAll(key).filter(Boolean)
    : boxes.filter((box) => box.name === key && box.defaultChecked).map((box) => box.value))]));
  return { chosen, order: query.get("sort") ?? "issued", page: Math.max(1, Number(query.get("page")) || 1) };
}

/** @param {State} state */
function addressOf({ chosen, order, page }) {
  const query = new URLSearchParams();
  for (const [key, values] of chosen) for (const value of values) query.append(key, value);
  if (![...query].length) for (const box of boxes) if (box.defaultChecked) query.set(box.name, ""); // preset taken away
  if (order !== "issued") query.set("sort", order);
  if (page > 1) query.set("page", String(page));
  return query.toString() ? `?${query}` : location.pathname;
}

/** @param {State} state */
const asBuilt = ({ chosen, order, page }) => order === "issued" && page === 1 &&
  boxes.every((box) => box.defaultChecked === chosen.get(box.name)?.has(box.value));

let turn = 0;

/** @param {State} state */
async function show(state) {
  const mine = ++turn;
  for (const box of boxes) box.checked = Boolean(state.chosen.get(box.name)?.has(box.value));
  /** @type {any} */ (order).value = state.order;
  showFilters(state);
  try {
    const all = await columns();
    const { rows, counts } = choose(all, state.chosen);
    const from = (state.page - 1) * PAGE;
    const shown = sorted(all, rows, state.order, dayNumber(new Date())).slice(from, from + PAGE);
    const chunks = new Map(await Promise.all([...new Set(shown.map((row) => Math.floor(row / all.chunk)))]
      .map(async (n) => /** @type {[number, any[]]} */ ([n, await rowsOf(n)]))));
    if (mine !== turn) return; // the reader chose again meanwhile
    for (const box of boxes) {
      find(".facet__count", /** @type {any} */ (box.parentElement)).textContent = String(counts.get(box.name)?.get(box.value) ?? 0);
    }
    if (asBuilt(state)) return restore();
    body.replaceChildren(...shown.map((row) => rowOf(chunks.get(Math.floor(row / all.chunk))?.[row % all.chunk])));
    heading.textContent = fill(rows.length ? words.found : words.foundNone,
      { n: rows.length, first: from + 1, last: from + shown.length });
    showPager(state, Math.ceil(rows.length / PAGE));
    document.dispatchEvent(new Event("library:rows"));
  } catch (problem) {
    if (mine === turn) heading.textContent = words.failed;
    throw problem; // told to the reader, kept for the console
  }
}

function restore() {
  heading.textContent = built.count;
  body.replaceChildren(...built.rows);
  pager.replaceChildren(...built.pager);
}

/** A copy of a built row with other values. @param {string[]} values */
function rowOf([href, title, number, kind, by, issued, code, tone, word, effective, expires, ...marks]) {
  const row = /** @type {HTMLElement} */ (built.rows[0].cloneNode(true));
  const link = find(".row-link", row);
  link.setAttribute("href", (sheet.dataset.base ?? "") + href);
  link.textContent = title;
  find(".doc-table__meta", row).replaceChildren(element("span", "", number || words.noNumber), element("span", "", kind));
  find(".doc-table__by", row).textContent = by;
  const [year, month, day] = issued.split("-").map(Number);
  find(".doc-table__date", row).textContent = issued ? fill(words.date, { year, month, day }) : words.noDate;
  const names = [words.interpretations, words.questions, words.services];
  find(".doc-marks", row).replaceChildren(...names.flatMap((name, i) =>
    Number(marks[i]) ? [element("span", "", fill(name, { n: marks[i] }))] : []));
  const tag = find(".status-tag", row);
  tag.className = `status-tag status--${tone}`;
  for (const [name, value] of Object.entries({ status: code, effective, expires })) {
    if (value) tag.dataset[name] = value; else delete tag.dataset[name];
  }
  find("use", tag).setAttribute("href", `#shape-${tone}`);
  find("[data-word]", tag).textContent = word;
  return row;
}

/** @param {string} className @param {(string | Node)[]} content @param {() => void} act */
function button(className, content, act) {
  const made = element("button", className, ...content);
  made.setAttribute("type", "button");
  made.addEventListener("click", act);
  return made;
}

/** @param {State} state */
function showFilters(state) {
  const on = boxes.filter((box) => box.checked);
  filters.replaceChildren(...on.map((box) => button("filter", [
    find(".facet__label", /** @type {any} */ (box.parentElement)).textContent ?? "",
    element("span", "filter__cross"), element("span", "u-hidden", words.remove),
  ], () => { box.checked = false; go(1); heading.focus(); })));
  if (on.length > 1) {
    filters.append(button("filter filter--clear", [words.clear], () => {
      for (const box of boxes) box.checked = false;
      go(1);
      heading.focus();
    }));
  }
}

/** @param {State} state @param {number} last */
function showPager({ page }, last) {
  const steps = element("span", "pager__steps");
  /** @type {[number, string][]} */
  const ways = [[page - 1, words.previous], [page + 1, words.next]];
  for (const [to, name] of ways) {
    if (to >= 1 && to <= last) steps.append(button("button", [name], () => { go(to); heading.focus(); }));
  }
  const place = element("span", "", fill(words.place, { page, last }));
  pager.replaceChildren(...(last > 1 ? [element("div", "pager", place, steps)] : []));
}

/** Shows what the boxes say, and puts it into the address. @param {number} page */
function go(page) {
  const chosen = new Map(keys.map((key) =>
    [key, new Set(boxes.filter((box) => box.name === key && box.checked).map((box) => box.value))]));
  const state = { chosen, order: /** @type {any} */ (order).value, page };
  history.pushState(null, "", addressOf(state));
  show(state);
}

const prepare = () => { columns().catch(() => {}); }; // a failure is told when something is chosen
sheet.addEventListener("pointerdown", prepare, { once: true });
sheet.addEventListener("focusin", prepare, { once: true });
sheet.addEventListener("change", () => go(1));
order.addEventListener("change", () => go(1));
sheet.addEventListener("keydown", (event) => {
  const facet = /** @type {HTMLDetailsElement | null} */ (/** @type {Element} */ (event.target).closest("details[open]"));
  if (event.key !== "Escape" || !facet || getComputedStyle(sheet).position === "fixed") return; // an open sheet closes itself
  facet.open = false;
  find("summary", facet).focus();
});
addEventListener("popstate", () => show(stateOfAddress()));
if (location.search && !asBuilt(stateOfAddress())) show(stateOfAddress());
