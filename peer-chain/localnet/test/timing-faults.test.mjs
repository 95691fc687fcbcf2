// Faults of time: what lands late, a node that looks back, a clock that stands still. And errors as a node words them.

import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { LocalnetProcess } from './support/localnet-process.mjs';
import { fundedPayer, newAddress, sendWire, signTransfer, SOL, statusOf } from './support/transfers.mjs';

const processed = { commitment: 'processed' };
const CLOCK = 'SysvarC1ock11111111111111111111111111111111';

let localnet;
let payer;

before(async () => {
  localnet = await LocalnetProcess.start();
  payer = await fundedPayer(localnet);
});
beforeEach(() => localnet.control('DELETE', 'faults'));
after(() => localnet.end());

const aTransfer = async (options = {}) => signTransfer(localnet, payer, { to: await newAddress(), ...options });
const state = async () => (await localnet.control('GET', 'state')).body;

test('lands a transaction late', async () => {
  await localnet.arm({ method: 'sendTransaction', fault: 'late', slots: 10 });
  const { wire, signature } = await aTransfer();
  const sentAt = await localnet.result('getSlot', processed);

  assert.equal((await sendWire(localnet, wire)).result, signature);
  assert.equal((await state()).lateTransactions, 1);
  await localnet.advance(9);
  assert.equal(await statusOf(localnet, signature), null);
  await localnet.advance(5);

  assert.equal((await statusOf(localnet, signature)).slot, sentAt + 10);
  assert.equal((await state()).lateTransactions, 0);
});

test('what has expired when it is late never lands', async () => {
  const latest = (await localnet.result('getLatestBlockhash', processed)).value;
  const [last, expired] = [await aTransfer({ blockhash: latest }), await aTransfer({ blockhash: latest })];
  await localnet.advance(100);
  await localnet.arm({ method: 'sendTransaction', fault: 'late', slots: 50, match: { signature: last.signature } });
  await localnet.arm({ method: 'sendTransaction', fault: 'late', slots: 51, match: { signature: expired.signature } });

  for (const { wire } of [last, expired]) await sendWire(localnet, wire);
  await localnet.advance(60);

  assert.equal((await statusOf(localnet, last.signature)).err, null);
  assert.equal(await statusOf(localnet, expired.signature, { searchTransactionHistory: true }), null);
});

test('sent again while it is late, it lands once', async () => {
  const to = await newAddress();
  await localnet.arm({ method: 'sendTransaction', fault: 'late', slots: 3, count: 2 });
  const { wire, signature } = await aTransfer({ to });
  for (let i = 0; i < 3; i++) assert.equal((await sendWire(localnet, wire)).result, signature);
  const { slot } = await statusOf(localnet, signature);

  await localnet.advance(5);

  assert.equal((await statusOf(localnet, signature)).slot, slot);
  assert.equal((await localnet.result('getBalance', to, processed)).value, Number(SOL));
});

test('answers one method as of an older slot', async () => {
  const to = await newAddress();
  const { wire, signature } = await aTransfer({ to });
  await sendWire(localnet, wire);
  const { slot } = await localnet.advance(5);
  await localnet.arm({ method: 'getBalance', fault: 'lag', slots: 6, count: null });

  assert.deepEqual((await localnet.result('getBalance', to, processed)).value, 0);
  assert.deepEqual(await localnet.error('getBalance', to, { ...processed, minContextSlot: slot }), {
    code: -32016,
    message: 'Minimum context slot has not been reached',
    data: { contextSlot: slot - 6 },
  });
  assert.equal(await localnet.result('getSlot', processed), slot);

  await localnet.arm({ method: 'getSignatureStatuses', fault: 'lag', slots: 6 });
  const lagging = await localnet.result('getSignatureStatuses', [signature]);
  assert.deepEqual([lagging.context.slot, lagging.value], [slot - 6, [null]]);
  assert.equal((await statusOf(localnet, signature)).err, null);
});

test('the clock stands still while slots go on', async () => {
  const clock = async () => {
    const { value } = await localnet.result('getAccountInfo', CLOCK, { ...processed, encoding: 'base64' });
    const data = Buffer.from(value.data[0], 'base64');
    return { slot: Number(data.readBigUInt64LE(0)), time: Number(data.readBigInt64LE(32)) };
  };
  const frozen = (await localnet.control('POST', 'clock', { frozen: true })).body;
  assert.equal(frozen.clockFrozen, true);
  const before = await clock();
  await new Promise((resolve) => setTimeout(resolve, 2_100));
  await localnet.advance(10);

  assert.deepEqual(await clock(), { slot: before.slot + 10, time: before.time });
  assert.equal(await localnet.result('getBlockTime', frozen.slot + 9), before.time);

  await localnet.control('POST', 'clock', { frozen: false });
  await localnet.advance(1);
  assert.ok((await clock()).time >= before.time + 2);
  assert.equal((await localnet.control('POST', 'clock', {})).status, 400);
});

test('passes the code, message and data of any error on', async () => {
  const errors = [
    { code: -32005, message: 'Node is behind by 42 slots', data: { numSlotsBehind: 42 } },
    { code: -32005, message: 'Node is unhealthy', data: { numSlotsBehind: null } },
    { code: -32015, message: 'Transaction version (0) is not supported by the requesting client.' },
    { code: -32602, message: 'Invalid params: missing field', data: 'text' },
    { code: -32004, message: 'Block not available for slot 7' },
    { code: -32007, message: 'Slot 7 was skipped, or missing due to ledger jump to recent snapshot' },
    { code: -32009, message: 'Slot 7 was skipped, or missing in long-term storage', data: [1, { deep: true }] },
    { code: -32016, message: 'Minimum context slot has not been reached', data: { contextSlot: 7 } },
    { code: -32002, message: 'Transaction simulation failed', data: { err: 'BlockhashNotFound', logs: [] } },
  ];
  for (const error of errors) {
    await localnet.arm({ method: 'getSlot', fault: 'error', ...error });
    assert.deepEqual(await localnet.error('getSlot'), error);
  }
});

test('a storm of 429 says when to come back', async () => {
  await localnet.arm({ fault: 'http', status: 429, retryAfterSeconds: 2, count: 5 });
  const statuses = [];
  for (let i = 0; i < 6; i++) {
    const response = await localnet.post('{"jsonrpc":"2.0","id":1,"method":"getSlot"}');
    statuses.push([response.status, response.headers.get('retry-after')]);
  }

  assert.deepEqual(statuses, [...Array(5).fill([429, '2']), [200, null]]);
});

test('refuses what it does not understand', async () => {
  const refused = async (body) => (await localnet.control('POST', 'faults', body)).body.error;

  assert.match(await refused({ fault: 'late' }), /late needs the method sendTransaction/);
  assert.match(await refused({ fault: 'lag', slots: 0 }), /slots must be 1 to 500/);
  assert.match(await refused({ fault: 'lag', slots: 501 }), /slots must be 1 to 500/);
});
