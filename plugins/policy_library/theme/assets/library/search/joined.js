// @ts-check
// lunr's part: the postings of a query's terms, joined into an index in lunr's documented serialised form, and scored by lunr.
//
// lunr scores a document as dot(query, field) / |query|, so that an index of the query's terms alone gives the scores,
// the order and the match data of the whole one. Weights are computed as lunr.Builder computes them.

// @ts-ignore copied from the installed host at build
import lunr from "./lunr.js";

/** @typedef {import("./shards.js").Postings} Postings */
/** @typedef {import("./shards.js").Manifest} Manifest */
/** @typedef {import("./shards.js").Columns} Columns */

export const FIELDS = ["title", "text"];
/** The words of a title say what a document is about; one of them weighs as much as four in the text. */
export const BOOSTS = { title: 4, text: 1 };
const K1 = 1.2;
const B = 0.75;

/** lunr.idf over both fields. @param {Postings} postings @param {number} documents */
function idf(postings, documents) {
  const held = postings.text.documents.length + postings.title.documents.length;
  return Math.log(1 + Math.abs((documents - held + 0.5) / (held + 0.5)));
}

/** @param {number} rarity @param {number} times @param {number} length @param {number} average @param {number} boost */
function weight(rarity, times, length, average, boost) {
  let score = (rarity * ((K1 + 1) * times)) / (K1 * (1 - B + B * (length / average)) + times);
  score *= boost;
  return Math.round(score * 1000) / 1000;
}

/**
 * The serialised index of some terms; `keep` leaves out documents that are no candidates.
 * @param {Map<string, Postings>} terms @param {Manifest} manifest @param {Columns} columns @param {(document: number) => boolean} [keep]
 */
export function serialised(terms, manifest, columns, keep = () => true) {
  /** @type {Map<string, number[]>} */
  const vectors = new Map();
  /** @type {[string, any][]} */
  const inverted = [];
  const [averageTitle, averageText] = manifest.average;
  /** @param {string} ref @param {number} index @param {number} value */
  const put = (ref, index, value) => {
    const held = vectors.get(ref);
    if (held) held.push(index, value); else vectors.set(ref, [index, value]);
  };
  [...terms.keys()].sort().forEach((term, index) => {
    const postings = /** @type {Postings} */ (terms.get(term));
    const rarity = idf(postings, manifest.documents);
    /** @type {Record<string, any>} */
    const entry = { _index: index, title: {}, text: {} };
    postings.title.documents.forEach((document, i) => {
      if (!keep(document)) return;
      entry.title[document] = {};
      put(`title/${document}`, index, weight(rarity, postings.title.places[i].length, columns.title[document], averageTitle, BOOSTS.title));
    });
    postings.text.documents.forEach((document, i) => {
      if (!keep(document)) return;
      entry.text[document] = {};
      put(`text/${document}`, index, weight(rarity, postings.text.times[i], columns.text[document], averageText, BOOSTS.text));
    });
    inverted.push([term, entry]);
  });
  return { version: lunr.version, fields: FIELDS, fieldVectors: [...vectors], invertedIndex: inverted, pipeline: [] };
}

/**
 * lunr's own results for some terms, each once.
 * @param {any} index @param {Iterable<string>} terms
 * @returns {{ ref: string, score: number, matchData: any }[]}
 */
export function search(index, terms) {
  return index.query((/** @type {any} */ query) => {
    for (const term of terms) query.term(term, { usePipeline: false, wildcard: lunr.Query.wildcard.NONE });
  });
}

/** Scores of the candidates. @param {Map<string, Postings>} terms @param {Manifest} manifest @param {Columns} columns @param {(document: number) => boolean} keep */
export function scores(terms, manifest, columns, keep) {
  /** @type {Map<number, number>} */
  const found = new Map();
  if (!terms.size) return found;
  const index = lunr.Index.load(serialised(terms, manifest, columns, keep));
  for (const { ref, score } of search(index, terms.keys())) found.set(Number(ref), score);
  return found;
}
