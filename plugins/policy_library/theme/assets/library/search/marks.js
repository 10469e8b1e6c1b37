// @ts-check
// Which parts of a text are what was searched for.

import { normal } from "./tokens.js";

/** @typedef {{ terms: { term: string }[], segments: string[] }} Asked */

/** Pieces of the query that a text has letter by letter. @param {string} text @param {Asked} query */
export function literals(text, query) {
  const plain = normal(text);
  return query.segments.filter((segment) => plain.includes(segment));
}

/**
 * A piece that the text has as it was typed is marked as such, and of the others their pairs.
 * @param {string} text @param {Asked} query @param {string[]} [whole] @returns {[number, number][]}
 */
export function marksIn(text, query, whole = literals(text, query)) {
  const plain = normal(text);
  if (plain.length !== text.length) return [];
  const on = new Uint8Array(text.length);
  const pairs = query.terms.map(({ term }) => term).filter((term) => !whole.some((segment) => segment.includes(term)));
  for (const wanted of [...whole, ...pairs]) {
    for (let at = plain.indexOf(wanted); at >= 0; at = plain.indexOf(wanted, at + 1)) on.fill(1, at, at + wanted.length);
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
