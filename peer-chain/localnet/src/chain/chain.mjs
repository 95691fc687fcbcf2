// The chain: lands transactions in the current slot, remembers them, and answers what each commitment may see.

import { parseMint } from '../tokens/layout.mjs';
import { parseTransaction } from '../wire/transaction.mjs';
import { Bank } from './bank.mjs';
import { Faucet, FAUCET_LAMPORTS } from './faucet.mjs';
import { computeBudget } from './fees.mjs';
import { History } from './history.mjs';
import { detailsOf, memoOf } from './landed.mjs';
import { PriorityFees } from './priority-fees.mjs';
import { SYSTEM_PROGRAM } from './programs.mjs';
import { Slots } from './slots.mjs';
import { keysWithLoaded } from './transaction-keys.mjs';

export class Chain {
  #bank;
  #faucet;
  /** answered, but not in a block yet */
  #late = [];
  #watcher = null;
  clockFrozen = false;

  /**
   * @param {{genesis: import('./genesis.mjs').Genesis, confirmedSlots: number, finalizedSlots: number,
   *   storage: import('../persistence/memory-storage.mjs').MemoryStorage}} options
   */
  constructor({ genesis, confirmedSlots, finalizedSlots, storage }) {
    this.#faucet = new Faucet(genesis);
    this.genesis = genesis;
    this.storage = storage;
    this.slots = new Slots({ genesis, confirmedSlots, finalizedSlots });
    this.#bank = new Bank(this.slots);
    this.history = new History();
    this.priorityFees = new PriorityFees();
    this.restoreAccount(genesis.faucet.address, {
      lamports: FAUCET_LAMPORTS,
      owner: SYSTEM_PROGRAM,
      executable: false,
      data: Buffer.alloc(0),
    });
  }

  get accounts() {
    return this.#bank.accounts;
  }

  /** @param {{landed(record: object, writes: object[]): void, slotBegan(): void}} watcher is told from now on */
  watch(watcher) {
    this.#watcher = watcher;
  }

  /** Moves `count` slots forward. */
  advance(count = 1) {
    const time = this.#now();
    for (let i = 0; i < count; i++) {
      this.#beginSlot(time);
      this.#watcher?.slotBegan();
      this.#landLate();
    }
    this.storage.slotBegan(this);
  }

  /**
   * Drops every block after `parent`, none of which is final, and begins the block that follows it instead.
   *
   * @returns {import('../wire/transaction.mjs').Transaction[]} what was dropped, in the order of landing
   */
  fork(parent) {
    const time = this.#now();
    const dropped = this.history.after(parent).map((record) => this.read(record));
    this.storage.forked({ slot: this.slots.current + 1, parent, time });
    for (const { transaction, details } of dropped.toReversed()) {
      this.history.dropNewest(new Set(keysWithLoaded(transaction.message, details.loaded).addresses));
    }
    this.#bank.rollBack(parent);
    this.priorityFees.rollBack(parent);
    this.#goOnFrom(parent, time);
    this.#watcher?.slotBegan();
    this.#landLate();
    this.storage.slotBegan(this);
    return dropped.map(({ transaction }) => transaction);
  }

  /** The account as of the end of `slot`, or null. */
  accountAt(address, slot) {
    return this.#bank.accountAt(address, slot);
  }

  minimumBalanceForRentExemption(dataLength) {
    return this.#bank.minimumBalanceForRentExemption(dataLength);
  }

  /**
   * Runs a transaction without effect, on the accounts as of `slot`.
   *
   * @returns {import('./vm.mjs').Outcome}
   */
  simulate(transaction, { slot, verifySignatures }) {
    return this.#bank.simulate(transaction, { slot, verifySignatures });
  }

  /**
   * Why a block at `slot` would not take these bytes, whatever they do; null when it would.
   *
   * @param {import('../wire/transaction.mjs').Transaction} transaction
   */
  refusal({ message, signature }, slot) {
    const record = this.history.findRecent(signature, this.slots.current);
    if (record !== undefined && record.slot <= slot) return 'AlreadyProcessed';
    return this.slots.isBlockhashValid(message.recentBlockhash, slot) ? null : 'BlockhashNotFound';
  }

