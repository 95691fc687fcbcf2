// The chain: executes transactions in the current slot, remembers them, and answers what each commitment may see.

import { parseMint } from '../tokens/layout.mjs';
import { parseTransaction } from '../wire/transaction.mjs';
import { Accounts } from './accounts.mjs';
import { Faucet, FAUCET_LAMPORTS } from './faucet.mjs';
import { computeBudget, feeOf } from './fees.mjs';
import { History } from './history.mjs';
import { detailsOf, memoOf } from './landed.mjs';
import { PriorityFees } from './priority-fees.mjs';
import { SYSTEM_PROGRAM, SYSVAR_OWNER } from './programs.mjs';
import { FIRST_SLOT, Slots } from './slots.mjs';
import { isFeesOnly } from './transaction-errors.mjs';
import { keysOf, keysWithLoaded } from './transaction-keys.mjs';
import { SLOTS_PER_EPOCH, Vm } from './vm.mjs';

export class Chain {
  #vm = new Vm();
  #enteredSlot = null;
  #genesisAccounts = new Map();
  #faucet;

  /**
   * @param {{genesis: import('./genesis.mjs').Genesis, confirmedSlots: number, finalizedSlots: number,
   *   storage: import('../persistence/memory-storage.mjs').MemoryStorage}} options
   */
  constructor({ genesis, confirmedSlots, finalizedSlots, storage }) {
    this.#faucet = new Faucet(genesis);
    this.genesis = genesis;
    this.storage = storage;
    this.slots = new Slots({ genesis, confirmedSlots, finalizedSlots });
    this.accounts = new Accounts();
    this.history = new History();
    this.priorityFees = new PriorityFees();
    this.restoreAccount(genesis.faucet.address, {
      lamports: FAUCET_LAMPORTS,
      owner: SYSTEM_PROGRAM,
      executable: false,
      data: Buffer.alloc(0),
    });
  }

  /** Moves `count` slots forward. */
  advance(count = 1) {
    const unixTime = Math.floor(Date.now() / 1000);
    for (let i = 0; i < count; i++) this.#beginSlot(unixTime);
    this.storage.slotBegan(this);
  }

  /**
   * Drops every block after `parent`, none of which is final, and begins the block that follows it instead.
   *
   * @returns {import('../wire/transaction.mjs').Transaction[]} what was dropped, in the order of landing
   */
  fork(parent) {
    const time = Math.floor(Date.now() / 1000);
    const dropped = this.history.after(parent).map((record) => this.read(record));
    this.storage.forked({ slot: this.slots.current + 1, parent, time });
    for (const { transaction, details } of dropped.toReversed()) {
      this.history.dropNewest(new Set(keysWithLoaded(transaction.message, details.loaded).addresses));
    }
    for (const [address, account] of this.accounts.rollBack(parent)) this.#vm.setAccount(address, account);
    this.priorityFees.rollBack(parent);
    this.#goOnFrom(parent, time);
    this.storage.slotBegan(this);
    return dropped.map(({ transaction }) => transaction);
  }

  /** The account as of the end of `slot`, or null. */
  accountAt(address, slot) {
    const account = this.accounts.at(address, slot);
    return account === undefined ? this.#genesisAccount(address) : account;
  }

  minimumBalanceForRentExemption(dataLength) {
    return this.#vm.minimumBalanceForRentExemption(dataLength);
  }

