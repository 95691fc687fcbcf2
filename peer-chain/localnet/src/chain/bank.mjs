// All accounts, in every state that somebody may still see, and the VM that changes them.

import { inheritTokenKeys } from '../tokens/layout.mjs';
import { Accounts } from './accounts.mjs';
import { feeOf } from './fees.mjs';
import { SYSVAR_OWNER } from './programs.mjs';
import { FIRST_SLOT } from './slots.mjs';
import { isFeesOnly } from './transaction-errors.mjs';
import { keysOf } from './transaction-keys.mjs';
import { SLOTS_PER_EPOCH, Vm } from './vm.mjs';

/**
 * @typedef {object} Execution
 * @property {boolean} charged whether the fee was paid: what failed without paying never landed
 * @property {bigint} fee
 * @property {import('./vm.mjs').Outcome} outcome
 * @property {import('./transaction-keys.mjs').TransactionKeys} keys
 * @property {(import('./vm.mjs').StoredAccount | null)[]} before in the order of the keys
 * @property {(import('./vm.mjs').StoredAccount | null)[]} after likewise
 */
export class Bank {
  #vm = new Vm();
  #slots;
  #enteredSlot = null;
  #genesisAccounts = new Map();
  accounts = new Accounts();

  /** @param {import('./slots.mjs').Slots} slots */
  constructor(slots) {
    this.#slots = slots;
  }

  /** The account as of the end of `slot`, or null. */
  accountAt(address, slot) {
    const account = this.accounts.at(address, slot);
    return account === undefined ? this.#genesisAccount(address) : account;
  }

  newest(address) {
    const account = this.accounts.newest(address);
    return account === undefined ? this.#genesisAccount(address) : account;
  }

  minimumBalanceForRentExemption(dataLength) {
    return this.#vm.minimumBalanceForRentExemption(dataLength);
  }

  /** Takes an account over as it has been for long. */
  load(address, account) {
    this.#vm.setAccount(address, account);
    this.accounts.load(address, account);
  }

  /** Writes what a transaction of the past wrote. */
  rewrite(slot, address, account) {
    const before = this.newest(address);
    this.#vm.setAccount(address, account);
    this.accounts.write(slot, address, account, before);
  }

  /** Takes back everything written after `slot`, which is not final. */
  rollBack(slot) {
    for (const [address, account] of this.accounts.rollBack(slot)) this.#vm.setAccount(address, account);
  }

  /**
   * Runs a transaction without effect, on the accounts as of `slot`.
   *
   * @returns {import('./vm.mjs').Outcome}
   */
  simulate(transaction, { slot, verifySignatures }) {
    this.#enterSlot();
    const { addresses } = keysOf(transaction.message, (address) => this.newest(address));
    const older = addresses.filter((address) => this.accounts.differs(address, slot));
    for (const address of older) this.#vm.setAccount(address, this.accounts.at(address, slot));
    try {
      return this.#vm.simulate(transaction, { verifySignatures });
    } finally {
      for (const address of older) this.#vm.setAccount(address, this.accounts.newest(address));
    }
  }

  /**
   * Runs a transaction in the current slot. What it wrote is in the VM, and in the accounts only after `commit`.
   *
   * @param {import('../wire/transaction.mjs').Transaction} transaction
   * @returns {Execution}
   */
  execute(transaction, { verifySignatures }) {
    this.#enterSlot();
    const { message } = transaction;
    const keys = keysOf(message, (address) => this.newest(address));
    const before = keys.addresses.map((address) => this.newest(address));
    const fee = feeOf(message);
    const outcome = this.#vm.execute(transaction, { verifySignatures });
    if (isFeesOnly(outcome.err)) this.#takeFee(keys.addresses[0], before[0], fee);
    const after = before.map((account, i) => (keys.writable[i] ? this.#executed(keys.addresses[i], account) : account));
    // The VM takes the fee of everything that reached execution; a payer who paid nothing means it never got that far.
    const charged = before[0]?.lamports !== after[0]?.lamports;
    return { charged, fee, outcome, keys, before, after };
  }

  /** @param {Execution} execution @returns {{address: string, account: object | null}[]} what it changed */
  commit(slot, { keys, before, after }) {
    const writes = [];
    keys.addresses.forEach((address, i) => {
      if (!keys.writable[i] || isSameAccount(before[i], after[i])) return;
      this.accounts.write(slot, address, after[i], before[i]);
      writes.push({ address, account: after[i] });
    });
    return writes;
  }

  #executed(address, before) {
    const account = this.#vm.account(address);
    if (account !== null && before !== null) inheritTokenKeys(account, before);
    return account;
  }

  /** Programs and sysvars that the VM brings along. */
  #genesisAccount(address) {
    const known = this.#genesisAccounts.get(address);
    if (known !== undefined) return known;
    this.#enterSlot();
    const account = this.#vm.account(address);
    if (account !== null && account.owner !== SYSVAR_OWNER) this.#genesisAccounts.set(address, account);
    return account;
  }

  /** A slot costs nothing until something runs in it. */
  #enterSlot() {
    const { current } = this.#slots;
    if (this.#enteredSlot === current) return;
    this.#enteredSlot = current;
    const epochStart = Math.max(FIRST_SLOT, current - (current % SLOTS_PER_EPOCH));
    this.#vm.enterSlot(current, this.#slots.time(current), this.#slots.time(epochStart), this.#slots.slotHashes());
  }

  #takeFee(address, payer, fee) {
    if (payer !== null && payer.lamports >= fee) {
      this.#vm.setAccount(address, { ...payer, lamports: payer.lamports - fee });
    }
  }
}

function isSameAccount(a, b) {
  if (a === null || b === null) return a === b;
  return a.lamports === b.lamports && a.owner === b.owner && a.executable === b.executable && a.data.equals(b.data);
}
