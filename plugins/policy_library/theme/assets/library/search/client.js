// @ts-check
// The page's end of the search: asks the worker, or the engine itself where the browser has no module workers.

/** @typedef {import("./engine.js").Answer} Answer */
/** @typedef {import("./engine.js").Options} Options */

const ROOT = new URL("../../search/", import.meta.url).href;

/** @type {Promise<Client> | null} */
let opened = null;

/** One for the page. @returns {Promise<Client>} */
export const client = () => (opened ??= open());

/** Forgets what failed, so that the next search fetches anew. */
export function reopen() {
  opened?.then((held) => held.close());
  opened = null;
}

/** @typedef {{ warm: () => void, search: (typed: string, options: Options, titles?: (answer: Answer) => void) => Promise<Answer>, close: () => void }} Client */

/** @returns {Promise<Client>} */
async function open() {
  try {
    return await inWorker();
  } catch {
    return here();
  }
}

/** @returns {Promise<Client>} */
function inWorker() {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL("./worker.js", import.meta.url), { type: "module" });
    /** @type {Map<number, { resolve: (answer: Answer) => void, reject: (problem: Error) => void, titles?: (answer: Answer) => void }>} */
    const waiting = new Map();
    let next = 0;
    worker.addEventListener("error", () => reject(new Error("no module worker")), { once: true });
    worker.addEventListener("message", (/** @type {MessageEvent<import("./worker.js").Told>} */ { data: told }) => {
      if (told.kind === "ready") {
        worker.postMessage({ kind: "open", root: ROOT });
        return resolve({
          warm: () => worker.postMessage({ kind: "warm" }),
          search: (typed, options, titles) => new Promise((done, fail) => {
            waiting.set(++next, { resolve: done, reject: fail, titles });
            worker.postMessage({ kind: "search", id: next, typed, options });
          }),
          close: () => worker.terminate(),
        });
      }
      const one = waiting.get(told.id);
      if (told.kind === "titles") return one?.titles?.(told.answer);
      waiting.delete(told.id);
      if (told.kind === "answer") one?.resolve(told.answer);
      else one?.reject(new Error(told.message));
    });
  });
}

/** @returns {Promise<Client>} */
async function here() {
  const [{ Engine }, { fetchFrom }] = await Promise.all([import("./engine.js"), import("./worker.js")]);
  const engine = new Engine(fetchFrom(ROOT));
  return {
    warm: () => { engine.warm().catch(() => {}); },
    search: (typed, options, titles) => engine.search(typed, { ...options, titles }),
    close: () => {},
  };
}
