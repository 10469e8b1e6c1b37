// @ts-check
// The search box of every page: "/" leads there, suggestions come while typing, and a page that was found shows what was
// searched for. Nothing of the index is fetched before the box has the focus.

import { client } from "./client.js";
import { element, fill, link, marked } from "./dom.js";

const SHOWN = 6;
const PAUSE = 30;

for (const form of document.querySelectorAll("form[data-suggest]")) suggest(/** @type {HTMLFormElement} */ (form));

document.addEventListener("keydown", (event) => {
  const at = /** @type {HTMLElement} */ (document.activeElement);
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || at?.matches("input, textarea, select, [contenteditable]")) return;
  const boxes = /** @type {HTMLElement[]} */ ([...document.querySelectorAll("form[role=search] input")]);
  const box = boxes.find((one) => one.offsetParent !== null);
  const page = document.querySelector(".site-header__button--search");
  if (box) { event.preventDefault(); box.focus(); }
  else if (page instanceof HTMLAnchorElement) { event.preventDefault(); page.click(); }
});

const asked = new URLSearchParams(location.search).get("mark");
if (asked) import("./highlight.js").then(({ highlight }) => highlight(asked)).catch(() => {});

/** A combobox after the ARIA pattern: the focus stays in the box, the active suggestion is named. @param {HTMLFormElement} form */
function suggest(form) {
  const input = /** @type {HTMLInputElement} */ (form.querySelector("input[type=search]"));
  const words = /** @type {Record<string, string>} */ (form.dataset);
  const list = element("div", "suggestions");
  list.id = `${input.id}-suggestions`;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", words.suggestions);
  const told = element("span", "u-hidden");
  told.setAttribute("role", "status");
  form.classList.add("suggestions-of");
  form.append(list);
  for (const [name, value] of Object.entries({ role: "combobox", "aria-expanded": "false", "aria-controls": list.id, "aria-autocomplete": "list" })) input.setAttribute(name, value);
  let active = -1;
  let turn = 0;
  let typing = 0;

  const options = () => /** @type {HTMLElement[]} */ ([...list.children]);
  const close = () => {
    turn++;
    clearTimeout(typing);
    list.replaceChildren();
    told.textContent = "";
    activate(-1);
    input.setAttribute("aria-expanded", "false");
  };
  /** @param {number} to */
  const activate = (to) => {
    active = to;
    options().forEach((option, i) => option.setAttribute("aria-selected", String(i === to)));
    if (to >= 0) {
      input.setAttribute("aria-activedescendant", options()[to].id);
      options()[to].scrollIntoView({ block: "nearest" });
    } else {
      input.removeAttribute("aria-activedescendant");
    }
  };
  const ask = async () => {
    const mine = ++turn;
    const query = input.value.trim();
    if (!query) return close();
    try {
      const answer = await (await client()).search(query, { size: SHOWN, passages: false });
      if (mine !== turn || document.activeElement !== input) return;
      const shown = answer.results.filter((result) => result.title).map((result) => link(
        (words.base ?? "") + result.href, "suggestion", element("span", "", ...marked(result.title, result.marks)), element("span", "suggestion__note", result.number || result.word)));
      if (answer.total) shown.push(link(`${form.action}?${new URLSearchParams({ q: query })}`, "suggestion", fill(words.every, { query })));
      shown.forEach((option, i) => {
        option.id = `${list.id}-${i}`;
        option.setAttribute("role", "option");
        option.setAttribute("tabindex", "-1");
      });
      list.replaceChildren(...shown);
      activate(-1);
      input.setAttribute("aria-expanded", String(shown.length > 0));
      told.textContent = shown.length ? fill(words.suggested, { n: shown.length }) : words.suggestedNone;
    } catch {
      close(); // Enter still leads to the search page, which tells what is wrong
    }
  };
  input.addEventListener("focus", () => { form.append(told); client().then((held) => held.warm()).catch(() => {}); });
  input.addEventListener("input", (event) => {
    clearTimeout(typing);
    if (!(/** @type {InputEvent} */ (event).isComposing)) typing = setTimeout(ask, PAUSE);
  });
  input.addEventListener("compositionend", ask);
  input.addEventListener("keydown", (event) => {
    const held = options();
    if (event.isComposing || !held.length) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      activate(active + step < -1 ? held.length - 1 : active + step >= held.length ? -1 : active + step);
    } else if (event.key === "Enter" && active >= 0) {
      event.preventDefault();
      held[active].click();
    } else if (event.key === "Escape") {
      event.preventDefault();
      close();
    }
  });
  form.addEventListener("focusout", (event) => { if (!form.contains(/** @type {Node | null} */ (event.relatedTarget))) { close(); told.remove(); } });
  list.addEventListener("pointerdown", (event) => event.preventDefault()); // the box keeps the focus until the click
}
