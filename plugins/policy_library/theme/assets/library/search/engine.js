// @ts-check
// A search from the typed words to results with passages. Runs in a worker, on the page where there is no worker, and in Node.

import { marksIn } from "./marks.js";
import { cutUp, parse, variants } from "./query.js";
import { CHECKED, TIER, better, inTitles, nearness, tierOf, weighed } from "./rank.js";
import { OWN } from "./shards.js";
import { Store } from "./store.js";

/** @typedef {import("./rank.js").Hit} Hit */
/** @typedef {import("./query.js").Query} Query */
/** @typedef {{ text: string, marks: [number, number][], anchor: string }} Passage */
/**
 * @typedef {{ document: number, tier: number, score: number, type: string, href: string, title: string, marks: [number, number][], number: string, by: string, issued: string, status: string, tone: string, word: string, effective: string, expires: string, passage: Passage | null, articles: Passage[] }} Result
 * @typedef {{ filters?: Record<string, string[]>, sort?: string, from?: number, size?: number, titles?: (answer: Answer) => void, counts?: boolean, passages?: boolean }} Options
 * @typedef {{ query: string, total: number, all: number, results: Result[], relaxed: boolean, cut: boolean, synonyms: { from: string, to: string }[], failed: boolean, checked: number | null, fewer: { words: string, total: number }[], counts: Record<string, Record<string, number>> | null, final: boolean }} Answer
 */

const SHOWN = ["number", "by", "issued", "status", "tone", "word", "effective", "expires"];

export class Engine {
  /** @param {import("./store.js").Fetch} fetch */
  constructor(fetch) {
    this.store = new Store(fetch);
  }

  /** What every query needs; fetched when the box gets the focus. */
  async warm() {
    await this.store.columns();
  }

  /** @param {string} typed @param {Options} [options] @returns {Promise<Answer>} */
  async search(typed, options = {}) {
    const { from = 0, size = 10, sort = "relevance", filters = {} } = options;
    const query = parse(typed);
    const found = await this.find(query);
    const allowed = await this.allowed(filters);
    let hits = [...found.hits.values()].filter((hit) => !allowed || allowed(hit.document));
    const best = hits.reduce((least, hit) => Math.min(least, hit.tier), TIER.some);
    const relaxed = best >= TIER.some && query.terms.length > 0;
    if (relaxed) {
      const most = hits.reduce((top, hit) => Math.max(top, hit.share), 0);
      hits = hits.filter((hit) => hit.share >= Math.max(0.4, most * 0.7));
    } else {
      hits = hits.filter((hit) => hit.tier < TIER.some);
    }
    hits.sort(sort === "date" ? (a, b) => b.document - a.document : better);
    /** @type {Answer} */
    const answer = {
      query: typed, total: hits.length, all: (await this.store.manifest()).documents, results: [], relaxed: relaxed && hits.length > 0, cut: query.cut,
      synonyms: found.synonyms, failed: found.failed, checked: null, fewer: [], counts: null, final: false,
    };
    if (!hits.length) answer.fewer = this.fewer(query, found.postings);
    if (options.counts) answer.counts = await this.counts(found.hits, hits, filters);
    const strict = query.phrases.length > 0;
    const reading = options.passages !== false;
    const page = hits.slice(from, from + size);
    const rows = await this.rows(page);
    answer.failed ||= rows.some((row) => !row);
    answer.results = await Promise.all(page.map((hit, i) => this.result(hit, rows[i], query)));
    if (!strict) options.titles?.({ ...answer });
    if (!reading) return { ...answer, final: true };
    const { passages, together } = await import("./passages.js");
    const compared = strict || sort !== "date" ? await this.toCompare(hits, query, from, size, strict, found.postings, together) : [];
    if (compared.length) {
      const read = await passages(this.store, compared, query, found.postings, new Map(page.map((hit, i) => [hit.document, rows[i]])), true);
      for (const hit of compared) if (read.get(hit.document)?.literal && hit.tier === TIER.all) hit.tier = query.segments.length > 1 ? TIER.literals : TIER.literal;
      if (strict) {
        const dropped = new Set(compared.filter((hit) => read.get(hit.document)?.phrases === false).map((hit) => hit.document));
        hits = hits.filter((hit) => !dropped.has(hit.document));
        answer.total = hits.length;
        answer.checked = compared.length < hits.length + dropped.size ? compared.length : null;
      }
      if (sort !== "date") hits.sort(better);
    }
    const last = hits.slice(from, from + size);
    const shown = await this.rows(last);
    const read = await passages(this.store, last, query, found.postings, new Map(last.map((hit, i) => [hit.document, shown[i]])));
    answer.results = await Promise.all(last.map(async (hit, i) => {
      const result = await this.result(hit, shown[i], query);
      const held = read.get(hit.document);
      if (held?.failed) answer.failed = true;
      return held ? { ...result, passage: held.passage, articles: held.articles } : result;
    }));
    return { ...answer, final: true };
  }

