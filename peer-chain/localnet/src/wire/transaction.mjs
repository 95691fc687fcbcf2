import { encodeBase58 } from '../codec/base58.mjs';
import { readMessage } from './message.mjs';
import { WireReader } from './reader.mjs';
import { WireError } from './wire-error.mjs';

/** The largest transaction that fits a network packet. */
export const MAX_TRANSACTION_BYTES = 1232;

/**
 * @typedef {object} Transaction
 * @property {Buffer} wire the bytes as they came
 * @property {string} signature the first signature: the transaction's id
 * @property {string[]} signatures
 * @property {import('./message.mjs').Message} message
 */

/** @param {Buffer} wire @returns {Transaction} */
export function parseTransaction(wire) {
  if (wire.length > MAX_TRANSACTION_BYTES) {
    throw WireError.undecodable(`too large: ${wire.length} bytes (max: ${MAX_TRANSACTION_BYTES} bytes)`);
  }
  const reader = new WireReader(wire);
  const count = reader.compactU16();
  if (count === 0) throw WireError.unsanitary('there is no signature');
  if (count * 64 > reader.remaining) throw WireError.undecodable('unexpected end of the transaction');
  const signatures = Array.from({ length: count }, () => encodeBase58(reader.bytes(64)));
  const message = readMessage(reader);
  if (reader.remaining > 0) throw WireError.undecodable(`${reader.remaining} bytes after the end of the transaction`);
  if (message.header.requiredSignatures !== count) {
    throw WireError.unsanitary(`${count} signatures where the header requires ${message.header.requiredSignatures}`);
  }
  return { wire, signature: signatures[0], signatures, message };
}

/** Whether the static account at `index` is locked for writing. */
export function isStaticWritable({ header, staticKeys }, index) {
  if (index < header.requiredSignatures) return index < header.requiredSignatures - header.readonlySigned;
  return index < staticKeys.length - header.readonlyUnsigned;
}
