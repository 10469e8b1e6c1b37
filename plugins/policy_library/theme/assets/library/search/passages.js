// @ts-check
// The words of a document around what was searched for, and its articles that say most about it.

import { normal } from "./tokens.js";
import { marksIn } from "./marks.js";

/** @typedef {import("./engine.js").Passage} Passage */
/** @typedef {{ literal: boolean, phrases: boolean, failed: boolean, passage: Passage | null, articles: Passage[] }} Read */

const ARTICLES = 3;
const BEFORE = 24;
const WIDTH = 96;

/**
 * @param {import("./store.js").Store} store @param {import("./rank.js").Hit[]} hits @param {import("./query.js").Query} query
 * @param {Map<string, import("./shards.js").Postings>} postings @param {Map<number, string[] | null>} rows
 * @returns {Promise<Map<number, Read>>}
 */
export async function passages(store, hits, query, postings, rows) {
  const { flags } = await store.columns();
  const { documents: n } = await store.manifest();
  const rarity = new Map(query.terms.map(({ term }) => {
    const held = postings.get(term);
    return [term, Math.log(1 + n / ((held?.text.documents.length ?? 0) + 0.5))];
  }));
  const parts = partsOf(hits, query, postings, rarity);
  const read = await Promise.all(hits.map(async (hit) => {
    try {
      const row = rows.get(hit.document) ?? await store.row(hit.document);
      const files = flags[hit.document] >> 4;
      const order = (parts.get(hit.document) ?? []).concat(0).filter((part, i, all) => part < files && all.indexOf(part) === i);
      const wanted = query.phrases.length && hits.length <= 10 ? [...new Set([...order, ...Array(files).keys()])] : order.slice(0, 1);
      /** @type {{ anchor: string, text: string }[]} */
      const paragraphs = (await Promise.all(wanted.map((part) => store.passage(row, part)))).flat();
      return { ...choose(paragraphs, query, rarity, normal(row[2])), failed: false };
    } catch {
      return { literal: false, phrases: true, failed: true, passage: null, articles: [] };
    }
  }));
  return new Map(hits.map((hit, i) => [hit.document, read[i]]));
}

/** Which passage files of a document hold most of what was searched for, by the places where terms stand first. @param {import("./rank.js").Hit[]} hits @param {import("./query.js").Query} query @param {Map<string, import("./shards.js").Postings>} postings @param {Map<string, number>} rarity */
function partsOf(hits, query, postings, rarity) {
  /** @type {Map<number, number[]>} */
  const votes = new Map(hits.map((hit) => [hit.document, [0, 0, 0, 0]]));
  for (const { term } of query.terms) {
    const text = postings.get(term)?.text;
    if (!text) continue;
    for (const [document, held] of votes) {
      const at = place(text.documents, document);
      // A term that stands once tells its place for sure; one that stands often may as well be elsewhere.
      if (at >= 0) held[text.parts[at]] += (rarity.get(term) ?? 0) / (text.times[at] === 1 ? 1 : 3);
    }
  }
  return new Map([...votes].map(([document, held]) =>
    [document, [0, 1, 2, 3].filter((part) => held[part]).sort((a, b) => held[b] - held[a] || a - b)]));
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
