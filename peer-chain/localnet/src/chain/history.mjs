// Every transaction that landed, in order, found by signature, by address and by block. What getTransaction alone needs
// (logs, balances, inner instructions) is kept as text by `details`, in memory or in the journal.

import { MAX_PROCESSING_AGE } from './slots.mjs';

/**
 * @typedef {object} HistoryRecord
 * @property {number} sequence position in the order of landing
 * @property {string} signature
 * @property {number} slot
 * @property {null | string | object} err
 * @property {string | null} memo
 * @property {unknown} details a handle that `details.read` understands
 */
export class History {
  #records = [];
  #bySignature = new Map();
  #byAddress = new Map();
  #bySlot = new Map();

  get size() {
    return this.#records.length;
  }

  /** @param {Iterable<string>} addresses all accounts of the transaction */
  add({ signature, slot, err, memo, details }, addresses) {
    const record = { sequence: this.#records.length, signature, slot, err, memo, details };
    this.#records.push(record);
    this.#bySignature.set(signature, record);
    for (const address of addresses) append(this.#byAddress, address, record.sequence);
    append(this.#bySlot, slot, record.sequence);
    return record;
  }

  /** @returns {HistoryRecord[]} what landed after `slot`, in that order */
  after(slot) {
    return this.#records.slice(this.countUpTo(slot));
  }

  /** Takes the newest transaction back. @param {Iterable<string>} addresses all its accounts */
  dropNewest(addresses) {
    const { signature, slot } = this.#records.pop();
    this.#bySignature.delete(signature);
    for (const address of addresses) dropLast(this.#byAddress, address);
    dropLast(this.#bySlot, slot);
  }

  /** @returns {HistoryRecord | undefined} */
  find(signature) {
    return this.#bySignature.get(signature);
  }

  /** As `find`, but only what a validator still has in its status cache at `currentSlot`. */
  findRecent(signature, currentSlot) {
    const record = this.#bySignature.get(signature);
    return record !== undefined && currentSlot - record.slot <= 2 * MAX_PROCESSING_AGE ? record : undefined;
  }

  /** @returns {HistoryRecord[]} in the order of landing */
  inSlot(slot) {
    return (this.#bySlot.get(slot) ?? []).map((sequence) => this.#records[sequence]);
  }

  countUpTo(slot) {
    let low = 0;
    let high = this.#records.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#records[middle].slot <= slot) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /**
   * The transactions of an address, newest first.
   *
   * @param {{maxSlot: number, before?: HistoryRecord, until?: HistoryRecord, limit: number,
   *   shows: (record: HistoryRecord) => boolean}} range
   * @returns {HistoryRecord[]}
   */
  ofAddress(address, { maxSlot, before, until, limit, shows }) {
    const sequences = this.#byAddress.get(address) ?? [];
    const found = [];
    const start = before === undefined ? sequences.length : lowerBound(sequences, before.sequence);
    for (let i = start - 1; i >= 0 && found.length < limit; i--) {
      const record = this.#records[sequences[i]];
      if (until !== undefined && record.sequence <= until.sequence) break;
      if (record.slot <= maxSlot && shows(record)) found.push(record);
    }
    return found;
  }
}

function append(index, key, sequence) {
  const sequences = index.get(key);
  if (sequences === undefined) index.set(key, [sequence]);
  else sequences.push(sequence);
}

function dropLast(index, key) {
  const sequences = index.get(key);
  sequences.pop();
  if (sequences.length === 0) index.delete(key);
}

/** The position of the first number that is not less than `value`. */
function lowerBound(numbers, value) {
  let low = 0;
  let high = numbers.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (numbers[middle] < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
