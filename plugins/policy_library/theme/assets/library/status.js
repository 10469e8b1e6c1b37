// @ts-check
// A page says what held on the day it was built. When the reader's clock has passed a date that changes this,
// word, shape and colour change with it; a clock before the day of the build changes nothing.

/** Today as 2024-05-16, by the reader's own calendar. */
function today() {
  const now = new Date();
  const two = (/** @type {number} */ n) => String(n).padStart(2, "0");
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}

/**
 * Which status holds on a day; the last day of validity is itself valid.
 * @param {{ status?: string, effective?: string, expires?: string }} data @param {string} day
 */
export function statusOn({ status, effective, expires }, day) {
  if (expires && expires < day) return status === "open" ? "closed" : "expired";
  if (status === "not-yet" && effective && effective <= day) return "in-force";
  return status;
}

/** @type {Record<string, [tone: string, word: string]>} */
const LOOKS = { "in-force": ["in-force", "inForce"], expired: ["repealed", "expired"], closed: ["unknown", "closed"] };

/** @param {HTMLElement} element @param {string} day */
function correct(element, day) {
  const status = statusOn(element.dataset, day);
  const look = LOOKS[status ?? ""];
  if (!look || status === element.dataset.status) return;
  const [tone, word] = look;
  element.dataset.status = status;
  element.setAttribute("class", element.className.replace(/status--[a-z-]+/, `status--${tone}`));
  element.querySelector("use")?.setAttribute("href", `#shape-${tone}`);
  const written = element.querySelector("[data-word]");
  if (written) written.textContent = document.body.dataset[word] ?? "";
  const checked = element.querySelector("[data-checked]");
  if (checked?.firstChild) checked.firstChild.textContent = document.body.dataset.corrected ?? "";
  if (element.matches(".policy-status")) correctPage(status);
}

/** What the status of a page's own document means for the rest of it. @param {string | undefined} status */
function correctPage(status) {
  if (status === "closed") document.querySelectorAll("[data-while-open]").forEach((one) => one.remove());
  if (status === "expired") document.querySelector(".policy-text--in-force")?.classList.replace("policy-text--in-force", "policy-text--repealed");
}

function correctAll() {
  const day = today();
  if (day <= (document.body.dataset.day ?? "")) return;
  for (const element of document.querySelectorAll("[data-status]")) correct(/** @type {HTMLElement} */ (element), day);
}

correctAll();
document.addEventListener("library:rows", correctAll); // facets.js wrote a list
