// @ts-check
// What buttons do: larger text, dark palette, copying, sharing, printing, opening questions.
// Every button is found by its data attribute; a page without it loses nothing.

const root = document.documentElement;
const told = /** @type {HTMLElement} */ (document.querySelector(".told"));
let forget = 0;

/** Says something in the live region for a while. @param {string | undefined} message */
function tell(message) {
  told.textContent = message ?? "";
  clearTimeout(forget);
  forget = setTimeout(() => { told.textContent = ""; }, 4000);
}

/** @param {string} name @param {string} value */
function remember(name, value) {
  try {
    localStorage.setItem(`policy-library:${name}`, value);
  } catch {
    // storage refused: the choice holds for this page
  }
}

/** @param {string} text */
async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    if (!copyFromField(text)) return tell(document.body.dataset.notCopied);
  }
  tell(document.body.dataset.copied);
}

/** For pages that are not served over https, and old views inside apps. @param {string} text */
function copyFromField(text) {
  const field = document.createElement("textarea");
  field.value = text;
  field.className = "u-hidden";
  document.body.append(field);
  field.select();
  const done = document.execCommand("copy");
  field.remove();
  return done;
}

const isDark = () =>
  root.dataset.scheme ? root.dataset.scheme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;

/** @type {Record<string, { is: () => boolean, set: (on: boolean) => void }>} */
const toggles = {
  text: {
    is: () => root.classList.contains("text-large"),
    set: (on) => { root.classList.toggle("text-large", on); remember("text", on ? "large" : "normal"); },
  },
  scheme: {
    is: isDark,
    set: (on) => { root.dataset.scheme = on ? "dark" : "light"; remember("scheme", root.dataset.scheme); },
  },
};

function showToggles() {
  for (const button of document.querySelectorAll("[data-toggle]")) {
    const toggle = toggles[/** @type {HTMLElement} */ (button).dataset.toggle ?? ""];
    button.setAttribute("aria-pressed", String(toggle?.is() ?? false));
  }
}

/** @param {string} address */
function share(address) {
  if (!navigator.share) return copy(address);
  return navigator.share({ title: document.title, url: address }).catch(() => {}); // closed by the reader
}

/** @param {HTMLElement} button */
function expand(button) {
  const items = [...document.querySelectorAll("details.faq-item")];
  const open = items.some((item) => !item.hasAttribute("open"));
  for (const item of items) item.toggleAttribute("open", open);
  const words = button.textContent ?? "";
  button.textContent = button.dataset.fold ?? words;
  button.dataset.fold = words;
}

/** What the address names after #; :target is not yet set when this module runs. */
function named() {
  try {
    return document.getElementById(decodeURIComponent(location.hash.slice(1)));
  } catch {
    return null; // a lone %
  }
}

/** A question named in the address opens, as does whatever it stands in. */
function openTarget() {
  const target = named();
  const item = target?.closest("details");
  if (!target || !item || item.open) return;
  item.open = true;
  target.scrollIntoView();
}

document.addEventListener("click", (event) => {
  const place = /** @type {Element} */ (event.target);
  const button = /** @type {HTMLElement | null} */ (place.closest(
    "[data-toggle], [data-copy], [data-share], [data-print], [data-expand], [data-copy-link], .article__number"));
  if (!button) return;
  const { toggle, copy: text, share: address } = button.dataset;
  if (toggle) { toggles[toggle].set(!toggles[toggle].is()); showToggles(); }
  else if (text !== undefined) copy(text);
  else if (address !== undefined) share(address || location.href);
  else if ("print" in button.dataset) print();
  else if ("expand" in button.dataset) expand(button);
  else copy(decodeURI(/** @type {HTMLAnchorElement} */ (button).href)); // and go there
});
// A sheet that led to a place on its own page has done its work.
document.addEventListener("click", (event) => {
  const link = /** @type {Element} */ (event.target).closest('[popover] a[href^="#"]');
  const sheet = /** @type {HTMLElement | null | undefined} */ (link?.closest("[popover]"));
  if (sheet && "hidePopover" in sheet && sheet.matches(":popover-open")) sheet.hidePopover();
});
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", showToggles);
addEventListener("hashchange", openTarget);
addEventListener("beforeprint", () => { // paper has nothing to press
  for (const item of document.querySelectorAll("details.faq-item:not([open])")) item.toggleAttribute("open", true);
});
document.addEventListener("library:remembered", showToggles);
showToggles();
openTarget();
