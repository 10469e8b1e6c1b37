// @ts-check
// Chooses among all documents on the page of a list. Nothing is loaded until a facet is first used; the state stands in
// the address; without a choice the page shows the list that was built. What is checked in its HTML is the list's own choice.

import { choose, dayNumber, read, sorted } from "./facet-data.js";
import { button, fill, filter, find, pager, rowOf } from "./facet-parts.js";

/** @typedef {{ chosen: import("./facet-data.js").Chosen, order: string, page: number }} State */

const PAGE = 100;
const sheet = find("#facets");
const words = /** @type {Record<string, string>} */ (find("#list").dataset);
const [heading, filters, body, pages] = ["#count", "#filters", "#rows", "#pager"].map((css) => find(css));
const order = /** @type {HTMLSelectElement} */ (find("#sort"));
const boxes = /** @type {HTMLInputElement[]} */ ([...sheet.querySelectorAll(".facet__box")]);
const keys = [...new Set(boxes.map((box) => box.name))];
const built = { count: heading.textContent, rows: [...body.children], pages: [...pages.childNodes] };

/** @type {Map<string, Promise<any>>} */
const fetched = new Map();

/** Fetched and decoded once; a failure is forgotten, so that the next choice tries again.
 * @param {string} address @param {(data: any) => any} decode */
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

/** The chosen values of every facet. @param {(key: string) => string[]} valuesOf */
const chosenBy = (valuesOf) => new Map(keys.map((key) => [key, new Set(valuesOf(key))]));
const valuesOfBoxes = (/** @type {string} */ key, /** @type {"checked" | "defaultChecked"} */ which) =>
  boxes.filter((box) => box.name === key && box[which]).map((box) => box.value);

/** @returns {State} */
function stateOfAddress() {
  const query = new URLSearchParams(location.search);
  const told = keys.some((key) => query.has(key));
  const chosen = chosenBy((key) => told ? query.getAll(key).filter(Boolean) : valuesOfBoxes(key, "defaultChecked"));
  const sort = query.get("sort") ?? "";
  const known = [...order.options].some((option) => option.value === sort);
  return { chosen, order: known ? sort : "issued", page: Math.max(1, Math.floor(Number(query.get("page"))) || 1) };
}

/** @param {State} state */
function addressOf({ chosen, order, page }) {
  const query = new URLSearchParams();
  for (const [key, values] of chosen) for (const value of values) query.append(key, value);
  if (!query.toString()) for (const box of boxes) if (box.defaultChecked) query.set(box.name, ""); // the list's own, taken away
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
  for (const box of boxes) {
    box.checked = Boolean(state.chosen.get(box.name)?.has(box.value));
    if (box.checked) box.closest("details")?.setAttribute("open", "");
  }
  order.value = state.order;
  showFilters();
  try {
    const all = await columns();
    const { rows, counts } = choose(all, state.chosen);
    const last = Math.max(1, Math.ceil(rows.length / PAGE));
    const page = Math.min(state.page, last);
    const from = (page - 1) * PAGE;
    const shown = sorted(all, rows, state.order, dayNumber(new Date())).slice(from, from + PAGE);
    const chunkOf = (/** @type {number} */ row) => Math.floor(row / all.chunk);
    const chunks = new Map(await Promise.all([...new Set(shown.map(chunkOf))]
      .map(async (n) => /** @type {[number, any[]]} */ ([n, await rowsOf(n)]))));
    if (mine !== turn) return; // the reader chose again meanwhile
    for (const box of boxes) {
      find(".facet__count", box.parentElement).textContent = String(counts.get(box.name)?.get(box.value) ?? 0);
    }
    if (asBuilt(state)) return restore();
    body.replaceChildren(...shown.map((row) =>
      rowOf(built.rows[0], chunks.get(chunkOf(row))?.[row % all.chunk], sheet.dataset.base ?? "", words)));
    heading.textContent = fill(rows.length ? words.found : words.foundNone,
      { n: rows.length, first: from + 1, last: from + shown.length });
    pages.replaceChildren(...(last > 1 ? [pager(page, last, words, goAndTell)] : []));
    document.dispatchEvent(new Event("library:rows"));
  } catch (problem) {
    if (mine === turn) heading.textContent = words.failed;
    console.error(problem);
  }
}

function restore() {
  heading.textContent = built.count;
  body.replaceChildren(...built.rows);
  pages.replaceChildren(...built.pages);
}

function showFilters() {
  const on = boxes.filter((box) => box.checked);
  const remove = (/** @type {HTMLInputElement[]} */ some) => () => {
    for (const box of some) box.checked = false;
    goAndTell(1);
  };
  filters.replaceChildren(...on.map((box) =>
    filter(find(".facet__label", box.parentElement).textContent ?? "", words, remove([box]))));
  if (on.length > 1) filters.append(button("filter filter--clear", [words.clear], remove(on)));
}

/** Shows what the boxes say, and puts it into the address. @param {number} page */
function go(page) {
  const state = { chosen: chosenBy((key) => valuesOfBoxes(key, "checked")), order: order.value, page };
  history.pushState(null, "", addressOf(state));
  show(state);
}

/** The same for a button that goes away when pressed. @param {number} page */
function goAndTell(page) {
  go(page);
  heading.focus();
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
