// The versions of accounts against a plain list of everything that was written: whatever is finalized or rolled back, each
// slot that is still known reads as it was, and the indexes name exactly the accounts that some known slot can see.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Accounts } from '../src/chain/accounts.mjs';
import { SYSTEM_PROGRAM, TOKEN_PROGRAM } from '../src/chain/programs.mjs';
import { encodeBase58 } from '../src/codec/base58.mjs';
import { randomNumbers } from '../src/random.mjs';

const KEPT_SLOTS = 64;
const ADDRESSES = Array.from({ length: 12 }, (_, i) => `address ${i}`);
const key = (number) => Buffer.alloc(32, number + 1);

function randomAccount(random) {
  const kind = Math.floor(random() * 4);
  if (kind === 0) return null;
  if (kind === 1) return { owner: SYSTEM_PROGRAM, data: Buffer.alloc(0) };
  const data = Buffer.alloc(165);
  key(Math.floor(random() * 2)).copy(data, 0);
  key(10 + Math.floor(random() * 3)).copy(data, 32);
  data[108] = 1;
  return { owner: TOKEN_PROGRAM, data };
}

/** Everything ever written that still counts, oldest first. */
class Model {
  #writes = [];

  write = (slot, address, account) => this.#writes.push({ slot, address, account });
  rollBack = (slot) => (this.#writes = this.#writes.filter((write) => write.slot <= slot));
  at = (slot, address) =>
    this.#writes.findLast((write) => write.address === address && write.slot <= slot)?.account ?? null;
}

function check(accounts, model, slot) {
  const seen = { program: new Map(), owner: new Map(), mint: new Map() };
  const note = (index, name, address) => index.set(name, (index.get(name) ?? new Set()).add(address));
  for (const address of ADDRESSES) {
    for (let at = accounts.oldestKnownSlot; at <= slot; at++) {
      const account = model.at(at, address);
      assert.equal(accounts.at(address, at) ?? null, account, `${address} at ${at}`);
      if (account === null) continue;
      note(seen.program, account.owner, address);
      if (account.owner !== TOKEN_PROGRAM) continue;
      note(seen.mint, encodeBase58(account.data.subarray(0, 32)), address);
      note(seen.owner, encodeBase58(account.data.subarray(32, 64)), address);
    }
    assert.equal(accounts.newest(address) ?? null, model.at(slot, address));
  }
  const { indexes } = accounts;
  const same = (found, expected) => assert.deepEqual(new Set(found), expected ?? new Set());
  for (const program of [SYSTEM_PROGRAM, TOKEN_PROGRAM]) same(indexes.ofProgram(program), seen.program.get(program));
  for (let i = 0; i < 3; i++) {
    const [mint, owner] = [encodeBase58(key(i)), encodeBase58(key(10 + i))];
    same(indexes.ofMint(mint), seen.mint.get(mint));
    same(indexes.ofTokenOwner(owner), seen.owner.get(owner));
  }
}

test('agrees with a plain list of writes', () => {
  for (let seed = 0; seed < 15; seed++) {
    const random = randomNumbers(seed);
    const accounts = new Accounts();
    const model = new Model();
    let slot = 100;
    for (let step = 0; step < 120; step++) {
      const chance = random();
      if (chance < 0.7) {
        const address = ADDRESSES[Math.floor(random() * ADDRESSES.length)];
        const account = randomAccount(random);
        accounts.write(slot, address, account, accounts.newest(address) ?? null);
        model.write(slot, address, account);
      } else if (chance < 0.9) {
        slot += 1 + Math.floor(random() * 4);
        accounts.finalize(slot - 8 + KEPT_SLOTS);
      } else {
        const parent = Math.max(slot - Math.floor(random() * 8), slot - 8);
        accounts.rollBack(parent);
        model.rollBack(parent);
        slot++;
      }
      check(accounts, model, slot);
    }
  }
});
