// @ts-check
// The files of the index: fetched when needed, decoded, kept. A file that fails is forgotten, so that a retry asks again.

import { inflate } from "./inflate.js";
import { readColumns, readShard, slot } from "./shards.js";

/** @typedef {import("./shards.js").Postings} Postings */
/** @typedef {(name: string) => Promise<Uint8Array>} Fetch */

const HASH = 6;
export const ROWS = 8;
const FORMAT = 2;

export class Store {
  /** @param {Fetch} fetch `name` is relative to the index: index.json, s/1f.abcdef.bin */
  constructor(fetch) {
    this.fetch = fetch;
    /** @type {Map<string, Promise<any>>} */
    this.kept = new Map();
    /** @type {Map<string, Postings | null>} */
    this.terms = new Map();
  }

  /** @template T @param {string} name @param {(bytes: Uint8Array) => T | Promise<T>} decode @returns {Promise<T>} */
  load(name, decode) {
    const known = this.kept.get(name);
    if (known) return known;
    const made = this.fetch(name).then(decode);
    made.catch(() => this.kept.delete(name));
    this.kept.set(name, made);
    return made;
  }

  /** @returns {Promise<import("./shards.js").Manifest>} */
  manifest() {
    return this.load("index.json", (bytes) => {
      const manifest = JSON.parse(new TextDecoder().decode(bytes));
      if (manifest.format !== FORMAT) throw new Error(`index format ${manifest.format}`);
      return manifest;
    });
  }

  /** @returns {Promise<import("./shards.js").Columns>} */
  async columns() {
    const manifest = await this.manifest();
    return this.load(`columns.${manifest.columns}.bin`, async (bytes) => readColumns(await inflate(bytes), manifest));
  }

  /** @returns {Promise<Record<string, { values: [string, string][], sets: number[][], rows: number[] }>>} */
  async facets() {
    const manifest = await this.manifest();
    return this.load(`facets.${manifest.facets}.bin`, json);
  }

  /**
   * Postings of terms; a term that no document has is left out, and `failed` names those whose shard did not come.
   * @param {Iterable<string>} terms
   */
  async postings(terms) {
    const manifest = await this.manifest();
    /** @type {Map<number, string[]>} */
    const missing = new Map();
    const wanted = [...new Set(terms)];
    for (const term of wanted) {
      if (this.terms.has(term)) continue;
      const at = slot(term, manifest.slots);
      missing.set(at, [...(missing.get(at) ?? []), term]);
    }
    /** @type {Set<string>} */
    const failed = new Set();
    const columns = this.columns();
    await Promise.all([...missing].map(async ([at, held]) => {
      const name = `s/${at.toString(16)}.${manifest.shards.slice(at * HASH, at * HASH + HASH)}.bin`;
      try {
        const [bytes, known] = await Promise.all([this.load(name, (whole) => whole), columns]);
        const found = readShard(bytes, (term) => held.includes(term), manifest, known);
        for (const term of held) this.terms.set(term, found.get(term) ?? null);
      } catch (problem) {
        this.kept.delete(name);
        for (const term of held) failed.add(term);
      }
    }));
    await columns;
    /** @type {Map<string, Postings>} */
    const found = new Map();
    for (const term of wanted) {
      const postings = this.terms.get(term);
      if (postings) found.set(term, postings);
    }
    return { found, failed };
  }

  /** Every number of the shelf that holds a core: 〔2010〕54号 → whole numbers. @param {string} core */
  async numbers(core) {
    const manifest = await this.manifest();
    const at = slot(core, manifest.slots);
    const name = `s/${at.toString(16)}.${manifest.shards.slice(at * HASH, at * HASH + HASH)}.bin`;
    const [bytes, columns] = await Promise.all([this.load(name, (whole) => whole), this.columns()]);
    return readShard(bytes, (term) => term.endsWith(core), manifest, columns);
  }

  /** What a result shows. @param {number} document @returns {Promise<string[]>} */
  async row(document) {
    const manifest = await this.manifest();
    const at = Math.floor(document / ROWS);
    const rows = await this.load(`r/${at.toString(16)}.${manifest.rows.slice(at * HASH, at * HASH + HASH)}.bin`, json);
    return rows[document % ROWS];
  }

  /**
   * The paragraphs of a passage file, each with the anchor of its article.
   * @param {string[]} row @param {number} part @returns {Promise<{ anchor: string, text: string }[]>}
   */
  passage([, href, , hashes], part) {
    const stem = href.replace("/#", "-").replace(/^\/|\/$/g, "").replace(/\//g, "-");
    return this.load(`t/${stem}.${part}.${hashes.slice(part * HASH, part * HASH + HASH)}.bin`, async (bytes) => {
      const whole = await inflate(bytes);
      const text = new TextDecoder(whole[0] === 0x67 ? "gbk" : "utf-8").decode(whole.subarray(1));
      let anchor = "";
      return text.split("\n").map((line) => {
        const tab = line.indexOf("\t");
        if (line.slice(0, tab) !== "=") anchor = line.slice(0, tab);
        return { anchor, text: line.slice(tab + 1) };
      });
    });
  }
}

/** @param {Uint8Array} bytes */
async function json(bytes) {
  return JSON.parse(new TextDecoder().decode(await inflate(bytes)));
}
