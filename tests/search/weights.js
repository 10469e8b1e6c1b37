// The serialised index of all terms, for a comparison with lunr.py's.
import { readFileSync } from "node:fs";
import { serialised } from "./joined.js";
import { Store } from "./store.js";

const { files, terms } = JSON.parse(readFileSync(0, "utf8"));
const store = new Store(async (name) => new Uint8Array(Buffer.from(files[name], "base64")));
const [manifest, columns] = [await store.manifest(), await store.columns()];
const { found } = await store.postings(terms);
process.stdout.write(JSON.stringify(serialised(found, manifest, columns)));