  /**
   * Runs a transaction without effect, on the accounts as of `slot`.
   *
   * @returns {import('./vm.mjs').Outcome}
   */
  simulate(transaction, { slot, verifySignatures }) {
    this.#enterSlot();
    const { addresses } = keysOf(transaction.message, (address) => this.#newest(address));
    const older = addresses.filter((address) => this.accounts.differs(address, slot));
    for (const address of older) this.#vm.setAccount(address, this.accounts.at(address, slot));
    try {
      return this.#vm.simulate(transaction, { verifySignatures });
    } finally {
      for (const address of older) this.#vm.setAccount(address, this.accounts.newest(address));
    }
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
    const { message, signature } = transaction;
    if (this.history.find(signature) !== undefined) return { landed: false, reason: 'AlreadyProcessed' };
    if (!this.slots.isBlockhashValid(message.recentBlockhash, this.slots.current)) {
      return { landed: false, reason: 'BlockhashNotFound' };
    }

    this.#enterSlot();
    const keys = keysOf(message, (address) => this.#newest(address));
    const before = keys.addresses.map((address) => this.#newest(address));
    const fee = feeOf(message);
    const outcome = this.#vm.execute(transaction, { verifySignatures });
    if (isFeesOnly(outcome.err)) this.#takeFee(keys.addresses[0], before[0], fee);
    const after = keys.addresses.map((address, i) => (keys.writable[i] ? this.#vm.account(address) : before[i]));
    // The VM takes the fee of everything that reached execution; a payer who paid nothing means it never got that far.
    const charged = before[0]?.lamports !== after[0]?.lamports;
    if (outcome.err !== null && !charged) return { landed: false, reason: outcome.err };

    const writes = [];
    keys.addresses.forEach((address, i) => {
      if (!keys.writable[i] || isSameAccount(before[i], after[i])) return;
      writes.push({ address, account: after[i], before: before[i] });
    });
    const decimalsOf = (mint) => this.#decimalsOf(mint, keys.addresses, after);
    const details = detailsOf({ fee, outcome, keys, before, after, decimalsOf });
    const slot = this.slots.current;
    const entry = { slot, time: this.slots.time(slot), wire: transaction.wire, err: outcome.err, details, writes };
    const handle = this.storage.append(entry);
    this.#remember({ transaction, slot, err: outcome.err, keys, writes, handle });
    return { landed: true };
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
    this.#vm.setAccount(address, account);
    this.accounts.load(address, account);
  }

  /** Takes a landed transaction over from the journal. Without `writes` its accounts are restored by a snapshot. */
  replay({ slot, time, wire, err, loaded, writes }, handle) {
    this.replaySlots(slot, time);
    const transaction = parseTransaction(wire);
    const keys = keysWithLoaded(transaction.message, loaded);
    for (const write of writes) {
      write.before = this.#newest(write.address);
      this.#vm.setAccount(write.address, write.account);
    }
    this.#remember({ transaction, slot, err, keys, writes, handle });
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

  #goOnFrom(parent, time) {
    this.slots.fork(parent);
    this.#beginSlot(time);
  }

  #beginSlot(time) {
    this.slots.advance(time);
    this.accounts.finalize(this.slots.current - this.slots.finalizedSlots);
    this.priorityFees.forget(this.slots.current);
  }

  #remember({ transaction, slot, err, keys, writes, handle }) {
    const { message, signature } = transaction;
    for (const { address, account, before } of writes) this.accounts.write(slot, address, account, before);
    this.history.add({ signature, slot, err, memo: memoOf(message), details: handle }, new Set(keys.addresses));
    const written = keys.addresses.filter((_, i) => keys.writable[i]);
    this.priorityFees.add(slot, computeBudget(message).microLamportsPerUnit, written);
  }

  #newest(address) {
    const account = this.accounts.newest(address);
    return account === undefined ? this.#genesisAccount(address) : account;
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
    const { current } = this.slots;
    if (this.#enteredSlot === current) return;
    this.#enteredSlot = current;
    const epochStart = Math.max(FIRST_SLOT, current - (current % SLOTS_PER_EPOCH));
    this.#vm.enterSlot(current, this.slots.time(current), this.slots.time(epochStart), this.slots.slotHashes());
  }

  #takeFee(address, payer, fee) {
    if (payer !== null && payer.lamports >= fee) {
      this.#vm.setAccount(address, { ...payer, lamports: payer.lamports - fee });
    }
  }

  #decimalsOf(mint, addresses, after) {
    const index = addresses.indexOf(mint);
    const account = index >= 0 ? after[index] : this.#newest(mint);
    return account === null ? 0 : (parseMint(account)?.decimals ?? 0);
  }
}

function isSameAccount(a, b) {
  if (a === null || b === null) return a === b;
  return a.lamports === b.lamports && a.owner === b.owner && a.executable === b.executable && a.data.equals(b.data);
}
