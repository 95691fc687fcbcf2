const NOTHING = Object.freeze([]);

const nothingNew = (slot) => ({ slot, began: false, records: NOTHING, written: NOTHING });

/** It may be told of what landed long ago, and that its transaction was received before it has reached the commitment. */
const awaitsSignature = (kind) => kind.ended === false;

/** All live subscriptions, and which of them the chain's news concern. */
export class Subscriptions {
  #chain;
  #live = new Map();
  #count = 0;
  /** commitment → the newest block that its subscribers were told of */
  #told = new Map();

  /** @param {import('../chain/chain.mjs').Chain} chain */
  constructor(chain) {
    this.#chain = chain;
    for (const commitment of ['confirmed', 'finalized']) this.#told.set(commitment, chain.slots.at(commitment));
    chain.watch(this);
  }

  /**
   * @param {import('./kinds.mjs').Kind} kind
   * @param {(id: number, result: unknown) => void} notify
   * @returns {number} its id
   */
  add(kind, notify) {
    const id = ++this.#count;
    this.#live.set(id, { id, kind, notify });
    return id;
  }

  /** Tells a new subscriber what is so already. */
  catchUp(id) {
    const subscription = this.#live.get(id);
    const { kind } = subscription;
    if (awaitsSignature(kind)) this.#tell(subscription, nothingNew(this.#chain.slots.at(kind.commitment)));
  }

  /** @returns {boolean} whether there was one */
  remove(id) {
    return this.#live.delete(id);
  }

  landed(record, writes) {
    if (this.#live.size === 0) return;
    const written = writes.map(({ address }) => address);
    const news = { slot: record.slot, began: false, records: [record], written };
    this.#tellAll('processed', news);
    for (const commitment of this.#told.keys()) {
      const slot = this.#chain.slots.at(commitment);
      if (slot === record.slot) this.#tellAll(commitment, news);
      else this.#tellAll(commitment, nothingNew(slot), awaitsSignature);
    }
  }

  slotBegan() {
    const { slots, history, accounts } = this.#chain;
    for (const [commitment, told] of this.#told) {
      const newest = slots.at(commitment);
      this.#told.set(commitment, newest);
      if (this.#live.size === 0) continue;
      for (let slot = Math.min(told, newest) + 1; slot <= newest; slot++) {
        if (!slots.exists(slot)) continue;
        const news = { slot, began: true, records: history.inSlot(slot), written: accounts.writtenIn(slot) };
        this.#tellAll(commitment, news);
      }
    }
    this.#tellAll('processed', { ...nothingNew(slots.current), began: true });
  }

  #tellAll(commitment, news, concerns = () => true) {
    for (const subscription of [...this.#live.values()]) {
      const { kind } = subscription;
      if (kind.commitment === commitment && concerns(kind)) this.#tell(subscription, news);
    }
  }

  #tell({ id, kind, notify }, news) {
    for (const result of kind.results(this.#chain, news)) notify(id, result);
    if (kind.ended) this.#live.delete(id);
  }
}
