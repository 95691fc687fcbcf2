// Addresses are base58 strings everywhere inside the server: readable in a debugger, and what the wire speaks. The same
// few thousand come again and again, so both directions are remembered.

import { decodeBase58, encodeBase58 } from './base58.mjs';

/** Node's, on any Uint8Array: making a Buffer of each would cost more than the text. */
const { latin1Slice } = Buffer.prototype;
const REMEMBERED = 200_000;
const texts = new Map();
const binaries = new Map();

/** @param {Uint8Array} bytes exactly 32 bytes */
export function addressFromBytes(bytes) {
  const key = latin1Slice.call(bytes, 0, 32);
  let text = texts.get(key);
  if (text === undefined) {
    text = encodeBase58(bytes);
    if (texts.size >= REMEMBERED) texts.clear();
    texts.set(key, text);
  }
  return text;
}

/** @returns {Buffer | null} null when the text is not a 32-byte address */
export function addressToBytes(text) {
  let bytes = binaries.get(text);
  if (bytes === undefined) {
    if (typeof text !== 'string' || text.length < 32 || text.length > 44) return null;
    bytes = decodeBase58(text);
    if (bytes === null || bytes.length !== 32) return null;
    if (binaries.size >= REMEMBERED) binaries.clear();
    binaries.set(text, bytes);
  }
  return bytes;
}
