// The VM ends the whole process on bytes that it cannot read. Thousands of damaged transactions, the same ones on every
// run, go the way a client's would; the server must answer each of them and still be there.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LocalnetProcess } from './support/localnet-process.mjs';
import { fundedPayer, newAddress, signTransfer } from './support/transfers.mjs';
import { legacyTransaction, v0Transaction } from './support/wire-bytes.mjs';

const ROUNDS = 40;
const PER_ROUND = 100;

test('survives every kind of damaged transaction', async () => {
  const localnet = await LocalnetProcess.start();
  const payer = await fundedPayer(localnet);
  const to = await newAddress();
  const whole = [
    Buffer.from((await signTransfer(localnet, payer, { to })).wire, 'base64'),
    Buffer.from((await signTransfer(localnet, payer, { to, version: 0 })).wire, 'base64'),
    legacyTransaction(),
    v0Transaction(),
  ];
  const random = randomNumbers(20_261_122);
  const methods = [
    (wire) => ['sendTransaction', [wire, { encoding: 'base64' }]],
    (wire) => ['sendTransaction', [wire, { encoding: 'base64', skipPreflight: true }]],
    (wire) => ['simulateTransaction', [wire, { encoding: 'base64' }]],
    (wire) => ['simulateTransaction', [wire, { encoding: 'base64', replaceRecentBlockhash: true }]],
    (wire) => ['getFeeForMessage', [wire]],
  ];
  const codes = new Map();

  for (let round = 0; round < ROUNDS; round++) {
    const calls = Array.from({ length: PER_ROUND }, (_, id) => {
      const wire = damage(whole[random(whole.length)], random).toString('base64');
      const [method, params] = methods[random(methods.length)](wire);
      return { jsonrpc: '2.0', id, method, params };
    });

    const answers = await (await localnet.post(JSON.stringify(calls))).json();

    assert.equal(answers.length, PER_ROUND);
    for (const { error } of answers) codes.set(error?.code, (codes.get(error?.code) ?? 0) + 1);
  }

  assert.equal(localnet.alive, true);
  assert.equal(await localnet.result('getHealth'), 'ok');
  assert.equal(codes.has(-32603), false, 'no damaged transaction may surprise the server');
  for (const code of [-32602, -32002, -32003]) assert.ok(codes.has(code), `some answer has the code ${code}`);
  await localnet.end();
});

function damage(bytes, random) {
  const copy = Buffer.from(bytes);
  switch (random(6)) {
    case 0:
      return Buffer.from(Array.from({ length: random(1300) }, () => random(256)));
    case 1:
      return copy.subarray(0, random(copy.length));
    case 2:
      return Buffer.concat([copy, Buffer.from(Array.from({ length: 1 + random(8) }, () => random(256)))]);
    case 3:
      // Everything behind the signature: header, counts, indexes, where parsers go wrong.
      for (let i = 1 + random(4); i > 0; i--) copy[65 + random(copy.length - 65)] = random(256);
      return copy;
    case 4:
      copy[random(copy.length)] ^= 1 << random(8);
      return copy;
    default: {
      const at = random(copy.length);
      const length = random(Math.min(40, copy.length - at));
      return Buffer.concat([copy.subarray(0, at), copy.subarray(at + length)]);
    }
  }
}

/** A linear congruential generator is random enough here, and the same everywhere. */
function randomNumbers(seed) {
  let state = seed >>> 0;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}
