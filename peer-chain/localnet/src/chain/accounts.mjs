// Accounts at every slot that is not final yet. The newest state is one map; an account that was written after the last
// finalized slot also has its versions by slot, so that a read at a commitment sees exactly what that commitment knows.

import { AccountIndexes } from './account-indexes.mjs';

const BEFORE_ALL_SLOTS = 0;

export class Accounts {
  #newest = new Map();
  /** address → versions, oldest first; the first is the state as of the last finalized slot */
  #versions = new Map();
  /** slot → addresses written in it */
  #written = new Map();
  indexes = new AccountIndexes();

  /** The newest state, `undefined` when the address was never written. */
  newest(address) {
    return this.#newest.get(address);
  }

  /** The state at the end of `slot`, `undefined` when the address was never written. */
  at(address, slot) {
    const versions = this.#versions.get(address);
    if (versions === undefined) return this.#newest.get(address);
    for (let i = versions.length - 1; i > 0; i--) if (versions[i].slot <= slot) return versions[i].account;
    return versions[0].account;
  }

  /** Whether `slot` sees the address in another state than the newest one. */
  differs(address, slot) {
    const versions = this.#versions.get(address);
    return versions !== undefined && versions.at(-1).slot > slot;
  }

  /** Takes over an account as it has been since before every slot that is still open. */
  load(address, account) {
    this.#newest.set(address, account);
    this.indexes.add(address, account);
  }

  /**
   * @param {import('./vm.mjs').StoredAccount | null} account null when it was closed
   * @param {import('./vm.mjs').StoredAccount | null} before as it was until now
   */
  write(slot, address, account, before) {
    let versions = this.#versions.get(address);
    if (versions === undefined) {
      versions = [{ slot: BEFORE_ALL_SLOTS, account: before }];
      this.#versions.set(address, versions);
    }
    const last = versions.at(-1);
    if (last.slot === slot) last.account = account;
    else versions.push({ slot, account });
    this.#newest.set(address, account);
    this.indexes.add(address, account);

    const written = this.#written.get(slot);
    if (written === undefined) this.#written.set(slot, new Set([address]));
    else written.add(address);
  }

  /** Forgets what no commitment can see any more. Slots are finalized in order. */
  finalize(slot) {
    const written = this.#written.get(slot);
    if (written === undefined) return;
    this.#written.delete(slot);
    for (const address of written) {
      const versions = this.#versions.get(address);
      while (versions.length > 1 && versions[1].slot <= slot) {
        const dropped = versions.shift();
        this.indexes.forget(address, dropped.account, versions);
      }
      if (versions.length > 1) continue;
      this.#versions.delete(address);
      if (versions[0].account === null) this.#newest.delete(address);
    }
  }

  /** Every account that exists at `slot`. */
  *all(slot) {
    for (const address of this.#newest.keys()) {
      const account = this.at(address, slot);
      if (account !== null) yield [address, account];
    }
  }
}
