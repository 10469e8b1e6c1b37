// Reads rows of the shared table, answers with what the browser's tokenizer makes of them.
import { readFileSync } from "node:fs";
import { numberQuery, numbersWithin, tokens } from "./tokens.js";

const { tokens: rows, numbers } = JSON.parse(readFileSync(0, "utf8"));
process.stdout.write(JSON.stringify({
  tokens: rows.map(({ text, mode }) => tokens(text, mode).map(({ term, start, length }) => [term, start, length])),
  numbers: numbers.map(({ text }) => ({ whole: numberQuery(text), within: numbersWithin(text) })),
}));
