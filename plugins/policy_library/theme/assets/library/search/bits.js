// @ts-check
// Reads strings of bits; their writer is plugins/policy_library/search/bits.py.

export class Bits {
  /** @param {Uint8Array} bytes */
  constructor(bytes) {
    this.bytes = bytes;
    this.at = 0;
    this.end = bytes.length * 8;
  }

  bit() {
    if (this.at >= this.end) throw new RangeError("the shard ends early");
    const bit = (this.bytes[this.at >> 3] >> (7 - (this.at & 7))) & 1;
    this.at++;
    return bit;
  }

  /** At most 30 bits. @param {number} width */
  fixed(width) {
    let value = 0;
    let left = width;
    while (left > 0) {
      const inByte = 8 - (this.at & 7);
      const take = left < inByte ? left : inByte;
      if (this.at + take > this.end) throw new RangeError("the shard ends early");
      value = (value << take) | ((this.bytes[this.at >> 3] >> (inByte - take)) & ((1 << take) - 1));
      this.at += take;
      left -= take;
    }
    return value;
  }

  gamma() {
    let zeros = 0;
    while (!this.bit()) zeros++;
    return (1 << zeros) | this.fixed(zeros);
  }

  /** @param {number} k */
  rice(k) {
    let high = 0;
    while (this.bit()) high++;
    return high * 2 ** k + this.fixed(k);
  }
}

/** The k for `count` numbers that ascend through `span`. @param {number} span @param {number} count */
export function riceParameter(span, count) {
  const share = Math.floor(span / count);
  return Math.max(0, (share ? Math.floor(Math.log2(share)) + 1 : 0) - 2);
}
