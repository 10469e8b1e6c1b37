// @ts-check
// The search page. What is searched for, chosen and shown stands in the address; the answer comes from the worker.

import { client, reopen } from "./client.js";
import { element, fill, link, marked } from "./dom.js";

/** @typedef {import("./engine.js").Answer} Answer */
/** @typedef {import("./engine.js").Result} Result */
/** @typedef {{ q: string, sort: string, page: number, filters: Record<string, string[]> }} State */

const PAGE = 10;
/** Long enough to join the letters of one stroke of typing, too short to be felt. */
const PAUSE = 30;
/** @type {<T extends Element = HTMLElement>(css: string, within?: ParentNode) => T} */
const find = (css, within = document) => /** @type {any} */ (within.querySelector(css));
const input = /** @type {HTMLInputElement} */ (find("#q"));
const form = /** @type {HTMLFormElement} */ (input.form);
const place = find("#search");
const [heading, filters, notes, list, pager, intro] = ["#count", "#filters", "#notes", "#results", "#pager", "#intro"].map((css) => find(css));
const sort = /** @type {HTMLSelectElement} */ (find("#sort"));
const sheet = find("#facets");
const boxes = /** @type {HTMLInputElement[]} */ ([...sheet.querySelectorAll(".facet__box")]);
const keys = [...new Set(boxes.map((box) => box.name))];
const base = place.dataset.base ?? "./";
/** @type {Record<string, string>} */
const words = JSON.parse(place.dataset.words ?? "{}");
const types = new Map(JSON.parse(place.dataset.types ?? "[]"));
let counting = false;
let turn = 0;
let typing = 0;

/** @returns {State} */
function stateOfAddress() {
  const query = new URLSearchParams(location.search);
  return {
    q: query.get("q") ?? "", sort: query.get("sort") === "date" ? "date" : "relevance", page: Math.max(1, Math.floor(Number(query.get("page"))) || 1),
    filters: Object.fromEntries(keys.map((key) => [key, query.getAll(key)])),
  };
}

/** @param {number} page @returns {State} */
const stateOfPage = (page) => ({
  q: input.value, sort: sort.value, page,
  filters: Object.fromEntries(keys.map((key) => [key, boxes.filter((box) => box.name === key && box.checked).map((box) => box.value)])),
});

/** @param {State} state */
function addressOf({ q, sort: order, page, filters: chosen }) {
  const query = new URLSearchParams();
  if (q) query.set("q", q);
  for (const [key, values] of Object.entries(chosen)) for (const value of values) query.append(key, value);
  if (order !== "relevance") query.set("sort", order);
  if (page > 1) query.set("page", String(page));
  return [...query].length ? `?${query}` : location.pathname;
}

/** @param {State} state @param {"push" | "replace" | "keep"} how */
async function show(state, how) {
  const mine = ++turn;
  try {
    if (how === "push") history.pushState(null, "", addressOf(state));
    if (how === "replace") history.replaceState(null, "", addressOf(state));
  } catch {
    // half a character in the address, or too many changes at once: the results come all the same
  }
  if (input.value !== state.q) input.value = state.q;
  sort.value = state.sort;
  for (const box of boxes) box.checked = Boolean(state.filters[box.name]?.includes(box.value));
  const asked = state.q.trim() !== "";
  place.hidden = !asked;
  intro.hidden = asked;
  document.title = fill(asked ? words.title : "{title}", { query: state.q.trim().slice(0, 60), title: place.dataset.title });
  if (!asked) return;
  showFilters();
  list.dataset.state = "asked";
  if (!list.childElementCount) heading.textContent = words.searching;
  try {
    const held = await client();
    /** @param {Answer} answer */
    const titles = (answer) => { if (mine === turn) showAnswer(answer, state); };
    const chosen = Object.values(state.filters).some((values) => values.length);
    const answer = await held.search(state.q, {
      filters: state.filters, sort: state.sort, from: (state.page - 1) * PAGE, size: PAGE, counts: counting || chosen,
    }, titles);
    if (mine === turn) showAnswer(answer, state);
  } catch {
    if (mine === turn) showBroken(state);
  }
}

/** @param {State} state */
function showBroken(state) {
  heading.textContent = typeof TextDecoder === "undefined" ? words.old : words.broken;
  list.replaceChildren();
  pager.replaceChildren();
  notes.replaceChildren(element("p", "", retry(state)));
}

/** @param {State} state */
const retry = (state) => button(words.retry, "button", () => { reopen(); show(state, "keep"); });

/** @param {string} text @param {string} className @param {() => void} act @param {...Node} more */
function button(text, className, act, ...more) {
  const made = element("button", className, text, ...more);
  made.setAttribute("type", "button");
  made.addEventListener("click", act);
  return made;
}