  /**
   * Hits whose text decides their place on this page, the likeliest first.
   * @param {Hit[]} hits @param {Query} query @param {number} from @param {number} size @param {boolean} strict
   * @param {Map<string, import("./shards.js").Postings>} postings @param {typeof import("./passages.js").together} together
   */
  async toCompare(hits, query, from, size, strict, postings, together) {
    if (strict) return hits.slice(0, from + CHECKED);
    const start = hits.findIndex((hit) => hit.tier >= TIER.literal);
    if (start < 0 || start >= from + size || query.terms.length < 2) return [];
    const { flags } = await this.store.columns();
    const all = hits.slice(start).filter((hit) => hit.tier === TIER.all);
    const possible = query.segments.length > 1 ? all : all.filter(({ document }) => together(document, query, postings, Math.max(1, flags[document] >> 4)).includes(true));
    return possible.slice(0, from + CHECKED);
  }

  /** @param {Query} query */
  async find(query) {
    const manifest = await this.store.manifest();
    const columns = await this.store.columns();
    const others = variants(query.words, manifest.synonyms).map((other) => ({ ...other, ...cutUp(other.words) }));
    const negated = query.without.map((word) => cutUp(word).terms);
    const wanted = [...query.terms, ...others.flatMap(({ terms }) => terms), ...negated.flat()].map(({ term }) => term);
    const [{ found: postings, failed }, numbers, { scores }] = await Promise.all(
      [this.store.postings(wanted), this.numbers(query), import("./joined.js")]); // lunr comes beside the first shards
    /** @type {Map<number, Hit>} */
    const hits = new Map();
    if (!query.terms.length && query.without.length) {
      for (let document = 0; document < manifest.documents; document++) {
        hits.set(document, { document, tier: TIER.all, runs: 0, cover: 0, fill: 0, share: 1, score: 0, near: 0, variant: 0 });
      }
    }
    if (query.terms.length) this.gather(scores, hits, query, 0, postings, manifest, columns);
    /** @type {{ from: string, to: string }[]} */
    const synonyms = [];
    others.forEach((other, i) => {
      const before = hits.size;
      const improved = this.gather(scores, hits, other, i + 1, postings, manifest, columns);
      if (improved || hits.size > before) synonyms.push({ from: other.from, to: other.to });
    });
    for (const { document, tier } of numbers.hits) {
      const hit = hits.get(document) ?? { document, runs: 0, cover: 0, fill: 0, share: 1, score: 0, near: 0, variant: 0, tier };
      hits.set(document, { ...hit, tier: Math.min(tier, hit.tier) });
    }
    if (query.onlyNumber && numbers.hits.length) for (const [document, hit] of hits) if (hit.tier > TIER.cites) hits.delete(document);
    for (const terms of negated) for (const document of this.having(terms, postings)) hits.delete(document);
    return { hits, postings, synonyms, failed: failed.size > 0 || numbers.failed };
  }

  /**
   * Puts the documents of one wording among the hits; whether any got a better place than before.
   * @param {typeof import("./joined.js").scores} scores @param {Map<number, Hit>} hits @param {{ terms: import("./query.js").Term[], length: number }} wording @param {number} variant
   * @param {Map<string, import("./shards.js").Postings>} postings @param {import("./shards.js").Manifest} manifest @param {import("./shards.js").Columns} columns
   */
  gather(scores, hits, { terms, length }, variant, postings, manifest, columns) {
    const n = manifest.documents;
    const share = new Float64Array(n);
    const count = new Uint8Array(n);
    const seen = new Uint8Array(n);
    let whole = 0;
    // A single character beside longer terms only helps titles: texts have no single characters.
    const primary = terms.filter(({ term, length: wide }) => wide > 1 || /[0-9a-z]/.test(term));
    const counted = primary.length ? primary : terms;
    counted.forEach(({ term }, turn) => {
      const held = postings.get(term);
      const documents = (held?.text.documents.length ?? 0) + (held?.title.documents.length ?? 0);
      const rarity = Math.log(1 + n / (documents + 0.5));
      whole += rarity;
      for (const list of held ? [held.text.documents, held.title.documents] : []) {
        for (let i = 0; i < list.length; i++) {
          const document = list[i];
          if (seen[document] === turn + 1) continue;
          seen[document] = turn + 1;
          share[document] += rarity;
          count[document]++;
        }
      }
    });
    const titles = inTitles(terms, postings, length, columns.characters);
    const most = count.reduce((top, one) => Math.max(top, one), 0);
    const floor = most === counted.length ? most : Math.max(1, Math.floor(most * 0.6));
    /** @param {number} document */
    const keep = (document) => count[document] >= floor || (titles.get(document)?.cover ?? 0) >= 0.6;
    const used = new Map(terms.flatMap(({ term }) => {
      const held = postings.get(term);
      return held ? [[term, held]] : [];
    }));
    let improved = false;
    for (const [document, score] of scores(/** @type {any} */ (used), manifest, columns, keep)) {
      const title = titles.get(document);
      const flags = columns.flags[document];
      const all = count[document] === counted.length;
      const tier = tierOf(flags, title, all, terms.length === 1);
      const fill = title?.fill ?? 0;
      /** @type {Hit} */
      const hit = {
        document, tier, runs: title?.runs ?? 0, cover: title?.cover ?? 0, fill, share: Math.max(share[document] / whole, title?.cover ?? 0),
        score: weighed(score, fill, flags), near: nearness(fill, flags), variant,
      };
      const known = hits.get(document);
      if (!known || hit.tier < known.tier) {
        hits.set(document, hit);
        improved ||= Boolean(known) || tier < TIER.some;
      }
    }
    return improved;
  }

