// Accounts at every slot that is not final yet, and at some behind it for endpoints that lag. The newest state is one map;
// an account that was written after the oldest of these slots also has its versions by slot, so that a read at a commitment
// sees exactly what that commitment knows.

import { AccountIndexes } from './account-indexes.mjs';

const BEFORE_ALL_SLOTS = 0;
/** So many finalized slots can always be read, so that a little lag takes effect at once. */
const LEAST_KEPT_SLOTS = 64;

export class Accounts {
  #newest = new Map();
  /** address → versions, oldest first; the first is the state as of the oldest known slot */
  #versions = new Map();
  /** slot → addresses written in it */
  #written = new Map();
  #keptSlots = LEAST_KEPT_SLOTS;
  indexes = new AccountIndexes();
  /** Every slot from here on can be read exactly. */
  oldestKnownSlot = BEFORE_ALL_SLOTS;

  /** From now on, keeps what an endpoint needs that lags so many slots behind. */
  keepFor(lagSlots) {
    this.#keptSlots = Math.max(this.#keptSlots, lagSlots);
  }

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

  /** Only this much is known of the accounts that are loaded: their state as of `slot`. */
  loadedAsOf(slot) {
    this.oldestKnownSlot = slot;
  }

  /** @returns {Iterable<string>} the addresses written in a slot that is still known */
  writtenIn(slot) {
    return this.#written.get(slot) ?? [];
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
    this.indexes.add(address, account);
    const last = versions.at(-1);
    if (last.slot === slot) {
      const replaced = last.account;
      last.account = account;
      this.indexes.forget(address, replaced, versions);
    } else versions.push({ slot, account });
    this.#newest.set(address, account);

    const written = this.#written.get(slot);
    if (written === undefined) this.#written.set(slot, new Set([address]));
    else written.add(address);
  }

  /**
   * Takes back everything written after `slot`, which is not final.
   *
   * @returns {Map<string, import('./vm.mjs').StoredAccount | null>} what was concerned, as it is now
   */
  rollBack(slot) {
    const restored = new Map();
    for (const [writtenSlot, addresses] of this.#written) {
      if (writtenSlot <= slot) continue;
      this.#written.delete(writtenSlot);
      for (const address of addresses) {
        if (!restored.has(address)) restored.set(address, this.#rollBackAccount(address, slot));
      }
    }
    return restored;
  }

  #rollBackAccount(address, slot) {
    const versions = this.#versions.get(address);
    while (versions.at(-1).slot > slot) {
      const dropped = versions.pop();
      this.indexes.forget(address, dropped.account, versions);
    }
    const { account } = versions.at(-1);
    this.#newest.set(address, account);
    if (versions.length === 1) this.#dropVersions(address, account);
    return account;
  }

  /** Of an address whose only known state is its newest. */
  #dropVersions(address, account) {
    this.#versions.delete(address);
    if (account === null) this.#newest.delete(address);
  }

  /** Forgets what nobody can see any more. Slots are finalized in order. */
  finalize(slot) {
    const oldest = slot - this.#keptSlots;
    // A map lists its keys in the order they came, which is the order of slots.
    for (const [writtenSlot, addresses] of this.#written) {
      if (writtenSlot > oldest) break;
      this.#written.delete(writtenSlot);
      this.#forgetBefore(writtenSlot, addresses);
    }
  }

  #forgetBefore(slot, addresses) {
    this.oldestKnownSlot = slot;
    for (const address of addresses) {
      const versions = this.#versions.get(address);
      while (versions.length > 1 && versions[1].slot <= slot) {
        const dropped = versions.shift();
        this.indexes.forget(address, dropped.account, versions);
      }
      if (versions.length === 1) this.#dropVersions(address, versions[0].account);
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
