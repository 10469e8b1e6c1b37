// @ts-check
// Small makers of elements. Text goes in as text: nothing that was typed or indexed is ever read as HTML.

/** @param {string} text @param {Record<string, unknown>} values */
export const fill = (text, values) => text.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));

/** @param {string} tag @param {string} [className] @param {...(Node | string)} content */
export function element(tag, className = "", ...content) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  made.append(...content);
  return made;
}

/** @param {string} href @param {string} className @param {...(Node | string)} content */
export function link(href, className, ...content) {
  const made = element("a", className, ...content);
  made.setAttribute("href", href);
  return made;
}

/** A text with parts of it marked. @param {string} text @param {[number, number][]} marks @returns {(Node | string)[]} */
export function marked(text, marks) {
  const pieces = [];
  let at = 0;
  for (const [start, end] of marks) {
    if (start > at) pieces.push(text.slice(at, start));
    pieces.push(element("mark", "", text.slice(start, end)));
    at = end;
  }
  pieces.push(text.slice(at));
  return pieces;
}
