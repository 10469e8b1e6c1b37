// @ts-check
// Which parts of a text are what was searched for.

import { normal } from "./tokens.js";

/** Where the query's pieces stand in a text, longest first. @param {string} text @param {{ terms: { term: string }[] }} query @returns {[number, number][]} */
export function marksIn(text, query) {
  const plain = normal(text);
  if (plain.length !== text.length) return [];
  const on = new Uint8Array(text.length);
  for (const { term } of query.terms) {
    for (let at = plain.indexOf(term); at >= 0; at = plain.indexOf(term, at + 1)) on.fill(1, at, at + term.length);
  }
  /** @type {[number, number][]} */
  const marks = [];
  for (let i = 0; i < on.length; i++) {
    if (!on[i]) continue;
    let end = i;
    while (end < on.length && on[end]) end++;
    marks.push([i, end]);
    i = end;
  }
  return marks;
}