/** @param {Answer} answer @param {State} state */
function showAnswer(answer, state) {
  const query = state.q.trim();
  const told = Array.from(query).slice(0, 40).join("") + (Array.from(query).length > 40 ? "…" : "");
  heading.textContent = fill(answer.total ? words.found : words.none, { query: told, n: answer.total });
  const lines = [];
  if (answer.relaxed) lines.push(words.relaxed);
  for (const { from, to } of answer.synonyms) lines.push(fill(words.synonym, { from, to }));
  if (answer.checked) lines.push(fill(words.checked, { n: answer.checked }));
  if (answer.cut) lines.push(words.cut);
  notes.replaceChildren(...lines.map((line) => element("p", "", line)), ...(answer.failed ? [element("p", "", words.failed, retry(state))] : []));
  const focused = list.contains(document.activeElement) ? /** @type {HTMLElement} */ (document.activeElement).getAttribute("href") : null;
  list.replaceChildren(...(answer.total ? answer.results.map((result) => item(result, query)) : []));
  if (focused) /** @type {HTMLElement | undefined} */ ([...list.querySelectorAll("a")].find((a) => a.getAttribute("href") === focused))?.focus();
  Object.assign(list.dataset, { state: answer.final ? "final" : "titles", query: state.q }); // for whoever waits for it
  if (!answer.total) notes.append(...help(answer, query));
  showPager(state, answer);
  if (answer.counts) showCounts(answer.counts);
  document.dispatchEvent(new Event("library:rows"));
}

/** @param {Result} result @param {string} query */
function item(result, query) {
  const title = element("h3", "result__title", link(address(result.href, query), "", ...marked(result.title, result.marks)));
  const meta = element("p", "result__meta");
  if (result.word) meta.append(tag(result));
  if (result.type !== "policies") meta.append(element("span", "", String(types.get(result.type) ?? "")));
  for (const text of [result.number, result.by, day(result.issued)]) if (text) meta.append(element("span", "", text));
  const made = element("li", "result", title, meta);
  const articles = result.type === "policies" ? result.articles.filter((one) => one.anchor) : [];
  const { passage } = result;
  if (passage && !articles.some(({ anchor }) => anchor === passage.anchor)) made.append(element("p", "result__passage", ...marked(passage.text, passage.marks)));
  if (articles.length) {
    const held = element("ul", "result-articles");
    held.setAttribute("aria-label", words.articles);
    for (const one of articles) {
      const text = one.text.startsWith(one.anchor) ? one.text.slice(one.anchor.length).replace(/^[\s\u3000]+/u, "") : one.text;
      const cut = one.text.length - text.length;
      const marks = /** @type {[number, number][]} */ (one.marks.map(([a, b]) => [Math.max(0, a - cut), b - cut]).filter(([, b]) => b > 0));
      const anchor = link(address(`${result.href.split("#")[0]}#${one.anchor}`, query), "result-article__link", one.anchor);
      held.append(element("li", "result-article", anchor, element("span", "result-article__text", ...marked(text, marks))));
    }
    made.append(held);
  }
  return made;
}

/** The page, told what to mark there. @param {string} href @param {string} query */
function address(href, query) {
  const [path, anchor] = href.split("#");
  return `${base}${path}?${new URLSearchParams({ mark: query.slice(0, 80) })}${anchor ? `#${anchor}` : ""}`;
}

/** @param {string} iso */
function day(iso) {
  const [year, month, date] = iso.split("-").map(Number);
  return iso ? fill(place.dataset.date ?? "", { year, month, day: date }) : "";
}

/** @param {Result} result */
function tag({ status, tone, word, effective, expires }) {
  const made = element("span", `status-tag status--${tone}`);
  if (["not-yet", "in-force", "open"].includes(status) && (effective || expires)) {
    made.dataset.status = status;
    if (effective) made.dataset.effective = effective;
    if (expires) made.dataset.expires = expires;
  }
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("class", "icon");
  svg.setAttribute("viewBox", "0 0 16 16");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  use.setAttribute("href", `#shape-${tone}`);
  svg.append(use);
  const text = element("span", "", word);
  text.dataset.word = "";
  made.append(svg, text);
  return made;
}

