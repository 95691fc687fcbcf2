// A chain in a directory:
//   genesis.json   what makes it this chain
//   journal        one line for each transaction that landed, only ever appended to: history is read from it
//   forks          one line for each fork: which part of the journal it dropped
//   accounts       the latest snapshot of all accounts, as of a finalized slot
//   slot           the current slot, overwritten in place
//   lock           the process that uses it
// A line is written to the journal before its transaction is answered, so a killed process loses nothing that anyone was
// told. It is not forced to the disk each time: a power failure may lose the last seconds.

import {
  closeSync,
  existsSync,
  fsyncSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readFileSync,
  readSync,
  renameSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { Genesis } from '../chain/genesis.mjs';
import { DirectoryLock } from './directory-lock.mjs';
import { decodeHeader, decodeWrites, encodeEntry, splitEntry } from './entry-codec.mjs';
import { ForkFile } from './fork-file.mjs';
import { completeLines } from './lines.mjs';
import { readSnapshot, writeSnapshot } from './snapshot.mjs';
import { StorageError } from './storage-error.mjs';

const FORMAT = 1;
const SLOT_FILE_BYTES = 40;
/** A snapshot is due when the journal has grown by this much, and by a few times the size of the last one. */
const LEAST_GROWTH_BYTES = 64 << 20;
const GROWTH_PER_SNAPSHOT_BYTE = 4;

export class FileStorage {
  #directory;
  #lock;
  #journal;
  #forks;
  #slotFile;
  #position = 0;
  /** where the journal goes on with each slot that is not final yet, oldest first */
  #openSlots = [];
  #snapshotPosition = 0;
  #snapshotBytes = 0;

  constructor(directory, seed) {
    mkdirSync(directory, { recursive: true });
    this.#directory = directory;
    this.#lock = new DirectoryLock(join(directory, 'lock'));
    this.genesis = this.#openGenesis(seed);
    this.#journal = openSync(join(directory, 'journal'), 'a+');
    this.#forks = new ForkFile(join(directory, 'forks'));
    const slotPath = join(directory, 'slot');
    this.#slotFile = openSync(slotPath, existsSync(slotPath) ? 'r+' : 'w+');
  }

  /** Brings a new chain object to where the directory's chain was. */
  restore(chain) {
    const snapshotPath = join(this.#directory, 'accounts');
    const snapshot = readSnapshot(snapshotPath, (address, account) => chain.restoreAccount(address, account));
    this.#snapshotPosition = snapshot?.position ?? 0;
    if (snapshot !== null) chain.accounts.loadedAsOf(snapshot.slot);

    const forks = [...this.#forks.lines];
    const replayForks = (position) => {
      while (forks.length > 0 && forks[0].until <= position) chain.replayFork(forks.shift());
    };
    for (const { line, start, end } of completeLines(this.#journal)) {
      replayForks(start);
      if (!this.#forks.drops(start)) this.#replay(chain, line, start, start >= this.#snapshotPosition);
      this.#position = end;
    }
    replayForks(this.#position);
    ftruncateSync(this.#journal, this.#position);
    if (snapshot !== null) chain.replaySlots(snapshot.slot, snapshot.time);
    const last = this.#readSlot();
    if (last !== null) chain.replaySlots(last.slot, last.time);
  }

  append(entry) {
    const { line, headerBytes, detailsBytes } = encodeEntry(entry);
    this.#writeOrDie(line);
    const handle = { start: this.#position, headerBytes, detailsBytes };
    this.#noteSlot(entry.slot, this.#position);
    this.#position += line.length;
    return handle;
  }

  read({ start, headerBytes, detailsBytes }) {
    const bytes = Buffer.allocUnsafe(headerBytes + 1 + detailsBytes);
    readSync(this.#journal, bytes, 0, bytes.length, start);
    const { wire } = decodeHeader(bytes.subarray(0, headerBytes));
    return { wire, details: JSON.parse(bytes.subarray(headerBytes + 1).toString()) };
  }

  /** Before anything of the fork is seen: a process killed in between comes back on the one side or on the other. */
  forked({ slot, parent, time }) {
    const from = this.#openSlots.find((open) => open.slot > parent)?.position ?? this.#position;
    this.#openSlots = this.#openSlots.filter((open) => open.slot <= parent);
    // The line must never name a part of the journal that the disk does not hold.
    fsyncSync(this.#journal);
    this.#forks.append({ slot, parent, time, from, until: this.#position });
  }

  slotBegan(chain) {
    const { slots } = chain;
    const text = JSON.stringify({ slot: slots.current, time: slots.time(slots.current) });
    writeSync(this.#slotFile, text.padEnd(SLOT_FILE_BYTES - 1) + '\n', 0);

    const finalized = slots.at('finalized');
    while (this.#openSlots.length > 0 && this.#openSlots[0].slot <= finalized) this.#openSlots.shift();
    const due = Math.max(LEAST_GROWTH_BYTES, this.#snapshotBytes * GROWTH_PER_SNAPSHOT_BYTE);
    if (this.#position - this.#snapshotPosition >= due) this.#snapshot(chain);
  }

  close(chain) {
    this.#snapshot(chain);
    closeSync(this.#journal);
    this.#forks.close();
    closeSync(this.#slotFile);
    this.#lock.release();
  }

  /** The VM has executed already: a chain that cannot remember it must not go on and answer as if nothing had been. */
  #writeOrDie(bytes) {
    try {
      for (let written = 0; written < bytes.length;) written += writeSync(this.#journal, bytes, written);
    } catch (error) {
      process.stderr.write(`The journal in ${this.#directory} cannot be written: ${error.message}\n`);
      process.exit(1);
    }
  }

  #snapshot(chain) {
    const slot = chain.slots.at('finalized');
    while (this.#openSlots.length > 0 && this.#openSlots[0].slot <= slot) this.#openSlots.shift();
    const position = this.#openSlots[0]?.position ?? this.#position;
    // The snapshot must never point behind what the disk holds of the journal.
    fsyncSync(this.#journal);
    const head = { slot, time: chain.slots.time(slot), position };
    this.#snapshotBytes = writeSnapshot(join(this.#directory, 'accounts'), head, chain.accounts.all(slot));
    this.#snapshotPosition = position;
  }

  #replay(chain, line, start, withWrites) {
    try {
      const parts = splitEntry(line);
      const header = decodeHeader(parts.header);
      const writes = withWrites ? decodeWrites(parts.writes) : [];
      const handle = { start, headerBytes: parts.header.length, detailsBytes: parts.details.length };
      chain.replay({ ...header, writes }, handle);
      this.#noteSlot(header.slot, start);
    } catch (error) {
      throw new StorageError(`The journal in ${this.#directory} is damaged at byte ${start}: ${error.message}`);
    }
  }

  #noteSlot(slot, position) {
    if (this.#openSlots.at(-1)?.slot !== slot) this.#openSlots.push({ slot, position });
  }

  #readSlot() {
    const bytes = Buffer.alloc(SLOT_FILE_BYTES);
    const length = readSync(this.#slotFile, bytes, 0, SLOT_FILE_BYTES, 0);
    return length === 0 ? null : JSON.parse(bytes.subarray(0, length).toString());
  }

  #openGenesis(seed) {
    const path = join(this.#directory, 'genesis.json');
    if (!existsSync(path)) {
      const genesis = Genesis.create(seed);
      const { secret, time, hash } = genesis;
      const content = { format: FORMAT, secret: secret.toString('hex'), time, genesisHash: hash };
      writeFileSync(`${path}.new`, JSON.stringify(content) + '\n', { mode: 0o600 });
      renameSync(`${path}.new`, path);
      return genesis;
    }
    const { format, secret, time } = JSON.parse(readFileSync(path, 'utf8'));
    if (format !== FORMAT) throw new StorageError(`${this.#directory} was written by another version of this server.`);
    const genesis = new Genesis(Buffer.from(secret, 'hex'), time);
    if (seed !== null && Genesis.create(seed).hash !== genesis.hash) {
      throw new StorageError(`${this.#directory} holds another chain than the seed gives.`);
    }
    return genesis;
  }
}
