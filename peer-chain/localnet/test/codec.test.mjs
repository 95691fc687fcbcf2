// What was made fast must still be right.

import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import { TOKEN_2022_PROGRAM, TOKEN_PROGRAM } from '../src/chain/programs.mjs';
import { decodeBase58, encodeBase58 } from '../src/codec/base58.mjs';
import { toJson } from '../src/codec/json.mjs';
import { MemoryStorage } from '../src/persistence/memory-storage.mjs';
import { inheritTokenKeys, tokenAccountKeys } from '../src/tokens/layout.mjs';

test('base58 agrees with arithmetic on whole numbers', () => {
  const alphabet = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';
  for (let length = 1; length <= 70; length++) {
    const bytes = randomBytes(length);
    if (length % 3 === 0) bytes[0] = 0;
    let text = '';
    for (let rest = BigInt(`0x${bytes.toString('hex')}`); rest > 0n; rest /= 58n) text = alphabet[rest % 58n] + text;
    for (let i = 0; i < bytes.length && bytes[i] === 0; i++) text = `1${text}`;

    assert.equal(encodeBase58(bytes), text);
    assert.deepEqual(decodeBase58(text), bytes);
  }
  assert.equal(decodeBase58('abc0'), null);
  assert.equal(decodeBase58('abcdé'), null);
});

test('JSON is as JSON.stringify writes it, and whole numbers of any size are exact', () => {
  const value = { a: [1, -2.5, 1e21, Number.NaN, null, undefined, true], 'b"\n': { c: 'd"', e: undefined } };

  assert.equal(toJson(value), JSON.stringify(value));
  assert.equal(toJson(value), JSON.stringify(value));
  assert.equal(toJson({ lamports: 2n ** 64n - 1n }), '{"lamports":18446744073709551615}');
});

test('a token account hands its keys on only while they are the same', () => {
  const before = { owner: TOKEN_PROGRAM, data: randomBytes(165) };
  before.data[108] = 1;
  const known = tokenAccountKeys(before);
  const after = (change = () => {}, owner = TOKEN_PROGRAM, length = 165) => {
    const account = { owner, data: Buffer.alloc(length), tokenKeys: undefined };
    before.data.copy(account.data);
    change(account.data);
    inheritTokenKeys(account, before);
    return account.tokenKeys;
  };

  assert.equal(after((data) => data.writeBigUInt64LE(7n, 64)), known);
  assert.equal(after((data) => (data[0] ^= 1)), undefined);
  assert.equal(after((data) => (data[63] ^= 1)), undefined);
  assert.equal(after((data) => (data[108] = 0)), undefined);
  assert.equal(after(undefined, TOKEN_2022_PROGRAM), undefined);
  assert.equal(after(undefined, TOKEN_PROGRAM, 170), undefined);
});

test('what is kept in memory comes back, long or short', () => {
  const storage = new MemoryStorage();
  for (const logs of [['short'], Array.from({ length: 200 }, (_, i) => `line ${i} é`)]) {
    const handle = storage.append({ wire: Buffer.from([1, 2]), details: { logs } });
    assert.deepEqual(storage.read(handle), { wire: Buffer.from([1, 2]), details: { logs } });
  }
});
