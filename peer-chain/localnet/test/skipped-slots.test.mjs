import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SkippedSlots } from '../src/chain/skipped-slots.mjs';
import { randomNumbers } from '../src/random.mjs';

test('agrees with a plain list of blocks after any forks', () => {
  const random = randomNumbers(4);
  const skipped = new SkippedSlots();
  let blocks = [0];
  let current = 0;
  for (let round = 0; round < 200; round++) {
    for (let left = Math.floor(random() * 4); left > 0; left--) blocks.push(++current);
    const parent = blocks.findLast((block) => block <= current - Math.floor(random() * 9)) ?? 0;
    if (parent < current) {
      skipped.add(parent + 1, current);
      blocks = blocks.filter((block) => block <= parent);
    }
    blocks.push(++current);
  }

  for (let slot = 0; slot <= current; slot++) {
    const upTo = blocks.filter((block) => block <= slot);
    assert.equal(skipped.blockAtOrBefore(slot), upTo.at(-1));
    assert.equal(skipped.countUpTo(slot), slot + 1 - upTo.length);
  }
});
