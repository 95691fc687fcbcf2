import { closeSync, openSync, writeSync } from 'node:fs';
import { completeLines } from './lines.mjs';

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
    for (const { line } of completeLines(this.#file)) this.lines.push(JSON.parse(line.toString()));
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
