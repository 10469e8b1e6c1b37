// @ts-check
// The numbers behind the facets: reads library.json (described in site/views.py), filters, counts and sorts. No page here.

/**
 * @typedef {{ values: string[], sets: number[][], rows: Uint32Array }} Facet
 * @typedef {{ count: number, chunk: number, facets: Map<string, Facet>, dates: Record<string, Uint32Array> }} Columns
 * @typedef {Map<string, Set<string>>} Chosen  values by facet; within a facet any, between facets all must fit
 */

const DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_";

/** @param {{ width: number, rows: string }} written @param {number} count */
function numbers({ width, rows }, count) {
  const found = new Uint32Array(count);
  for (let place = 0, at = 0; place < width; place++) {
    for (let row = 0; row < count; row++) found[row] = found[row] * 64 + DIGITS.indexOf(rows[at++]);
  }
  return found;
}

/** Day numbers, 0 for none. @param {any} written dates of library.json @param {number} count */
function days(written, count) {
  const [gaps, effective, expires] = ["dated", "effective", "expires"].map((name) => numbers(written[name], count));
  const from = (/** @type {number} */ base, /** @type {number} */ code) => !code ? 0 : code % 2 ? base + (code - 1) / 2 : base - code / 2;
  for (let row = 0, dated = written.dated.start; row < count; row++) {
    dated -= gaps[row];
    effective[row] = from(dated, effective[row]);
    expires[row] = from(effective[row] || dated, expires[row]);
  }
  return { effective, expires };
}

/** @param {any} data library.json @returns {Columns} */
export function read(data) {
  const { count, chunk } = data;
  if (data.version !== 2) throw new Error(`facet data of version ${data.version}`);
  const facets = new Map(Object.entries(data.facets).map(([key, written]) =>
    [key, { values: written.values, sets: written.sets, rows: numbers(written, count) }]));
  return { count, chunk, facets, dates: days(data.dates, count) };
}

/**
 * The rows that fit, and for each facet how many would fit with each of its values, its own choice aside.
 * @param {Columns} columns @param {Chosen} chosen
 * @returns {{ rows: number[], counts: Map<string, Map<string, number>> }}
 */
export function choose(columns, chosen) {
  const keys = [...columns.facets.keys()];
  const facets = [...columns.facets.values()];
  const fits = facets.map(({ values, sets }, i) => {
    const wanted = chosen.get(keys[i]);
    return sets.map((set) => !wanted?.size || set.some((value) => wanted.has(values[value])));
  });
  const tallies = facets.map(({ sets }) => new Uint32Array(sets.length));
  const rows = [];
  for (let row = 0; row < columns.count; row++) {
    let misses = 0;
    let missed = -1;
    for (let i = 0; i < facets.length; i++) {
      if (!fits[i][facets[i].rows[row]]) { misses++; missed = i; }
    }
    if (misses > 1) continue;
    if (!misses) rows.push(row);
    for (let i = 0; i < facets.length; i++) {
      if (!misses || missed === i) tallies[i][facets[i].rows[row]]++;
    }
  }
  const counts = new Map(facets.map(({ values, sets }, i) => {
    const count = new Map(values.map((value) => [value, 0]));
    sets.forEach((set, n) => set.forEach((v) => count.set(values[v], (count.get(values[v]) ?? 0) + tallies[i][n])));
    return [keys[i], count];
  }));
  return { rows, counts };
}

/** A moment as the data counts days. @param {Date} moment */
export const dayNumber = (moment) =>
  Math.round((Date.UTC(moment.getFullYear(), moment.getMonth(), moment.getDate()) - Date.UTC(1899, 11, 31)) / 86400000);

/**
 * The rows in another order. By effective: new first. By expires: what ends next, then what has ended, lately first.
 * Those without the date come last; equal ones keep the order of the lists.
 * @param {Columns} columns @param {number[]} rows @param {string} order @param {number} today a day number
 */
export function sorted(columns, rows, order, today) {
  const days = columns.dates[order];
  if (!days) return rows;
  const group = (/** @type {number} */ row) => !days[row] ? 2 : order === "expires" && days[row] >= today ? 0 : 1;
  return [...rows].sort((a, b) => {
    const groups = group(a) - group(b);
    return groups || (group(a) === 0 ? days[a] - days[b] : days[b] - days[a]) || a - b;
  });
}
