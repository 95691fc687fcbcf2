import { readSync } from 'node:fs';

const CHUNK_BYTES = 1 << 22;

/**
 * The complete lines of a file from a position on. A line that was cut off by a kill has no line feed and is not among
 * them; `end` of the last line tells where it begins.
 *
 * @param {number} file descriptor
 * @returns {Generator<{line: Buffer, start: number, end: number}>} `line` is without the line feed
 */
export function* completeLines(file, position = 0) {
  let pending = Buffer.alloc(0);
  let start = position;
  for (let at = position; ;) {
    const chunk = Buffer.allocUnsafe(CHUNK_BYTES);
    const length = readSync(file, chunk, 0, CHUNK_BYTES, at);
    if (length === 0) return;
    at += length;
    pending = Buffer.concat([pending, chunk.subarray(0, length)]);
    let consumed = 0;
    for (let feed = pending.indexOf(10); feed >= 0; feed = pending.indexOf(10, consumed)) {
      const end = start + (feed + 1 - consumed);
      yield { line: pending.subarray(consumed, feed), start, end };
      consumed = feed + 1;
      start = end;
    }
    pending = pending.subarray(consumed);
  }
}
