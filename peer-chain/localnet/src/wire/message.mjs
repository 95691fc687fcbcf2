// The signed part of a transaction. The VM behind this parser ends the whole process when it is handed bytes that it
// cannot read, so every rule of the format is checked here first.

import { addressFromBytes } from '../codec/address.mjs';
import { encodeBase58 } from '../codec/base58.mjs';
import { WireReader } from './reader.mjs';
import { WireError } from './wire-error.mjs';

const VERSION_FLAG = 0x80;
const MAX_ACCOUNTS = 256;

/**
 * @typedef {object} Instruction
 * @property {number} programIndex
 * @property {Buffer} accounts account indexes, one byte each
 * @property {Buffer} data
 *
 * @typedef {object} Lookup
 * @property {string} table
 * @property {Buffer} writable indexes into the table
 * @property {Buffer} readonly indexes into the table
 *
 * @typedef {object} Message
 * @property {'legacy' | 0} version
 * @property {{requiredSignatures: number, readonlySigned: number, readonlyUnsigned: number}} header
 * @property {string[]} staticKeys
 * @property {string} recentBlockhash
 * @property {Instruction[]} instructions
 * @property {Lookup[]} lookups
 */

/** @param {Buffer} bytes @returns {Message} */
export function parseMessage(bytes) {
  const reader = new WireReader(bytes);
  const message = readMessage(reader);
  if (reader.remaining > 0) throw WireError.undecodable(`${reader.remaining} bytes after the end of the message`);
  return message;
}

/** @param {WireReader} reader @returns {Message} */
export function readMessage(reader) {
  const version = readVersion(reader);
  const header = {
    requiredSignatures: reader.byte(),
    readonlySigned: reader.byte(),
    readonlyUnsigned: reader.byte(),
  };
  const staticKeys = readList(reader, 32, () => addressFromBytes(reader.bytes(32)));
  const recentBlockhash = encodeBase58(reader.bytes(32));
  const instructions = readList(reader, 3, () => ({
    programIndex: reader.byte(),
    accounts: reader.shortBytes(),
    data: reader.shortBytes(),
  }));
  const lookups = version === 'legacy' ? [] : readList(reader, 34, () => readLookup(reader));
  const message = { version, header, staticKeys, recentBlockhash, instructions, lookups };
  sanitize(message);
  return message;
}

function readVersion(reader) {
  const first = reader.peek();
  if ((first & VERSION_FLAG) === 0) return 'legacy';
  reader.byte();
  const version = first & ~VERSION_FLAG;
  if (version !== 0) throw WireError.undecodable(`transaction version ${version} is not known`);
  return 0;
}

function readLookup(reader) {
  return { table: addressFromBytes(reader.bytes(32)), writable: reader.shortBytes(), readonly: reader.shortBytes() };
}

/** The least size of an item bounds the count, so that a forged count cannot allocate more than the bytes that came. */
function readList(reader, leastItemBytes, readItem) {
  const count = reader.compactU16();
  if (count * leastItemBytes > reader.remaining) throw WireError.undecodable('unexpected end of the transaction');
  const items = new Array(count);
  for (let i = 0; i < count; i++) items[i] = readItem();
  return items;
}

function sanitize({ version, header, staticKeys, instructions, lookups }) {
  const { requiredSignatures, readonlySigned, readonlyUnsigned } = header;
  if (readonlySigned >= requiredSignatures) throw WireError.unsanitary('there is no writable signer to pay the fee');
  if (requiredSignatures + readonlyUnsigned > staticKeys.length) {
    throw WireError.unsanitary('the header counts more accounts than there are');
  }

  let total = staticKeys.length;
  for (const lookup of lookups) {
    const loaded = lookup.writable.length + lookup.readonly.length;
    if (loaded === 0) throw WireError.unsanitary('an address table lookup loads nothing');
    total += loaded;
  }
  if (total > MAX_ACCOUNTS) throw WireError.unsanitary(`more than ${MAX_ACCOUNTS} accounts`);

  const programs = version === 'legacy' ? total : staticKeys.length;
  for (const { programIndex, accounts } of instructions) {
    if (programIndex === 0) throw WireError.unsanitary('the fee payer cannot be a program');
    if (programIndex >= programs) throw WireError.unsanitary('a program index is out of bounds');
    for (let i = 0; i < accounts.length; i++) {
      if (accounts[i] >= total) throw WireError.unsanitary('an account index is out of bounds');
    }
  }
}
