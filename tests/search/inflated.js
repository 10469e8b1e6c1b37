// Decompresses with the browser's stream and with our own loop, and reads passages as the store does.
import { readFileSync } from "node:fs";
import { inflate } from "./inflate.js";
import { inflateHere } from "./inflate-here.js";

const answers = [];
for (const text of JSON.parse(readFileSync(0, "utf8"))) {
  const bytes = new Uint8Array(Buffer.from(text, "base64"));
  const [browser, ours] = [await inflate(bytes), inflateHere(bytes)];
  answers.push({
    browser: Buffer.from(browser).toString("base64"), ours: Buffer.from(ours).toString("base64"),
    text: new TextDecoder(browser[0] === 0x67 ? "gbk" : "utf-8").decode(browser.subarray(1)),
  });
}
process.stdout.write(JSON.stringify(answers));
