// @ts-check
// Marks on a page what was searched for, in the article that the address names or else in the whole text.

import { cutUp } from "./query.js";
import { literals, marksIn } from "./marks.js";
import { element } from "./dom.js";

/** @param {string} asked */
export function highlight(asked) {
  const query = cutUp(asked);
  if (!query.terms.length) return;
  const named = document.getElementById(decode(location.hash.slice(1)));
  const place = named?.matches(".article, details, section") ? named : document.querySelector("#原文, .reading__text, article, main");
  if (!place) return;
  const walker = document.createTreeWalker(place, NodeFilter.SHOW_TEXT);
  /** @type {Text[]} */
  const texts = [];
  while (walker.nextNode()) texts.push(/** @type {Text} */ (walker.currentNode));
  const whole = literals(place.textContent ?? "", query);
  for (const text of texts) {
    const marks = marksIn(text.data, query, whole).filter(([start, end]) => end - start > 1 || query.length === 1);
    for (const [start, end] of marks.reverse()) {
      const held = text.splitText(start);
      held.splitText(end - start);
      held.replaceWith(element("mark", "", held.data));
    }
  }
  const address = new URL(location.href);
  address.searchParams.delete("mark");
  history.replaceState(history.state, "", address);
}

/** @param {string} text */
function decode(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