  /**
   * Executes a transaction in the current slot, once: what cannot land leaves no trace.
   *
   * @param {import('../wire/transaction.mjs').Transaction} transaction
   * @returns {{landed: true} | {landed: false, reason: string | object}}
   */
  send(transaction, { verifySignatures }) {
    const { message, signature, wire } = transaction;
    if (this.history.find(signature) !== undefined) return { landed: false, reason: 'AlreadyProcessed' };
    if (!this.slots.isBlockhashValid(message.recentBlockhash, this.slots.current)) {
      return { landed: false, reason: 'BlockhashNotFound' };
    }

    const execution = this.#bank.execute(transaction, { verifySignatures });
    const { charged, keys, outcome } = execution;
    const { err } = outcome;
    if (err !== null && !charged) return { landed: false, reason: err };

    const slot = this.slots.current;
    const details = detailsOf(execution, this.#decimals(execution));
    const writes = this.#bank.commit(slot, execution);
    const handle = this.storage.append({ slot, time: this.slots.time(slot), wire, err, details, writes });
    const record = this.#remember({ transaction, slot, err, keys, handle });
    this.#watcher?.landed(record, writes);
    return { landed: true };
  }

  /** As `send`, but so many slots from now; what has expired by then never lands. */
  sendLater(transaction, slots, options) {
    this.#late.push({ transaction, slot: this.slots.current + slots, options });
  }

  get lateTransactions() {
    return this.#late.length;
  }

  airdrop(recipient, lamports) {
    const transaction = this.#faucet.transaction(recipient, lamports, this.slots.blockhash(this.slots.current));
    return { signature: transaction.signature, ...this.send(transaction, { verifySignatures: false }) };
  }

  /** The wire bytes and details of a transaction that landed. */
  read(record) {
    const { wire, details } = this.storage.read(record.details);
    return { transaction: parseTransaction(wire), details };
  }

  /** Takes an account over from a snapshot. */
  restoreAccount(address, account) {
    this.#bank.load(address, account);
  }

  /** Takes a landed transaction over from the journal. Without `writes` its accounts are restored by a snapshot. */
  replay({ slot, time, wire, err, loaded, writes }, handle) {
    this.replaySlots(slot, time);
    const transaction = parseTransaction(wire);
    for (const { address, account } of writes) this.#bank.rewrite(slot, address, account);
    const keys = keysWithLoaded(transaction.message, loaded);
    this.#remember({ transaction, slot, err, keys, handle });
  }

  /** Takes a fork over whose dropped transactions were never replayed. */
  replayFork({ slot, parent, time }) {
    this.replaySlots(slot - 1, time);
    this.#goOnFrom(parent, time);
  }

  /** Moves forward to a slot of the past. */
  replaySlots(slot, time) {
    while (this.slots.current < slot) this.#beginSlot(time);
  }

  #now() {
    return this.clockFrozen ? this.slots.time(this.slots.current) : Math.floor(Date.now() / 1000);
  }

  #landLate() {
    if (this.#late.length === 0) return;
    const due = this.#late.filter(({ slot }) => slot <= this.slots.current);
    this.#late = this.#late.filter(({ slot }) => slot > this.slots.current);
    for (const { transaction, options } of due) this.send(transaction, options);
  }

  #goOnFrom(parent, time) {
    this.slots.fork(parent);
    this.#beginSlot(time);
  }

  #beginSlot(time) {
    this.slots.advance(time);
    this.accounts.finalize(this.slots.current - this.slots.finalizedSlots);
    this.priorityFees.forget(this.slots.current);
  }

  #remember({ transaction, slot, err, keys, handle }) {
    const { message, signature } = transaction;
    const landed = { signature, slot, err, memo: memoOf(message), details: handle };
    const record = this.history.add(landed, new Set(keys.addresses));
    const written = keys.addresses.filter((_, i) => keys.writable[i]);
    this.priorityFees.add(slot, computeBudget(message).microLamportsPerUnit, written);
    return record;
  }

  /** Few mints have many accounts in a transaction, so each is read once. */
  #decimals({ keys, after }) {
    const known = new Map();
    return (mint) => {
      if (!known.has(mint)) {
        const index = keys.addresses.indexOf(mint);
        const account = index >= 0 ? after[index] : this.#bank.newest(mint);
        known.set(mint, account === null ? 0 : (parseMint(account)?.decimals ?? 0));
      }
      return known.get(mint);
    };
  }
}
