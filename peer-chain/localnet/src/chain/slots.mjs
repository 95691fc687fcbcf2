import { createHash } from 'node:crypto';
import { encodeBase58 } from '../codec/base58.mjs';
import { SkippedSlots } from './skipped-slots.mjs';

/** A blockhash can be used for this many blocks after its own. */
export const MAX_PROCESSING_AGE = 150;
/** Slots and heights differ, as on every real cluster, so that a client which confuses them is found out. */
const SLOTS_AHEAD_OF_HEIGHTS = 100;
export const FIRST_SLOT = 1_000;
/** A new chain begins with so many empty blocks: more than any commitment lies behind, so that each has a slot. */
const EMPTY_BLOCKS = 200;
/** How many blocks back a blockhash is still recognised: enough to tell a finalized block's view of the window. */
const REMEMBERED_BLOCKHASHES = 1_024;

/** The sequence of slots: one block each, unless a fork dropped it, with its blockhash, height, time and commitment. */
export class Slots {
  #genesisHash;
  #times = [];
  #skipped = new SkippedSlots();
  #slotOfBlockhash = new Map();
  /** slot → blockhash, of those that were asked for lately */
  #blockhashes = new Map();
  #newestRemembered = 0;

  /**
   * @param {{genesis: import('./genesis.mjs').Genesis, confirmedSlots: number, finalizedSlots: number}} options
   */
  constructor({ genesis, confirmedSlots, finalizedSlots }) {
    this.#genesisHash = genesis.hash;
    this.confirmedSlots = confirmedSlots;
    this.finalizedSlots = finalizedSlots;
    this.current = FIRST_SLOT - 1;
    for (let i = 0; i <= EMPTY_BLOCKS; i++) this.advance(genesis.time);
  }

  /** Begins the next slot at the given unix time in seconds; time never runs backwards. */
  advance(time) {
    this.current++;
    this.#times.push(Math.max(time, this.#times.at(-1) ?? 0));
  }

  /** Drops all blocks after `parent`; the next slot follows it. */
  fork(parent) {
    for (let slot = parent + 1; slot <= this.current; slot++) this.#slotOfBlockhash.delete(this.blockhash(slot));
    this.#skipped.add(parent + 1, this.current);
  }

  /** The newest block that had the commitment so many slots ago. */
  at(commitment, slotsAgo = 0) {
    return this.blockAtOrBefore(this.current - slotsAgo - this.#slotsUntil(commitment));
  }

  #slotsUntil(commitment) {
    if (commitment === 'processed') return 0;
    return commitment === 'confirmed' ? this.confirmedSlots : this.finalizedSlots;
  }

  exists(slot) {
    return slot >= FIRST_SLOT && slot <= this.current && this.blockAtOrBefore(slot) === slot;
  }

  blockAtOrBefore(slot) {
    return this.#skipped.blockAtOrBefore(slot);
  }

  parent(slot) {
    return this.blockAtOrBefore(slot - 1);
  }

  height(slot) {
    return slot - SLOTS_AHEAD_OF_HEIGHTS - this.#skipped.countUpTo(slot);
  }

  time(slot) {
    return this.#times[slot - FIRST_SLOT];
  }

  /** Derived, not drawn: a chain that is started again knows all its blockhashes without having stored one. */
  blockhash(slot) {
    let blockhash = this.#blockhashes.get(slot);
    if (blockhash === undefined) {
      blockhash = encodeBase58(createHash('sha256').update(`${this.#genesisHash}/${slot}`).digest());
      this.#blockhashes.set(slot, blockhash);
      dropOldest(this.#blockhashes, REMEMBERED_BLOCKHASHES);
    }
    return blockhash;
  }

  lastValidBlockHeight(slot) {
    return this.height(slot) + MAX_PROCESSING_AGE;
  }

  /** Whether a block at `slot` would accept a transaction with this blockhash. */
  isBlockhashValid(blockhash, slot) {
    this.#rememberBlockhashes();
    const born = this.#slotOfBlockhash.get(blockhash);
    return born !== undefined && born <= slot && this.height(slot) - this.height(born) <= MAX_PROCESSING_AGE;
  }

  /** The blocks before the current one, newest first, as the SlotHashes sysvar lists them. */
  slotHashes() {
    const hashes = [];
    for (let slot = this.parent(this.current); slot >= FIRST_SLOT && hashes.length < 512; slot = this.parent(slot)) {
      hashes.push({ slot, hash: this.blockhash(slot) });
    }
    return hashes;
  }

  /** Only when someone asks: most slots pass without a question, and a restart passes through very many. */
  #rememberBlockhashes() {
    if (this.#newestRemembered === this.current) return;
    const oldest = this.current - REMEMBERED_BLOCKHASHES - this.#skipped.countUpTo(this.current);
    for (let slot = Math.max(this.#newestRemembered + 1, oldest, FIRST_SLOT); slot <= this.current; slot++) {
      if (this.exists(slot)) this.#slotOfBlockhash.set(this.blockhash(slot), slot);
    }
    this.#newestRemembered = this.current;
    dropOldest(this.#slotOfBlockhash, REMEMBERED_BLOCKHASHES);
  }
}

/** A map lists its keys in the order they came. */
function dropOldest(map, most) {
  for (const key of map.keys()) {
    if (map.size <= most) return;
    map.delete(key);
  }
}
