import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import { decodeBase58, encodeBase58 } from '../src/codec/base58.mjs';
import { toJson } from '../src/codec/json.mjs';
import { parseMessage } from '../src/wire/message.mjs';
import { isStaticWritable, parseTransaction } from '../src/wire/transaction.mjs';
import { WireError } from '../src/wire/wire-error.mjs';
import { key, legacyTransaction, message, v0Transaction } from './support/wire-bytes.mjs';

const refused = (bytes, kind, text) =>
  assert.throws(
    () => parseTransaction(bytes),
    (error) => error instanceof WireError && error.kind === kind && text.test(error.message),
  );

test('reads a legacy transaction', () => {
  const { message, signatures, signature } = parseTransaction(legacyTransaction());

  assert.equal(message.version, 'legacy');
  assert.deepEqual(message.header, { requiredSignatures: 1, readonlySigned: 0, readonlyUnsigned: 1 });
  assert.deepEqual(message.staticKeys, [key(1), key(2), key(3)].map(encodeBase58));
  assert.deepEqual([...message.instructions[0].accounts], [0, 1]);
  assert.equal(message.instructions[0].data.toString('hex'), '0a0b');
  assert.deepEqual(signatures, [signature]);
  assert.equal(decodeBase58(signature).length, 64);
});

test('reads a version 0 transaction with lookups', () => {
  const { message } = parseTransaction(v0Transaction());

  assert.equal(message.version, 0);
  assert.equal(message.lookups[0].table, encodeBase58(key(9)));
  assert.deepEqual([[...message.lookups[0].writable], [...message.lookups[0].readonly]], [[4, 5], [6]]);
});

test('knows which accounts are writable', () => {
  const parsed = parseMessage(message({ header: [2, 1, 1], keys: [key(1), key(2), key(3), key(4)], program: 3 }));

  assert.deepEqual(
    parsed.staticKeys.map((_, index) => isStaticWritable(parsed, index)),
    [true, false, true, false],
  );
});

test('refuses what ends too early or too late', () => {
  const whole = legacyTransaction();
  for (let length = 0; length < whole.length; length++)
    refused(whole.subarray(0, length), 'undecodable', /unexpected end/);
  refused(Buffer.concat([whole, Buffer.from([0])]), 'undecodable', /1 bytes after the end/);
});

test('refuses more than a packet', () => {
  refused(Buffer.alloc(1233), 'undecodable', /too large: 1233 bytes/);
});

test('refuses numbers that are not in their shortest form', () => {
  const whole = legacyTransaction();
  refused(Buffer.concat([Buffer.from([0x81, 0x00]), whole.subarray(1)]), 'undecodable', /shortest form/);
  refused(Buffer.concat([Buffer.from([0xff, 0xff, 0xff]), whole.subarray(1)]), 'undecodable', /three bytes/);
  refused(Buffer.concat([Buffer.from([0xff, 0xff, 0x7f]), whole.subarray(1)]), 'undecodable', /16 bits/);
});

test('refuses signatures that do not fit the header', () => {
  refused(legacyTransaction({ signatures: 0 }), 'unsanitary', /no signature/);
  refused(legacyTransaction({ signatures: 2 }), 'unsanitary', /2 signatures where the header requires 1/);
});

test('refuses a message that contradicts itself', () => {
  const cases = [
    [{ header: [1, 1, 0] }, /no writable signer/],
    [{ header: [0, 0, 1] }, /no writable signer/],
    [{ header: [1, 0, 3] }, /more accounts than there are/],
    [{ program: 0 }, /fee payer cannot be a program/],
    [{ program: 3 }, /program index is out of bounds/],
    [{ accounts: [0, 3] }, /account index is out of bounds/],
  ];
  for (const [change, text] of cases) refused(legacyTransaction(change), 'unsanitary', text);
  refused(v0Transaction({ program: 4 }), 'unsanitary', /program index/);
  refused(v0Transaction({ lookups: [[key(9), [], []]] }), 'unsanitary', /loads nothing/);
  refused(v0Transaction({ version: 1 }), 'undecodable', /version 1 is not known/);
});

test('base58 agrees with its definition', () => {
  for (let length = 0; length < 70; length++) {
    const bytes = randomBytes(length);
    if (length > 3) bytes.fill(0, 0, length % 4);
    const text = encodeBase58(bytes);
    assert.equal(text, slowBase58(bytes));
    assert.deepEqual(decodeBase58(text), bytes);
  }
  assert.equal(decodeBase58('0OIl'), null);
  assert.equal(decodeBase58('é'), null);
});

test('JSON keeps 64-bit integers exact', () => {
  const value = { epoch: 2n ** 64n - 1n, nested: [1, 'a"b', null, true, { gone: undefined }] };

  assert.equal(toJson(value), '{"epoch":18446744073709551615,"nested":[1,"a\\"b",null,true,{}]}');
});

function slowBase58(bytes) {
  const alphabet = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';
  let number = bytes.length === 0 ? 0n : BigInt(`0x${bytes.toString('hex')}`);
  let text = '';
  for (; number > 0n; number /= 58n) text = alphabet[Number(number % 58n)] + text;
  for (let i = 0; i < bytes.length && bytes[i] === 0; i++) text = `1${text}`;
  return text;
}
