// @ts-check
// The engine in a thread of its own, so that typing stays smooth.

import "./bits.js"; // all that the engine imports, so that a browser asks for them at once
import "./inflate.js";
import "./marks.js";
import "./query.js";
import "./rank.js";
import "./shards.js";
import "./store.js";
import "./tokens.js";
import { Engine } from "./engine.js";

/** @typedef {{ kind: "open", root: string } | { kind: "warm" } | { kind: "search", id: number, typed: string, options: import("./engine.js").Options }} Asked */
/** @typedef {{ kind: "titles" | "answer", id: number, answer: import("./engine.js").Answer } | { kind: "failed", id: number, message: string } | { kind: "ready" }} Told */

/** @type {Engine} */
let engine;

/** @param {Told} told */
const tell = (told) => postMessage(told);

/** Files with a hash in their name are kept by the browser; the manifest is asked for anew. @param {string} root @returns {import("./store.js").Fetch} */
export const fetchFrom = (root) => async (name) => {
  const answer = await fetch(root + name, { cache: name === "index.json" ? "no-cache" : "default" });
  if (!answer.ok) throw new Error(`${answer.status} ${name}`);
  return new Uint8Array(await answer.arrayBuffer());
};

/** @param {MessageEvent<Asked>} event */
async function hear({ data: asked }) {
  if (asked.kind === "open") engine = new Engine(fetchFrom(asked.root));
  if (asked.kind === "warm") await engine.warm().catch(() => {}); // told when something is searched for
  if (asked.kind === "search") {
    const { id, typed, options } = asked;
    try {
      const titles = (/** @type {import("./engine.js").Answer} */ answer) => tell({ kind: "titles", id, answer });
      tell({ kind: "answer", id, answer: await engine.search(typed, { ...options, titles }) });
    } catch (problem) {
      tell({ kind: "failed", id, message: String(problem) });
    }
  }
}

if (typeof WorkerGlobalScope !== "undefined" && self instanceof WorkerGlobalScope) {
  addEventListener("message", hear);
  tell({ kind: "ready" });
}
