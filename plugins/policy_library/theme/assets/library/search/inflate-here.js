// @ts-check
// RFC 1951 in a plain loop, for browsers that have no DecompressionStream: Safari before 16.4.

const LENGTHS = [3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258];
const LENGTH_BITS = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0];
const DISTANCES = [1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097, 6145, 8193, 12289, 16385, 24577];
const ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

/** @param {number[]} lengths @returns {{ counts: Uint16Array, symbols: Uint16Array }} */
function huffman(lengths) {
  const counts = new Uint16Array(16);
  for (const length of lengths) counts[length]++;
  counts[0] = 0;
  const offsets = new Uint16Array(16);
  for (let i = 1; i < 15; i++) offsets[i + 1] = offsets[i] + counts[i];
  const symbols = new Uint16Array(lengths.length);
  lengths.forEach((length, symbol) => { if (length) symbols[offsets[length]++] = symbol; });
  return { counts, symbols };
}

/** Of zlib's format; its checksum is left to the name of the file. @param {Uint8Array} bytes */
export function inflateHere(bytes) {
  let at = 2;
  let held = 0;
  let count = 0;
  /** @type {number[]} */
  const out = [];
  /** @param {number} need */
  const bits = (need) => {
    while (count < need) {
      if (at >= bytes.length) throw new RangeError("the data end early");
      held |= bytes[at++] << count;
      count += 8;
    }
    const value = held & ((1 << need) - 1);
    held >>>= need;
    count -= need;
    return value;
  };
  /** @param {{ counts: Uint16Array, symbols: Uint16Array }} table */
  const symbol = ({ counts, symbols }) => {
    let code = 0;
    let first = 0;
    let index = 0;
    for (let length = 1; length < 16; length++) {
      code |= bits(1);
      if (code - counts[length] < first) return symbols[index + (code - first)];
      index += counts[length];
      first = (first + counts[length]) << 1;
      code <<= 1;
    }
    throw new RangeError("no such code");
  };
  for (let last = 0; !last;) {
    last = bits(1);
    const kind = bits(2);
    if (kind === 0) {
      held = count = 0;
      const length = bytes[at] | (bytes[at + 1] << 8);
      at += 4;
      for (let i = 0; i < length; i++) out.push(bytes[at++]);
      continue;
    }
    if (kind === 3) throw new RangeError("no such block");
    let literals;
    let distances;
    if (kind === 1) {
      literals = huffman(Array.from({ length: 288 }, (_, i) => (i < 144 ? 8 : i < 256 ? 9 : i < 280 ? 7 : 8)));
      distances = huffman(Array.from({ length: 30 }, () => 5));
    } else {
      const nLiterals = bits(5) + 257;
      const nDistances = bits(5) + 1;
      const nCodes = bits(4) + 4;
      const codes = Array.from({ length: 19 }, () => 0);
      for (let i = 0; i < nCodes; i++) codes[ORDER[i]] = bits(3);
      const table = huffman(codes);
      /** @type {number[]} */
      const lengths = [];
      while (lengths.length < nLiterals + nDistances) {
        const found = symbol(table);
        if (found < 16) { lengths.push(found); continue; }
        const value = found === 16 ? lengths[lengths.length - 1] : 0;
        for (let left = found === 16 ? 3 + bits(2) : found === 17 ? 3 + bits(3) : 11 + bits(7); left > 0; left--) lengths.push(value);
      }
      literals = huffman(lengths.slice(0, nLiterals));
      distances = huffman(lengths.slice(nLiterals));
    }
    for (;;) {
      const found = symbol(literals);
      if (found < 256) { out.push(found); continue; }
      if (found === 256) break;
      const length = LENGTHS[found - 257] + bits(LENGTH_BITS[found - 257]);
      const code = symbol(distances);
      const distance = DISTANCES[code] + bits(code < 2 ? 0 : (code >> 1) - 1);
      for (let i = 0; i < length; i++) out.push(out[out.length - distance]);
    }
  }
  return Uint8Array.from(out);
}
