// Answers with the slots of terms, for each number of slots.
import { readFileSync } from "node:fs";
import { slot } from "./shards.js";

const { terms, sizes } = JSON.parse(readFileSync(0, "utf8"));
process.stdout.write(JSON.stringify(sizes.map((size) => terms.map((term) => slot(term, size)))));
