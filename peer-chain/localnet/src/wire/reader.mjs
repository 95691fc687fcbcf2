import { WireError } from './wire-error.mjs';

/** Reads the wire format front to back and refuses whatever a validator's decoder would not accept. */
export class WireReader {
  #bytes;
  #at = 0;

  /** @param {Buffer} bytes */
  constructor(bytes) {
    this.#bytes = bytes;
  }

  get position() {
    return this.#at;
  }

  get remaining() {
    return this.#bytes.length - this.#at;
  }

  peek() {
    this.#need(1);
    return this.#bytes[this.#at];
  }

  byte() {
    this.#need(1);
    return this.#bytes[this.#at++];
  }

  bytes(length) {
    this.#need(length);
    this.#at += length;
    return this.#bytes.subarray(this.#at - length, this.#at);
  }

  /** Compact-u16: one to three bytes, seven bits each, in the one canonical form. */
  compactU16() {
    let value = 0;
    for (let i = 0; i < 3; i++) {
      const byte = this.byte();
      value |= (byte & 0x7f) << (7 * i);
      if ((byte & 0x80) !== 0) continue;
      if (byte === 0 && i > 0) throw WireError.undecodable('compact-u16 is not in its shortest form');
      if (value > 0xffff) throw WireError.undecodable('compact-u16 is larger than 16 bits');
      return value;
    }
    throw WireError.undecodable('compact-u16 is longer than three bytes');
  }

  /** A compact-u16 length and that many bytes. */
  shortBytes() {
    return this.bytes(this.compactU16());
  }

  #need(length) {
    if (this.remaining < length) throw WireError.undecodable('unexpected end of the transaction');
  }
}
