// (a) lunr over the shards of a query's terms against one index of all terms; (b) that one index against lunr.Builder.
// Refs, scores to the bit, order with ties by ref, and match data must be the same.
import { readFileSync } from "node:fs";
import lunr from "./lunr.js";
import { BOOSTS, FIELDS, search, serialised } from "./joined.js";
import { Store } from "./store.js";

const { files, queries, documents } = JSON.parse(readFileSync(0, "utf8"));
const fetch = async (name) => new Uint8Array(Buffer.from(files[name], "base64"));
const store = new Store(fetch);
const [manifest, columns] = [await store.manifest(), await store.columns()];

/** @param {any[]} results */
const told = (results) => JSON.stringify(results.map(({ ref, score, matchData }) => [ref, score, matchData.metadata])
  .sort((a, b) => b[1] - a[1] || Number(a[0]) - Number(b[0])));

const every = new Map();
const terms = new Set(documents.flatMap(({ title, text }) => [...title, ...text]));
for (const [term, postings] of (await store.postings(terms)).found) every.set(term, postings);
const whole = lunr.Index.load(JSON.parse(JSON.stringify(serialised(every, manifest, columns))));

let builder = null;
if (manifest.exact) {
  builder = new lunr.Builder();
  builder.ref("id");
  for (const field of FIELDS) builder.field(field, { boost: BOOSTS[field] });
  builder.pipeline.reset();
  builder.searchPipeline.reset();
  builder.b(0.75);
  builder.k1(1.2);
  // The order in which terms are numbered is the order in which a score is summed up: give the builder ours.
  [...terms].sort().forEach((term, i) => { builder.invertedIndex[term] = { _index: i, title: Object.create(null), text: Object.create(null) }; });
  builder.termIndex = terms.size;
  documents.forEach(({ title, text }, id) => builder.add({ id, title, text }));
  builder = builder.build();
}
const different = [];
let answered = 0;
for (const query of queries) {
  const fresh = new Store(fetch);
  const { found } = await fresh.postings(query);
  const joined = lunr.Index.load(JSON.parse(JSON.stringify(serialised(found, manifest, columns))));
  const asked = [...found.keys()].sort();
  const expected = told(search(whole, asked));
  if (expected !== "[]") answered++;
  if (told(search(joined, asked)) !== expected) different.push(["shards", query]);
  if (builder && told(search(builder, asked)) !== expected) different.push(["builder", query]);
}
process.stdout.write(JSON.stringify({ different, answered, terms: every.size }));