/** What to do when nothing was found. @param {Answer} answer @param {string} query */
function help(answer, query) {
  const steps = element("ul", "next-list");
  /** @param {string} href @param {string} text @param {string} note */
  const step = (href, text, note) => {
    const made = element("li", "next", link(href, "row-link", text));
    if (note) made.append(element("span", "next__note", note));
    steps.append(made);
  };
  for (const { words: fewer, total } of answer.fewer) {
    step(`?${new URLSearchParams({ q: fewer })}`, fill(words.try, { query: fewer }), fill(words.shorter_note, { n: total }));
  }
  for (const topic of document.querySelectorAll("#topics a")) step(topic.getAttribute("href") ?? "", fill(words.topic, { title: topic.textContent }), "");
  if (place.dataset.message) step(place.dataset.message.replace("{title}", encodeURIComponent(query.replace(/[\ud800-\udfff]/g, ""))), words.message, words.message_note);
  return [element("p", "empty__text", fill(words.everything, { n: answer.all })), element("h3", "section-title empty__next", words.next_steps), steps];
}

/** @param {State} state @param {Answer} answer */
function showPager(state, answer) {
  const last = Math.ceil(answer.total / PAGE);
  if (last <= 1) return pager.replaceChildren();
  const first = (state.page - 1) * PAGE + 1;
  const steps = element("span", "pager__steps");
  /** @type {[number, string][]} */
  const ways = [[state.page - 1, words.previous], [state.page + 1, words.next]];
  for (const [to, name] of ways) {
    if (to >= 1 && to <= last) steps.append(button(name, "button", () => { show({ ...state, page: to }, "push"); heading.focus(); }));
  }
  pager.replaceChildren(element("div", "pager", element("span", "", fill(words.place, { first, last: Math.min(answer.total, first + PAGE - 1), n: answer.total })), steps));
}

/** @param {Record<string, Record<string, number>>} counts */
function showCounts(counts) {
  for (const box of boxes) find(".facet__count", /** @type {any} */ (box.parentElement)).textContent = String(counts[box.name]?.[box.value] ?? 0);
}

function showFilters() {
  const on = boxes.filter((box) => box.checked);
  const made = on.map((box) => button(find(".facet__label", /** @type {any} */ (box.parentElement)).textContent ?? "", "filter",
    () => { box.checked = false; show(stateOfPage(1), "push"); heading.focus(); }, element("span", "filter__cross"), element("span", "u-hidden", words.remove)));
  if (on.length > 1) made.push(button(words.clear, "filter filter--clear", () => { for (const box of boxes) box.checked = false; show(stateOfPage(1), "push"); heading.focus(); }));
  filters.replaceChildren(...made);
}

function count() {
  if (counting) return;
  counting = true;
  show(stateOfPage(stateOfAddress().page), "keep");
}

const warm = () => { client().then((held) => held.warm()).catch(() => {}); };
input.addEventListener("focus", warm);
/** Whether the address tells a search that the reader settled on: the next letter typed then begins an entry of its own. */
let settled = Boolean(stateOfAddress().q);
function typed() {
  clearTimeout(typing);
  typing = setTimeout(() => {
    show(stateOfPage(1), settled ? "push" : "replace");
    settled = false;
  }, PAUSE);
}
input.addEventListener("input", (event) => {
  if (!(/** @type {InputEvent} */ (event).isComposing)) typed(); // else half a word of an input method
});
input.addEventListener("compositionend", typed);
form.addEventListener("submit", (event) => {
  event.preventDefault();
  clearTimeout(typing);
  const state = stateOfPage(1);
  show(state, addressOf(state) === location.search ? "keep" : settled ? "push" : "replace");
  settled = true;
});
sheet.addEventListener("change", () => show(stateOfPage(1), "push"));
sheet.addEventListener("toggle", count, true);
sheet.addEventListener("beforetoggle", count);
sort.addEventListener("change", () => show(stateOfPage(1), "push"));
addEventListener("popstate", () => {
  settled = true;
  show(stateOfAddress(), "keep");
});
notes.addEventListener("click", (event) => {
  const to = /** @type {Element} */ (event.target).closest("a");
  if (!to?.getAttribute("href")?.startsWith("?") || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  show({ ...stateOfPage(1), q: new URLSearchParams(to.search).get("q") ?? "" }, "push");
  input.focus();
});

document.addEventListener("keydown", (event) => {
  const links = /** @type {HTMLElement[]} */ ([...list.querySelectorAll("a")]);
  const at = links.indexOf(/** @type {HTMLElement} */ (document.activeElement));
  const within = document.activeElement === input || at >= 0;
  if (event.isComposing || event.ctrlKey || event.altKey || event.metaKey) return;
  if (event.key === "ArrowDown" && within && links.length) {
    event.preventDefault();
    links[Math.min(at + 1, links.length - 1)].focus();
  } else if (event.key === "ArrowUp" && at >= 0) {
    event.preventDefault();
    (at ? links[at - 1] : input).focus();
  } else if (event.key === "Escape" && at >= 0) {
    input.focus();
    input.select();
  }
});

const first = stateOfAddress();
if (first.q) warm();
show(first, "keep"); // the box gets no focus by itself: that would fetch the index of somebody who only looks
