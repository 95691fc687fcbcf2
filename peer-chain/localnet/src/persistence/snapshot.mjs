// All accounts as of one finalized slot, so that a start need not apply the whole journal. Written beside the old one and
// renamed over it: there is always one complete snapshot or none.

import { closeSync, existsSync, fsyncSync, openSync, renameSync, writeSync } from 'node:fs';
import { decodeAccount, encodeAccount } from './entry-codec.mjs';
import { completeLines } from './lines.mjs';
import { StorageError } from './storage-error.mjs';

const LINES_PER_WRITE = 4_096;

/**
 * @param {{slot: number, time: number, position: number}} head `position` is where the journal goes on behind this state
 * @param {Iterable<[string, import('../chain/vm.mjs').StoredAccount]>} accounts
 * @returns {number} how many bytes it has
 */
export function writeSnapshot(path, head, accounts) {
  const temporary = `${path}.new`;
  const file = openSync(temporary, 'w');
  let count = 0;
  let bytes = 0;
  let lines = [JSON.stringify(head)];
  const flush = () => {
    bytes += writeSync(file, `${lines.join('\n')}\n`);
    lines = [];
  };
  for (const [address, account] of accounts) {
    lines.push(JSON.stringify([address, encodeAccount(account)]));
    count++;
    if (lines.length >= LINES_PER_WRITE) flush();
  }
  lines.push(JSON.stringify({ accounts: count }));
  flush();
  fsyncSync(file);
  closeSync(file);
  renameSync(temporary, path);
  return bytes;
}

/**
 * @param {(address: string, account: import('../chain/vm.mjs').StoredAccount) => void} onAccount
 * @returns {{slot: number, time: number, position: number} | null} null when there is none
 */
export function readSnapshot(path, onAccount) {
  if (!existsSync(path)) return null;
  const file = openSync(path, 'r');
  let head = null;
  let count = 0;
  let complete = false;
  for (const { line } of completeLines(file)) {
    const value = JSON.parse(line.toString());
    if (head === null) head = value;
    else if (Array.isArray(value)) {
      onAccount(value[0], decodeAccount(value[1]));
      count++;
    } else complete = value.accounts === count;
  }
  closeSync(file);
  if (!complete) throw new StorageError(`${path} is damaged; delete it, and the journal alone restores the chain.`);
  return head;
}
