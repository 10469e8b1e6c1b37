// @ts-check
// The order of results. Every number that decides it stands here, with its reason.

import { OWN, isEnded, typeOf } from "./shards.js";

/** @typedef {import("./shards.js").Postings} Postings */

/**
 * Classes of results, best first. Within one the order is `better`'s.
 * A number names one document; a title is what its authors call it; the exact words in a text are what a reader who quotes looks
 * for; then everything that has all the words; then what has most of them.
 */
export const TIER = {
  number: 0, // the document that bears the number
  cites: 1, // documents that cite it
  exact: 2, // the title is the query
  titlePhrase: 3, // the query stands in the title as it is
  titleWords: 4, // all of it stands in the title, in any order
  question: 5, // the same of a question, which is about a document
  literal: 6, // the text has the query as it was typed
  nearTitle: 7, // nearly all of it stands in the title: a slip of one character
  literals: 7.5, // the text has each of several words as it was typed
  all: 8, // title and text have all the words, somewhere
  some: 9, // most of them
};

/** Of a title that lacks one character in ten or so, the rest is still found. */
export const NEAR = 0.8;
/** A document that is no longer in force needs this much more to stand before one that is. */
export const ENDED = 0.6;
/** The policy itself before what explains it, where both titles hold the query. */
export const ABOUT = 0.7;
/** Documents whose text is compared with the query letter by letter. */
export const CHECKED = 30;

/**
 * @typedef {{ document: number, tier: number, runs: number, cover: number, fill: number, share: number, score: number, near: number, variant: number }} Hit
 * `cover`: share of the query's characters that the title has; `runs`: in how many pieces; `fill`: share of the title that the
 * query has; `near`: the same, less for what is no longer in force or only about a policy; `share`: of the query's terms, weighed by how rare they are; `variant`: 0 as typed, else with a synonym
 */

/** @param {Hit} a @param {Hit} b */
export function better(a, b) {
  if (a.tier !== b.tier) return a.tier - b.tier;
  if (a.variant !== b.variant && Boolean(a.variant) !== Boolean(b.variant)) return a.variant - b.variant;
  if (a.tier >= TIER.some && a.share !== b.share) return b.share - a.share;
  if (a.tier === TIER.titlePhrase && a.near !== b.near) return b.near - a.near;
  if (a.tier === TIER.titleWords || a.tier === TIER.question || a.tier === TIER.nearTitle) {
    if (a.cover !== b.cover) return b.cover - a.cover;
    if (a.runs !== b.runs) return a.runs - b.runs;
    if (a.near !== b.near) return b.near - a.near;
  }
  return b.score - a.score || b.document - a.document;
}

/**
 * How the query lies in each title: every document with one of its terms there.
 * @param {import("./query.js").Term[]} terms @param {Map<string, Postings>} postings @param {number} length of the query
 * @param {Uint8Array} characters of each title
 * @returns {Map<number, { cover: number, runs: number, fill: number, start: number }>}
 */
export function inTitles(terms, postings, length, characters) {
  /** @type {Map<number, { last: number, shift: number, runs: number, covered: number, to: number, start: number }>} */
  const found = new Map();
  for (const { term, start, length: wide } of terms) {
    const { title } = postings.get(term) ?? { title: null };
    if (!title) continue;
    for (let i = 0; i < title.documents.length; i++) {
      const document = title.documents[i];
      const places = title.places[i];
      if (places[0] === OWN && places.length === 1) continue;
      let state = found.get(document);
      if (!state) found.set(document, state = { last: -1, shift: NaN, runs: 0, covered: 0, to: 0, start: -1 });
      const follows = start <= state.to && places.includes(start + state.shift);
      if (!follows) {
        state.runs++;
        state.shift = places[0] - start;
        if (state.start < 0) state.start = places[0];
      }
      const from = Math.max(start, state.to);
      if (start + wide > from) state.covered += start + wide - from;
      state.to = Math.max(state.to, start + wide);
    }
  }
  /** @type {Map<number, { cover: number, runs: number, fill: number, start: number }>} */
  const lies = new Map();
  for (const [document, { covered, runs, start }] of found) {
    lies.set(document, { cover: covered / length, runs, fill: Math.min(1, covered / (characters[document] || 1)), start });
  }
  return lies;
}

/**
 * @param {number} flags @param {{ cover: number, runs: number, fill: number, start: number } | undefined} title
 * @param {boolean} all whether title and text together have all terms @param {boolean} single whether the query is but one term
 */
export function tierOf(flags, title, all, single) {
  if (title && title.cover > 0.999) {
    if (title.runs === 1 && title.start === 0 && title.fill === 1) return TIER.exact;
    if (typeOf(flags) === "faq") return TIER.question;
    return title.runs === 1 ? TIER.titlePhrase : TIER.titleWords;
  }
  if (all && single) return TIER.literal;
  if (title && title.cover >= NEAR) return TIER.nearTitle;
  return all ? TIER.all : TIER.some;
}

/** @param {number} fill @param {number} flags */
export function nearness(fill, flags) {
  return fill * (isEnded(flags) ? ENDED : 1) * (typeOf(flags) === "policies" ? 1 : ABOUT);
}

/** lunr's score with what lunr does not know: the title's share, and whether the document still holds. @param {number} score @param {number} fill @param {number} flags */
export function weighed(score, fill, flags) {
  return score * (1 + fill) * (isEnded(flags) ? ENDED : 1);
}