  /** Documents that have all of the terms. @param {import("./query.js").Term[]} terms @param {Map<string, import("./shards.js").Postings>} postings */
  having(terms, postings) {
    /** @type {Set<number> | null} */
    let found = null;
    for (const { term } of terms) {
      const held = postings.get(term);
      const documents = new Set([...(held?.text.documents ?? []), ...(held?.title.documents ?? [])]);
      found = found ? new Set([...found].filter((document) => documents.has(document))) : documents;
    }
    return found ?? new Set();
  }

  /** @param {Query} query */
  async numbers(query) {
    /** @type {{ document: number, tier: number }[]} */
    const hits = [];
    let failed = false;
    for (const { office, core } of query.numbers.slice(0, 3)) {
      try {
        const held = await this.store.numbers(core);
        const whole = [...held.keys()].filter((term) => term !== core && (office + core).endsWith(term)).sort((a, b) => b.length - a.length)[0];
        const postings = held.get(whole ?? (office && !query.onlyNumber ? "" : core));
        if (!postings || (!whole && office)) continue;
        postings.title.documents.forEach((document, i) => {
          hits.push({ document, tier: postings.title.places[i].includes(OWN) ? TIER.number : TIER.cites });
        });
        for (const document of postings.text.documents) hits.push({ document, tier: TIER.cites });
      } catch {
        failed = true;
      }
    }
    return { hits, failed };
  }

  /** @param {Record<string, string[]>} filters */
  async allowed(filters) {
    const chosen = Object.entries(filters).filter(([, values]) => values.length);
    if (!chosen.length) return null;
    const facets = await this.store.facets();
    const tests = chosen.filter(([name]) => facets[name]).map(([name, values]) => {
      const { values: known, sets, rows } = facets[name];
      const wanted = new Set(values);
      const good = sets.map((set) => set.some((place) => wanted.has(known[place][0])));
      return (/** @type {number} */ document) => good[rows[document]];
    });
    return (/** @type {number} */ document) => tests.every((test) => test(document));
  }

  /**
   * How many of the found documents each value has, were it chosen beside what is chosen in the other facets.
   * @param {Map<number, Hit>} every @param {Hit[]} shown @param {Record<string, string[]>} filters
   */
  async counts(every, shown, filters) {
    const facets = await this.store.facets();
    const tier = shown.length ? Math.max(...shown.map((hit) => hit.tier)) : TIER.some - 1;
    const worst = Math.max(tier, TIER.all);
    /** @type {Record<string, Record<string, number>>} */
    const counted = {};
    for (const [name, { values, sets, rows }] of Object.entries(facets)) {
      const others = await this.allowed({ ...filters, [name]: [] });
      const perSet = sets.map(() => 0);
      for (const hit of every.values()) if (hit.tier <= worst && (!others || others(hit.document))) perSet[rows[hit.document]]++;
      const held = values.map(() => 0);
      sets.forEach((set, i) => { for (const place of set) held[place] += perSet[i]; });
      counted[name] = Object.fromEntries(values.map(([value], i) => [value, held[i]]));
    }
    return counted;
  }

  /** @param {Hit[]} hits @returns {Promise<(string[] | null)[]>} null where the file did not come */
  rows(hits) {
    return Promise.all(hits.map((hit) => this.store.row(hit.document).catch(() => null)));
  }

  /** @param {Hit} hit @param {string[] | null} row @param {Query} query @returns {Promise<Result>} */
  async result(hit, row, query) {
    const [type, href, title, , ...shown] = row ?? ["", "", "", ""];
    const values = Object.fromEntries(SHOWN.map((name, i) => [name, shown[i] ?? ""]));
    return /** @type {any} */ ({
      document: hit.document, tier: hit.tier, score: Math.round(hit.score * 1000) / 1000, type, href, title, marks: marksIn(title, query), ...values,
      passage: null, articles: [],
    });
  }

  /** Shorter wordings that find something: the pieces that the reader parted, or the longest beginnings and ends. @param {Query} query @param {Map<string, import("./shards.js").Postings>} postings */
  fewer(query, postings) {
    const tries = query.segments.length > 1 ? query.segments : [];
    if (query.segments.length === 1) {
      const characters = Array.from(query.segments[0]);
      for (let n = characters.length - 1; n >= 2; n--) tries.push(characters.slice(0, n).join(""), characters.slice(-n).join(""));
    }
    /** @type {{ words: string, total: number }[]} */
    const found = [];
    for (const words of tries) {
      if (found.some((other) => other.words.includes(words))) continue;
      const total = this.having(cutUp(words).terms.filter(({ length }) => length > 1), postings).size;
      if (total) found.push({ words, total });
      if (found.length === 3) break;
    }
    return found;
  }
}
