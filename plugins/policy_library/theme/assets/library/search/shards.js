// @ts-check
// Finds terms in a shard; plugins/policy_library/search/shards.py says how one is made.

import { Bits, riceParameter } from "./bits.js";

/**
 * Postings of one term. Documents ascend.
 * @typedef {{ documents: Uint32Array, times: Uint16Array, parts: Uint8Array }} InTexts `times`: frequency, or what its level stands for; `parts`: passage file in which the term stands first
 * @typedef {{ documents: Uint32Array, places: number[][] }} InTitles
 * @typedef {{ text: InTexts, title: InTitles }} Postings
 * @typedef {{ documents: number, slots: number, exact: boolean, average: number[], columns: string, facets: string, synonyms: string[][], rows: string, shards: string, format: number }} Manifest
 * @typedef {{ text: Float64Array, title: Float64Array, characters: Uint8Array, flags: Uint8Array }} Columns
 */

const FIRST = 0x4e00;
const CHARACTERS = 0x9fff - 0x4e00 + 1;
const LEVELS = [1, 2, 3, 4, 7, 13];
export const OWN = 127;

/** Fowler, Noll and Vo's hash, as shards.slot. @param {string} term @param {number} slots */
export function slot(term, slots) {
  const cut = term.indexOf("〔");
  let value = 2166136261;
  for (const character of cut > 0 ? term.slice(cut) : term) {
    value = Math.imul(value ^ /** @type {number} */ (character.codePointAt(0)), 16777619) >>> 0;
  }
  return (((value ^ (value >>> 15)) & 4095) * slots) >>> 12;
}

/** @param {string} term */
function pairCode(term) {
  if (term.length !== 2) return null;
  const one = term.charCodeAt(0) - FIRST;
  const two = term.charCodeAt(1) - FIRST;
  return one >= 0 && one < CHARACTERS && two >= 0 && two < CHARACTERS ? one * CHARACTERS + two : null;
}

/**
 * The wanted terms that the shard holds. Whatever stands before the last of them has to be read over.
 * @param {Uint8Array} bytes @param {(term: string) => boolean} wanted @param {Manifest} manifest @param {Columns} columns
 * @returns {Map<string, Postings>}
 */
export function readShard(bytes, wanted, manifest, columns) {
  const bits = new Bits(bytes);
  const decoder = new TextDecoder();
  /** @type {string[]} */
  const strings = [];
  for (let left = bits.gamma() - 1; left > 0; left--) {
    const letters = new Uint8Array(bits.gamma() - 1);
    for (let i = 0; i < letters.length; i++) letters[i] = bits.fixed(8);
    strings.push(decoder.decode(letters));
  }
  const pairs = bits.gamma() - 1;
  /** @type {string[]} */
  const terms = [];
  if (pairs) {
    const k = riceParameter(CHARACTERS * CHARACTERS, pairs);
    let code = -1;
    for (let i = 0; i < pairs; i++) {
      code += bits.rice(k) + 1;
      terms.push(String.fromCharCode(FIRST + Math.floor(code / CHARACTERS), FIRST + (code % CHARACTERS)));
    }
  }
  terms.push(...strings);
  let last = -1;
  terms.forEach((term, i) => { if (wanted(term)) last = i; });
  /** @type {Map<string, Postings>} */
  const found = new Map();
  let span = 1;
  while (span < manifest.documents) span *= 2;
  for (let i = 0; i <= last; i++) {
    const inTexts = bits.gamma() - 1;
    const inTitles = bits.gamma() - 1;
    const text = readTexts(bits, inTexts, span, manifest.exact, columns.flags);
    const title = readTitles(bits, inTitles, span);
    if (wanted(terms[i])) found.set(terms[i], { text, title });
  }
  return found;
}

/** @param {Bits} bits @param {number} count @param {number} span @param {boolean} exact @param {Uint8Array} flags @returns {InTexts} */
function readTexts(bits, count, span, exact, flags) {
  const documents = new Uint32Array(count);
  const times = new Uint16Array(count);
  const parts = new Uint8Array(count);
  const k = count ? riceParameter(span, count) : 0;
  let document = -1;
  for (let i = 0; i < count; i++) {
    document += bits.rice(k) + 1;
    documents[i] = document;
    if (exact) {
      times[i] = bits.gamma();
    } else {
      let level = 0;
      while (level < LEVELS.length - 1 && bits.bit()) level++;
      times[i] = LEVELS[level];
    }
    const files = flags[document] >> 4;
    parts[i] = files > 2 ? bits.fixed(2) : files > 1 ? bits.fixed(1) : 0;
  }
  return { documents, times, parts };
}

/** @param {Bits} bits @param {number} count @param {number} span @returns {InTitles} */
function readTitles(bits, count, span) {
  const documents = new Uint32Array(count);
  /** @type {number[][]} */
  const places = [];
  const k = count ? riceParameter(span, count) : 0;
  let document = -1;
  for (let i = 0; i < count; i++) {
    document += bits.rice(k) + 1;
    documents[i] = document;
    /** @type {number[]} */
    const held = [];
    for (let left = bits.gamma(); left > 0; left--) held.push(bits.fixed(7));
    places.push(held);
  }
  return { documents, places };
}

/** @param {Uint8Array} bytes @param {Manifest} manifest @returns {Columns} */
export function readColumns(bytes, { documents: n, exact }) {
  /** @param {Float64Array} title @param {Uint8Array} told */
  const characters = (title, told) => Uint8Array.from(told, (difference, i) => ((Math.min(title[i], 255) + 1 - difference) & 255) >> 1);
  if (exact) {
    const numbers = new DataView(bytes.buffer, bytes.byteOffset);
    const at = (/** @type {number} */ start) => Float64Array.from({ length: n }, (_, i) => numbers.getUint32(start + 4 * i, true));
    const title = at(4 * n);
    return { text: at(0), title, characters: characters(title, bytes.subarray(8 * n, 9 * n)), flags: bytes.slice(9 * n) };
  }
  const text = Float64Array.from(bytes.subarray(0, n), (step) => Math.round(1.1 ** step) - 1);
  const title = Float64Array.from(bytes.subarray(n, 2 * n));
  return { text, title, characters: characters(title, bytes.subarray(2 * n, 3 * n)), flags: bytes.slice(3 * n) };
}

export const TYPES = ["policies", "interpretations", "faq", "topics", "consultations"];
/** @param {number} flags */
export const typeOf = (flags) => TYPES[flags & 7];
/** @param {number} flags */
export const isEnded = (flags) => Boolean(flags & 8);
