// The chain as one endpoint shows it: perhaps late, perhaps with less history, perhaps not as it is. JSON-RPC methods see
// the chain only through a view; what is written goes to the one chain behind all of them.

import { FIRST_SLOT } from './slots.mjs';

/**
 * @typedef {object} ViewSettings
 * @property {number} lagSlots how far behind everything is read
 * @property {number} firstAvailableSlot nothing before it is known
 * @property {number | null} historySlots nothing that is this many slots old is known; null: no limit
 * @property {import('./lies.mjs').Lies} lies
 */
export class ChainView {
  #chain;
  #settings;

  /** @param {import('./chain.mjs').Chain} chain @param {ViewSettings} settings */
  constructor(chain, settings) {
    this.#chain = chain;
    this.#settings = settings;
    this.genesis = chain.genesis;
    this.accounts = chain.accounts;
    this.priorityFees = chain.priorityFees;
    this.slots = new SlotsView(chain, settings);
    this.history = new HistoryView(chain.history, this.slots, settings.lies);
  }

  /** The same view, so many slots further behind. */
  lagging(slots) {
    if (slots === 0) return this;
    return new ChainView(this.#chain, { ...this.#settings, lagSlots: this.#settings.lagSlots + slots });
  }

  get slotsBehind() {
    return this.#chain.slots.current - this.slots.current;
  }

  accountAt = (address, slot) => this.#chain.accountAt(address, slot);
  minimumBalanceForRentExemption = (dataLength) => this.#chain.minimumBalanceForRentExemption(dataLength);
  simulate = (transaction, options) => this.#chain.simulate(transaction, options);
  refusal = (transaction, slot) => this.#chain.refusal(transaction, slot);
  send = (transaction, options) => this.#chain.send(transaction, options);
  sendLater = (transaction, slots, options) => this.#chain.sendLater(transaction, slots, options);
  airdrop = (recipient, lamports) => this.#chain.airdrop(recipient, lamports);
  read = (record) => this.#chain.read(record);
}

class SlotsView {
  #slots;
  #accounts;
  #settings;

  constructor({ slots, accounts }, settings) {
    this.#slots = slots;
    this.#accounts = accounts;
    this.#settings = settings;
  }

  get current() {
    return this.at('processed');
  }

  get firstAvailable() {
    const { firstAvailableSlot, historySlots } = this.#settings;
    return historySlots === null ? firstAvailableSlot : Math.max(firstAvailableSlot, this.current - historySlots);
  }

  /** Whoever falls far behind stands still where accounts are still known exactly. */
  at(commitment) {
    const { lagSlots } = this.#settings;
    if (lagSlots === 0) return this.#slots.at(commitment);
    return Math.max(this.#slots.at(commitment, lagSlots), this.#accounts.oldestKnownSlot, FIRST_SLOT);
  }

  commitmentOf(slot) {
    if (slot <= this.at('finalized')) return 'finalized';
    return slot <= this.at('confirmed') ? 'confirmed' : 'processed';
  }

  exists = (slot) => slot <= this.current && this.#slots.exists(slot);
  height = (slot) => this.#slots.height(slot) + this.#settings.lies.heightInflation;
  lastValidBlockHeight = (slot) => this.#slots.lastValidBlockHeight(slot) + this.#settings.lies.lastValidInflation;
  parent = (slot) => this.#slots.parent(slot);
  time = (slot) => this.#slots.time(slot);
  blockhash = (slot) => this.#slots.blockhash(slot);
  isBlockhashValid = (blockhash, slot) => this.#slots.isBlockhashValid(blockhash, slot);
}

class HistoryView {
  #history;
  #slots;
  #lies;

  constructor(history, slots, lies) {
    this.#history = history;
    this.#slots = slots;
    this.#lies = lies;
  }

  find(signature) {
    return this.#shown(this.#history.find(signature));
  }

  findRecent(signature, currentSlot) {
    return this.#shown(this.#history.findRecent(signature, currentSlot));
  }

  /** The slot in which a liar says that a transaction has landed which never did; null otherwise. */
  inventedSlot(signature) {
    if (!this.#lies.invents(signature) || this.#history.find(signature) !== undefined) return null;
    return this.#slots.at('finalized');
  }

  inSlot(slot) {
    return this.#history.inSlot(slot).filter((record) => this.#shows(record));
  }

  countUpTo = (slot) => this.#history.countUpTo(slot);

  ofAddress(address, range) {
    return this.#history.ofAddress(address, { ...range, shows: (record) => this.#shows(record) });
  }

  #shown(record) {
    return record !== undefined && this.#shows(record) ? record : undefined;
  }

  #shows({ signature, slot }) {
    return slot <= this.#slots.current && slot >= this.#slots.firstAvailable && !this.#lies.hides(signature);
  }
}
