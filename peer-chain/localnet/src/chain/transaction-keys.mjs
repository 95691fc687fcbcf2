import { addressFromBytes } from '../codec/address.mjs';
import { isStaticWritable } from '../wire/transaction.mjs';
import { ADDRESS_LOOKUP_TABLE_PROGRAM } from './programs.mjs';

const TABLE_HEADER_BYTES = 56;

/**
 * All accounts of a transaction in the order that instructions index them.
 *
 * @typedef {object} TransactionKeys
 * @property {string[]} addresses
 * @property {boolean[]} writable
 * @property {{writable: string[], readonly: string[]}} loaded through lookup tables
 *
 * @param {import('../wire/message.mjs').Message} message
 * @param {(address: string) => import('./vm.mjs').StoredAccount | null} readAccount
 * @returns {TransactionKeys}
 */
export function keysOf(message, readAccount) {
  const loaded = { writable: [], readonly: [] };
  for (const lookup of message.lookups) {
    const table = readAccount(lookup.table);
    // The VM refuses a transaction whose table is missing or too short; there is nothing to load from it here.
    if (table === null || table.owner !== ADDRESS_LOOKUP_TABLE_PROGRAM) continue;
    loaded.writable.push(...entries(table.data, lookup.writable));
    loaded.readonly.push(...entries(table.data, lookup.readonly));
  }
  return keysWithLoaded(message, loaded);
}

/** The same for a transaction of the past, whose lookup tables may have changed since. */
export function keysWithLoaded(message, loaded) {
  const { staticKeys } = message;
  return {
    addresses: [...staticKeys, ...loaded.writable, ...loaded.readonly],
    writable: [
      ...staticKeys.map((_, index) => isStaticWritable(message, index)),
      ...loaded.writable.map(() => true),
      ...loaded.readonly.map(() => false),
    ],
    loaded,
  };
}

function entries(data, indexes) {
  const addresses = [];
  for (const index of indexes) {
    const at = TABLE_HEADER_BYTES + 32 * index;
    if (at + 32 <= data.length) addresses.push(addressFromBytes(data.subarray(at, at + 32)));
  }
  return addresses;
}
