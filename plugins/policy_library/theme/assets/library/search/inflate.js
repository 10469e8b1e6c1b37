// @ts-check
// Decompression of what the index stores, by the browser where it can.

/** zlib's format (RFC 1950), or what a host has already decoded. @param {Uint8Array} bytes @returns {Promise<Uint8Array>} */
export async function inflate(bytes) {
  if (bytes[0] !== 0x78 || (bytes[0] * 256 + bytes[1]) % 31) return bytes;
  if (typeof DecompressionStream === "undefined") return (await import("./inflate-here.js")).inflateHere(bytes);
  const stream = new Blob([/** @type {any} */ (bytes)]).stream().pipeThrough(new DecompressionStream("deflate"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}
