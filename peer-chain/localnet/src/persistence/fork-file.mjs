import { closeSync, ftruncateSync, openSync, writeSync } from 'node:fs';
import { completeLines } from './lines.mjs';
import { StorageError } from './storage-error.mjs';

/**
 * Which part of the journal each fork has dropped. The journal itself only grows.
 *
 * @typedef {object} ForkLine
 * @property {number} slot the first of the new fork
 * @property {number} parent the block it follows
 * @property {number} time
 * @property {number} from where the journal's dropped part begins
 * @property {number} until where the journal stood at that moment
 */
export class ForkFile {
  #file;
  /** @type {ForkLine[]} as they were when the file was opened */
  lines = [];

  constructor(path) {
    this.#file = openSync(path, 'a+');
    let length = 0;
    for (const { line, end } of completeLines(this.#file)) {
      this.lines.push(parseLine(line.toString(), path));
      length = end;
    }
    // A line that was cut off belongs to a fork that nobody has seen.
    ftruncateSync(this.#file, length);
  }

  /** @param {ForkLine} line */
  append(line) {
    writeSync(this.#file, `${JSON.stringify(line)}\n`);
  }

  drops(position) {
    return this.lines.some(({ from, until }) => position >= from && position < until);
  }

  close() {
    closeSync(this.#file);
  }
}

function parseLine(text, path) {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new StorageError(`${path} is damaged: ${error.message}`);
  }
}
