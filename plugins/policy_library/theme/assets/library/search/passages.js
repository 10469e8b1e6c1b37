// @ts-check
// The words of a document around what was searched for, and its articles that say most about it.

import { normal } from "./tokens.js";
import { marksIn } from "./marks.js";

/** @typedef {import("./engine.js").Passage} Passage */
/** @typedef {{ literal: boolean, phrases: boolean, failed: boolean, passage: Passage | null, articles: Passage[] }} Read */

const ARTICLES = 3;
const BEFORE = 24;
const WIDTH = 96;

/** More files than this are not read in search of the exact words. */
const MORE_FILES = 24;

/**
 * @param {import("./store.js").Store} store @param {import("./rank.js").Hit[]} hits @param {import("./query.js").Query} query
 * @param {Map<string, import("./shards.js").Postings>} postings @param {Map<number, string[] | null>} rows
 * @param {boolean} [compare] whether the exact words are looked for in every passage that may have them
 * @returns {Promise<Map<number, Read>>}
 */
export async function passages(store, hits, query, postings, rows, compare = false) {
  const { documents: n } = await store.manifest();
  const rarity = new Map(query.terms.map(({ term }) => {
    const held = postings.get(term);
    return [term, Math.log(1 + n / ((held?.text.documents.length ?? 0) + 0.5))];
  }));
  const files = await partsOf(store, hits, query, postings, rarity);
  /** @param {import("./rank.js").Hit} hit @param {number[]} parts @returns {Promise<Read>} */
  const read = async (hit, parts) => {
    try {
      const row = rows.get(hit.document) ?? await store.row(hit.document);
      const paragraphs = (await Promise.all(parts.map((part) => store.passage(row, part)))).flat();
      return { ...choose(paragraphs, query, rarity, normal(row[2])), failed: false };
    } catch {
      return { literal: false, phrases: true, failed: true, passage: null, articles: [] };
    }
  };
  const every = query.phrases.length > 0;
  const found = new Map(await Promise.all(hits.map(async (hit) => {
    const parts = files.get(hit.document) ?? [];
    return /** @type {[number, Read]} */ ([hit.document, await read(hit, every ? parts : parts.slice(0, 1))]);
  })));
  if (compare && !every && ![...found.values()].some(({ literal }) => literal)) {
    let left = MORE_FILES;
    await Promise.all(hits.map(async (hit) => {
      const more = (files.get(hit.document) ?? []).slice(1, 1 + Math.max(0, left));
      left -= more.length;
      if (!more.length) return;
      const again = await read(hit, more);
      if (again.literal) found.set(hit.document, again);
    }));
  }
  return found;
}

/**
 * The passage files of each document in which the words may stand together, the likeliest first: the places where terms stand
 * first vote, and a term that stands but once, or first in a later file, rules the others out.
 * @param {import("./store.js").Store} store @param {import("./rank.js").Hit[]} hits @param {import("./query.js").Query} query
 * @param {Map<string, import("./shards.js").Postings>} postings @param {Map<string, number>} rarity
 */
async function partsOf(store, hits, query, postings, rarity) {
  const { flags } = await store.columns();
  /** @type {Map<number, number[]>} */
  const found = new Map();
  for (const { document } of hits) {
    const votes = [0, 0, 0, 0].slice(0, Math.max(1, flags[document] >> 4));
    for (const { term } of query.terms) {
      const text = postings.get(term)?.text;
      const at = text ? place(text.documents, document) : -1;
      if (text && at >= 0) votes[text.parts[at]] += (rarity.get(term) ?? 0) / (text.times[at] === 1 ? 1 : 3);
    }
    const possible = together(document, query, postings, votes.length);
    const all = votes.map((_, part) => part).sort((a, b) => Number(possible[b]) - Number(possible[a]) || votes[b] - votes[a] || a - b);
    found.set(document, query.phrases.length ? all : all.filter((part, i) => i === 0 || possible[part]));
  }
  return found;
}

/**
 * In which passage files all terms may stand. None: the exact words are not in the text.
 * @param {number} document @param {import("./query.js").Query} query @param {Map<string, import("./shards.js").Postings>} postings @param {number} files
 */
export function together(document, query, postings, files) {
  const possible = Array(files).fill(true);
  for (const { term, length } of query.terms) {
    if (length < 2) continue;
    const text = postings.get(term)?.text;
    const at = text ? place(text.documents, document) : -1;
    for (let part = 0; part < files; part++) {
      if (!text || at < 0 || part < text.parts[at] || (text.times[at] === 1 && part !== text.parts[at])) possible[part] = false;
    }
  }
  return possible;
}

/** @param {Uint32Array} sorted @param {number} wanted */
function place(sorted, wanted) {
  let low = 0;
  let high = sorted.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    if (sorted[middle] === wanted) return middle;
    if (sorted[middle] < wanted) low = middle + 1; else high = middle - 1;
  }
  return -1;
}

/** @param {{ anchor: string, text: string }[]} paragraphs @param {import("./query.js").Query} query @param {Map<string, number>} rarity @param {string} title */
function choose(paragraphs, query, rarity, title) {
  const literals = query.segments;
  let literal = false;
  const rated = paragraphs.map(({ anchor, text }, i) => {
    const plain = normal(text);
    let weight = 0;
    for (const [term, rare] of rarity) if (plain.includes(term)) weight += rare;
    const whole = literals.length > 0 && literals.every((segment) => plain.includes(segment));
    if (whole) literal = true;
    return { anchor, text, i, weight: weight + (whole ? 100 : 0) };
  });
  const everything = normal(paragraphs.map(({ text }) => text).join("\n"));
  const phrases = query.phrases.every((phrase) => {
    const wanted = normal(phrase.text);
    return title.includes(wanted) || (!phrase.title && everything.includes(wanted)) || (phrase.title && everything.includes(wanted));
  });
  if (!literal && literals.length > 1) literal = literals.every((segment) => everything.includes(segment));
  const best = [...rated].sort((a, b) => b.weight - a.weight || a.i - b.i);
  const [first] = best;
  /** @type {Passage | null} */
  const passage = first ? around(first, query) : null;
  const enough = first ? Math.max(first.weight * 0.5, 0.01) : Infinity;
  const seen = new Set();
  const articles = [];
  for (const one of best) {
    if (!one.anchor || seen.has(one.anchor) || one.weight < enough || articles.length === ARTICLES) continue;
    seen.add(one.anchor);
    articles.push(around(one, query));
  }
  return { literal, phrases, passage, articles };
}

/** @param {{ anchor: string, text: string }} paragraph @param {import("./query.js").Query} query @returns {Passage} */
function around({ anchor, text }, query) {
  const all = marksIn(text, query);
  const longest = [...all].sort((a, b) => (b[1] - b[0]) - (a[1] - a[0]) || a[0] - b[0])[0];
  let start = 0;
  if (longest && longest[1] > WIDTH - 10) start = Math.max(0, longest[0] - BEFORE);
  if (start && /[\udc00-\udfff]/.test(text[start])) start--;
  let end = Math.min(text.length, start + WIDTH);
  if (end < text.length && /[\udc00-\udfff]/.test(text[end])) end++;
  const lead = start ? "…" : "";
  const shown = lead + text.slice(start, end) + (end < text.length ? "…" : "");
  /** @type {[number, number][]} */
  const marks = all.filter(([from, to]) => to > start && from < end)
    .map(([from, to]) => [Math.max(from, start) - start + lead.length, Math.min(to, end) - start + lead.length]);
  return { text: shown, marks, anchor };
}
