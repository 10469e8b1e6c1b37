// @ts-check
// Loaded with `async` from <head>, so that a remembered palette or text size holds before the page is drawn.
// The page works without it: the system's palette and the normal size are what the stylesheet gives.

/** @param {string} name @returns {string | null} */
function remembered(name) {
  try {
    return localStorage.getItem(`policy-library:${name}`);
  } catch {
    return null; // storage refused: nothing is remembered
  }
}

const scheme = remembered("scheme");
if (scheme === "dark" || scheme === "light") document.documentElement.dataset.scheme = scheme;
if (remembered("text") === "large") document.documentElement.classList.add("text-large");
document.dispatchEvent(new Event("library:remembered")); // page.js may have been first
