// @ts-check
// Run by ask.py beside a copy of the site's modules: queries on standard input, answers on standard output.

import { readFile } from "node:fs/promises";
import { join } from "node:path";
// @ts-ignore stands beside this file when it runs
import { Engine } from "./engine.js";

let asked = "";
for await (const piece of process.stdin) asked += piece;
const { root, queries, options } = JSON.parse(asked);
const engine = new Engine(async (/** @type {string} */ name) => new Uint8Array(await readFile(join(root, name))));
const answers = [];
for (const query of queries) answers.push(await engine.search(query, options));
process.stdout.write(JSON.stringify(answers));
