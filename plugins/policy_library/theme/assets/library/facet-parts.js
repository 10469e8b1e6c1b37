// @ts-check
// Pieces of a list's page that facets.js makes. Their texts come from the page, as data attributes of #list.

/** @typedef {Record<string, string>} Words */

/** @type {<T extends Element = HTMLElement>(css: string, within?: ParentNode | null) => T} */
export const find = (css, within = document) => /** @type {any} */ (within?.querySelector(css));

/** @param {string} text @param {Record<string, unknown>} values */
export const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => String(values[name]));

/** @param {string} tag @param {string} className @param {...(Node | string)} content */
export function element(tag, className, ...content) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  made.append(...content);
  return made;
}

/** @param {string} className @param {(string | Node)[]} content @param {() => void} act */
export function button(className, content, act) {
  const made = element("button", className, ...content);
  made.setAttribute("type", "button");
  made.addEventListener("click", act);
  return made;
}

/** A row as the build writes it, with the values of one document (site/views.py has their order).
 * @param {Node} model a row to copy @param {string[]} values @param {string} base @param {Words} words */
export function rowOf(model, values, base, words) {
  const [href, title, number, kind, by, issued, code, tone, word, effective, expires, ...marks] = values;
  const row = /** @type {HTMLElement} */ (model.cloneNode(true));
  const link = find(".row-link", row);
  link.setAttribute("href", base + href);
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
    if (value) tag.dataset[name] = value;
    else delete tag.dataset[name];
  }
  find("use", tag).setAttribute("href", `#shape-${tone}`);
  find("[data-word]", tag).textContent = word;
  return row;
}

/** @param {string} name @param {Words} words @param {() => void} act takes the choice away */
export function filter(name, words, act) {
  const made = button("filter", [name, element("span", "filter__cross")], act);
  made.setAttribute("aria-label", fill(words.remove, { name }));
  return made;
}

/** @param {number} page @param {number} last @param {Words} words @param {(page: number) => void} go */
export function pager(page, last, words, go) {
  const steps = element("span", "pager__steps");
  if (page > 1) steps.append(button("button", [words.previous], () => go(page - 1)));
  if (page < last) steps.append(button("button", [words.next], () => go(page + 1)));
  return element("div", "pager", element("span", "", fill(words.place, { page, last })), steps);
}
