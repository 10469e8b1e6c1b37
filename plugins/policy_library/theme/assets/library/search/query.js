// @ts-check
// What a reader typed, taken apart: words, "phrases", 《titles》, -words, a document number. Never throws.

import { normal, numberQuery, numbersWithin, tokens } from "./tokens.js";

/**
 * `terms` are of the words and phrases together, each once, in order; a term is a pair of characters, a word or a number.
 * @typedef {{ term: string, start: number, length: number }} Term
 * @typedef {{ text: string, title: boolean }} Phrase
 * @typedef {{ text: string, words: string, terms: Term[], segments: string[], phrases: Phrase[], without: string[], numbers: import("./tokens.js").NumberQuery[], onlyNumber: boolean, cut: boolean, length: number }} Query
 */

const LONGEST = 120;

/** @param {string} typed @returns {Query} */
export function parse(typed) {
  // Half a surrogate pair becomes a blank. No lookbehind here or elsewhere: Safari before 16.4 cannot read it.
  const characters = Array.from(typed, (one) => (one >= "\ud800" && one <= "\udfff" && one.length === 1 ? " " : one));
  const cut = characters.length > LONGEST;
  let text = characters.slice(0, LONGEST).join("");
  /** @type {Phrase[]} */
  const phrases = [];
  /** @type {string[]} */
  const without = [];
  text = text.replace(/(^|[\s\u3000])[-－]([^\s\u3000"“”《》]+)/gu, (whole, before, word) => {
    if (!tokens(word, "query").length) return whole;
    without.push(word);
    return before;
  });
  for (const [, quoted, curled, title] of text.matchAll(/"([^"]+)"|“([^”]+)”|《([^》]+)》/gu)) {
    const inner = quoted ?? curled ?? title;
    if (tokens(inner, "query").length) phrases.push({ text: inner, title: title !== undefined });
  }
  const words = text.trim();
  const single = numberQuery(words);
  return { ...cutUp(words), text: typed, words, phrases, without, numbers: single ? [single] : numbersWithin(words), onlyNumber: Boolean(single), cut };
}

/** @param {string} words */
export function cutUp(words) {
  /** @type {Map<string, Term>} */
  const terms = new Map();
  let length = 0;
  for (const token of tokens(words, "query")) {
    if (!terms.has(token.term)) terms.set(token.term, token);
    length = Math.max(length, token.start + token.length);
  }
  const segments = normal(words).split(/[^0-9a-z\u00df-\u024f\u0370-\u04ff\u3400-\u9fff\uf900-\ufaff〇\u{20000}-\u{3134f}]+/u).filter(Boolean);
  return { terms: [...terms.values()], segments, length };
}

/**
 * The same words with a word of the vocabulary replaced by one of the same meaning, at most three.
 * @param {string} words @param {string[][]} synonyms @returns {{ words: string, from: string, to: string }[]}
 */
export function variants(words, synonyms) {
  const plain = normal(words);
  const found = [];
  for (const group of synonyms) {
    const from = group.filter((word) => plain.includes(normal(word))).sort((a, b) => b.length - a.length)[0];
    if (!from) continue;
    for (const to of group) {
      if (normal(to) !== normal(from) && !plain.includes(normal(to))) found.push({ words: plain.split(normal(from)).join(to), from, to });
    }
  }
  return found.slice(0, 3);
}
