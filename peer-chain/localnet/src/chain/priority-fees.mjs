import { MAX_PROCESSING_AGE } from './slots.mjs';

/** The least price paid per compute unit in each recent slot, overall and by written account. */
export class PriorityFees {
  #bySlot = new Map();

  /** @param {bigint} microLamportsPerUnit @param {string[]} written */
  add(slot, microLamportsPerUnit, written) {
    let least = this.#bySlot.get(slot);
    if (least === undefined) this.#bySlot.set(slot, (least = { overall: microLamportsPerUnit, byAccount: new Map() }));
    if (microLamportsPerUnit < least.overall) least.overall = microLamportsPerUnit;
    for (const address of written) {
      const known = least.byAccount.get(address);
      if (known === undefined || microLamportsPerUnit < known) least.byAccount.set(address, microLamportsPerUnit);
    }
  }

  forget(currentSlot) {
    this.#bySlot.delete(currentSlot - MAX_PROCESSING_AGE);
  }

  rollBack(slot) {
    for (const known of this.#bySlot.keys()) if (known > slot) this.#bySlot.delete(known);
  }

  /** What it took to write all of these accounts in that slot. */
  at(slot, addresses) {
    const least = this.#bySlot.get(slot);
    if (least === undefined) return 0n;
    if (addresses.length === 0) return least.overall;
    return addresses.map((address) => least.byAccount.get(address) ?? 0n).reduce((a, b) => (a > b ? a : b));
  }
}
