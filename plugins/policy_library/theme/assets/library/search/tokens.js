// @ts-check
// The tokenizer of the query. Its twin is plugins/policy_library/search/tokens.py; tests/vectors/tokens.json binds both.

/** @typedef {"text" | "title" | "query"} Mode */
/** `start` and `length` count characters of tokens: marks and blanks do not count. @typedef {{ term: string, start: number, length: number }} Token */
/** @typedef {{ office: string, core: string }} NumberQuery */

const H = "\\u3400-\\u9fff\\uf900-\\ufaff〇\\u{20000}-\\u{3134f}";
const W = "0-9a-z\\u00df-\\u024f\\u0370-\\u04ff";
const NUMERALS = "〇○零一二三四五六七八九十百千两";
const PIECE = new RegExp(`([${H}]+)|[${W}]+`, "gu");
const ARTICLE = new RegExp(`第([0-9]{1,4}|[${NUMERALS}]{1,7})条`, "gu");
const TITLE_MARKS = /[ \t\r\n\u00a0\u3000《》〈〉<>“”"‘’'「」『』]+/gu;
const NO_WIDTH = /[\u00ad\u200b-\u200f\u2028-\u202e\u2060\ufeff]/gu;
const BLANKS = /[ \t\r\n\u00a0\u3000]+/gu;
const OPEN = "[〔\\[(（【﹝［〖﹙「<《{]";
const CLOSE = "[〕\\])）】﹞］〗﹚」>》}]";
const NUMBER = new RegExp(
  `^([${H}]*?)(?:${OPEN}|[第字-])?(19[0-9]{2}|20[0-9]{2})年?${CLOSE}?[-—–－_./·#]?(?:第|字)?[-—–－_./·#]?0*([1-9][0-9]{0,5})号?$`, "u");
const CORE = new RegExp(`([${H}]*)${OPEN}(19[0-9]{2}|20[0-9]{2})年?${CLOSE}第?0*([1-9][0-9]{0,5})号`, "gu");

/** Half width, lower case, without characters of no width. @param {string} text */
export function normal(text) {
  return text.replace(/[\uff10-\uff19\uff21-\uff3a\uff41-\uff5a]/g, (c) => String.fromCharCode(c.charCodeAt(0) - 0xfee0))
    .replace(/[A-Z]+/g, (run) => run.toLowerCase()).replace(NO_WIDTH, "");
}

/** In order of place, shorter ones first. @param {string} text @param {Mode} [mode] @returns {Token[]} */
export function tokens(text, mode = "text") {
  text = normal(text);
  if (mode === "title") text = text.replace(TITLE_MARKS, "");
  /** @type {Token[]} */
  const found = [];
  if (mode === "query") {
    let at = 0;
    let cut = 0;
    for (const { start, end, term } of articles(text)) {
      at = pieces(text.slice(cut, start), at, mode, found);
      found.push({ term, start: at, length: end - start });
      at += end - start;
      cut = end;
    }
    pieces(text.slice(cut), at, mode, found);
  } else {
    pieces(text, 0, mode, found);
    for (const { start, end, term } of articles(text)) found.push({ term, start: width(text.slice(0, start)), length: end - start });
  }
  return found.sort((a, b) => a.start - b.start || a.length - b.length);
}

/** @param {string} text @param {number} at @param {Mode} mode @param {Token[]} found */
function pieces(text, at, mode, found) {
  for (const [run, han] of text.matchAll(PIECE)) {
    const characters = Array.from(run);
    if (!han) {
      found.push({ term: run, start: at, length: characters.length });
    } else {
      for (let i = 0; i + 1 < characters.length; i++) found.push({ term: characters[i] + characters[i + 1], start: at + i, length: 2 });
      if (mode === "title" || (mode === "query" && characters.length === 1)) {
        characters.forEach((term, i) => found.push({ term, start: at + i, length: 1 }));
      }
    }
    at += characters.length;
  }
  return at;
}

/** @param {string} text */
function articles(text) {
  const found = [];
  for (const match of text.matchAll(ARTICLE)) {
    const n = numeral(match[1]);
    const start = /** @type {number} */ (match.index);
    if (n) found.push({ start, end: start + match[0].length, term: `第${n}条` });
  }
  return found;
}

/** @param {string} text */
const width = (text) => [...text.matchAll(PIECE)].reduce((sum, [run]) => sum + Array.from(run).length, 0);

/** @type {Record<string, number>} */
const DIGITS = { "两": 2 };
Array.from("〇一二三四五六七八九").forEach((c, i) => { DIGITS[c] = i; });
for (const zero of "○零") DIGITS[zero] = 0;
const WORDED = /^(?:([一二三四五六七八九两])千)?(?:零?([一二三四五六七八九两])百)?(?:零?([一二三四五六七八九])?(十))?(?:零?([一二三四五六七八九两]))?$/u;

/** 十二, 一百零三, 二〇二四, 12; null for anything else. @param {string} text @returns {number | null} */
export function numeral(text) {
  if (/^[0-9]+$/.test(text)) return Number(text);
  const characters = Array.from(text);
  if (characters.every((c) => c in DIGITS) && (characters.length > 1 || "〇○零".includes(text))) {
    return Number(characters.map((c) => DIGITS[c]).join(""));
  }
  const match = WORDED.exec(text);
  if (!match) return null;
  const [, thousands, hundreds, tens, ten, ones] = match;
  return (thousands ? DIGITS[thousands] * 1000 : 0) + (hundreds ? DIGITS[hundreds] * 100 : 0) +
    (ten ? (tens ? DIGITS[tens] : 1) * 10 : 0) + (ones ? DIGITS[ones] : 0);
}

/** A document number in any form that people type, and nothing else. @param {string} text @returns {NumberQuery | null} */
export function numberQuery(text) {
  const squeezed = normal(text).replace(BLANKS, "");
  const match = Array.from(squeezed).length <= 40 ? NUMBER.exec(squeezed) : null;
  return match ? { office: match[1], core: `〔${match[2]}〕${match[3]}号` } : null;
}

/** Bracketed numbers among other words. @param {string} text @returns {NumberQuery[]} */
export function numbersWithin(text) {
  const squeezed = Array.from(normal(text)).slice(0, 200).join("").replace(BLANKS, "");
  return [...squeezed.matchAll(CORE)].map(([, office, year, serial]) => ({ office, core: `〔${year}〕${serial}号` }));
}
