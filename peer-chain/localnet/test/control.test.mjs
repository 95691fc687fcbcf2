// Faults as a crash test uses them: each one lets the client see exactly what a bad network or a bad node would show it.

import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { getAddMemoInstruction } from '@solana-program/memo';
import { LocalnetProcess } from './support/localnet-process.mjs';
import { fundedPayer, newAddress, sendWire, signTransfer, statusOf } from './support/transfers.mjs';

const MEMO = { programAddress: 'MemoSq4gqABAXKb96qnH8TysNcWxMyWCqXgDLGmfcHr' };

let localnet;
let payer;

before(async () => {
  localnet = await LocalnetProcess.start();
  payer = await fundedPayer(localnet);
});
beforeEach(() => localnet.control('DELETE', 'faults'));
after(() => localnet.end());

const aTransfer = async (options = {}) => signTransfer(localnet, payer, { to: await newAddress(), ...options });

test('holds a transaction before it is executed', async () => {
  await localnet.arm({ method: 'sendTransaction', fault: 'hold', when: 'before' });
  const { wire, signature } = await aTransfer();
  const answer = sendWire(localnet, wire);

  const [held] = await localnet.held();
  assert.deepEqual([held.method, held.when, held.signature], ['sendTransaction', 'before', signature]);
  assert.equal(await statusOf(localnet, signature), null);

  assert.equal((await localnet.control('POST', 'release', { id: held.id })).body.released, 1);
  assert.equal((await answer).result, signature);
  assert.equal((await statusOf(localnet, signature)).confirmationStatus, 'processed');
});

test('holds the answer of a transaction that has landed', async () => {
  await localnet.arm({ method: 'sendTransaction', fault: 'hold', when: 'after' });
  const { wire, signature } = await aTransfer();
  const answer = sendWire(localnet, wire);
  await localnet.held();

  assert.equal((await statusOf(localnet, signature)).err, null);

  await localnet.control('POST', 'release', { action: 'discard' });
  await assert.rejects(answer, /fetch failed/);
});

test('never executes what was discarded before execution', async () => {
  await localnet.arm({ method: 'sendTransaction', fault: 'hold' });
  const { wire, signature } = await aTransfer();
  const answer = sendWire(localnet, wire);
  await localnet.held();

  await localnet.control('POST', 'release', { action: 'discard' });

  await assert.rejects(answer, /fetch failed/);
  assert.equal(await statusOf(localnet, signature, { searchTransactionHistory: true }), null);
});

test('executes what was held although its client is gone', async () => {
  await localnet.arm({ method: 'sendTransaction', fault: 'hold' });
  const { wire, signature } = await aTransfer();
  const abort = new AbortController();
  const body = JSON.stringify({
    jsonrpc: '2.0',
    id: 1,
    method: 'sendTransaction',
    params: [wire, { encoding: 'base64' }],
  });
  const headers = { 'Content-Type': 'application/json' };
  const answer = fetch(localnet.rpcUrl, { method: 'POST', headers, body, signal: abort.signal });
  await localnet.held();

  abort.abort();
  await assert.rejects(answer);
  await localnet.control('POST', 'release', {});

  assert.equal((await statusOf(localnet, signature)).err, null);
});

test('waits for a hold no longer than it was told to', async () => {
  const { body } = await localnet.control('GET', 'held?waitMillis=20');

  assert.deepEqual(body, { held: [] });
});

test('drops a transaction that it acknowledged', async () => {
  await localnet.arm({ method: 'sendTransaction', fault: 'drop' });
  const { wire, signature } = await aTransfer();

  assert.equal((await sendWire(localnet, wire)).result, signature);
  await localnet.advance(32);
  assert.equal(await statusOf(localnet, signature, { searchTransactionHistory: true }), null);

  assert.equal((await sendWire(localnet, wire)).result, signature);
  assert.equal((await statusOf(localnet, signature)).err, null);
});

test('loses the reply of a transaction that landed', async () => {
  await localnet.arm({ method: 'sendTransaction', fault: 'loseReply' });
  const { wire, signature } = await aTransfer();

  await assert.rejects(sendWire(localnet, wire), /fetch failed/);

  assert.equal((await statusOf(localnet, signature)).err, null);
});

test('answers a JSON-RPC error before or after execution', async () => {
  const unhealthy = { method: 'sendTransaction', fault: 'error', code: -32005, message: 'Node is unhealthy' };
  for (const [when, landed] of [
    ['before', false],
    ['after', true],
  ]) {
    await localnet.arm({ ...unhealthy, when, data: { numSlotsBehind: 42 } });
    const { wire, signature } = await aTransfer();

    const { error } = await sendWire(localnet, wire);

    assert.deepEqual(error, { code: -32005, message: 'Node is unhealthy', data: { numSlotsBehind: 42 } });
    assert.equal((await statusOf(localnet, signature)) !== null, landed);
  }
});

test('answers null for a transaction that landed', async () => {
  await localnet.arm({ method: 'sendTransaction', fault: 'null' });
  const { wire, signature } = await aTransfer();

  assert.equal((await sendWire(localnet, wire)).result, null);

  assert.equal((await statusOf(localnet, signature)).err, null);
});

test('answers an HTTP status or a body that is no JSON', async () => {
  await localnet.arm({
    method: 'getSlot',
    fault: 'http',
    status: 429,
    body: 'Too Many Requests',
    retryAfterSeconds: 7,
  });
  await localnet.arm({ method: 'getSlot', fault: 'garbage' });
  const ask = () => localnet.post('{"jsonrpc":"2.0","id":1,"method":"getSlot"}');

  const refused = await ask();
  assert.deepEqual([refused.status, refused.headers.get('retry-after')], [429, '7']);
  assert.equal(await refused.text(), 'Too Many Requests');
  const garbage = await ask();
  assert.equal(garbage.status, 200);
  await assert.rejects(garbage.json());
  assert.equal((await ask()).status, 200);
});

test('delays and hangs', async () => {
  await localnet.arm({ method: 'getSlot', fault: 'delay', millis: 60 });
  const started = performance.now();
  await localnet.result('getSlot');
  assert.ok(performance.now() - started >= 55);

  await localnet.arm({ method: 'getSlot', fault: 'hang' });
  const headers = { 'Content-Type': 'application/json' };
  const body = '{"jsonrpc":"2.0","id":1,"method":"getSlot"}';
  const hanging = fetch(localnet.rpcUrl, { method: 'POST', headers, body, signal: AbortSignal.timeout(100) });
  await assert.rejects(hanging, { name: 'TimeoutError' });
});

test('forgets a transaction that landed', async () => {
  const to = await newAddress();
  const { wire, signature } = await signTransfer(localnet, payer, { to });
  await sendWire(localnet, wire);
  await localnet.advance(1);
  await localnet.arm({ fault: 'forget', count: null, match: { signature } });

  assert.equal(await statusOf(localnet, signature, { searchTransactionHistory: true }), null);
  assert.equal(await localnet.result('getTransaction', signature, { commitment: 'confirmed' }), null);
  assert.deepEqual(await localnet.result('getSignaturesForAddress', to, { commitment: 'confirmed' }), []);

  await localnet.control('DELETE', 'faults');
  assert.equal((await statusOf(localnet, signature)).confirmationStatus, 'confirmed');
});

test('strikes where it is told to: skip, count and match', async () => {
  const armed = await localnet.arm({ method: 'getSlot', fault: 'error', code: -32005, skip: 1, count: 2 });
  const errors = [];
  for (let i = 0; i < 5; i++) errors.push((await localnet.call('getSlot')).error !== undefined);
  assert.deepEqual(errors, [false, true, true, false, false]);
  const { body } = await localnet.control('GET', 'faults');
  assert.deepEqual(
    body.faults.map(({ id, hits, remaining }) => [id, hits, remaining]),
    [[armed.id, 2, 0]],
  );

  await localnet.arm({ method: 'sendTransaction', fault: 'error', code: -32005, match: { contains: 'day 7' } });
  const other = await aTransfer({ extra: [getAddMemoInstruction({ memo: 'day 6' }, MEMO)] });
  const wanted = await aTransfer({ extra: [getAddMemoInstruction({ memo: 'day 7' }, MEMO)] });
  assert.equal((await sendWire(localnet, other.wire)).result, other.signature);
  assert.equal((await sendWire(localnet, wanted.wire)).error.code, -32005);
});

test('strikes by chance the same way for the same seed', async () => {
  const pattern = async () => {
    await localnet.control('DELETE', 'faults');
    await localnet.arm({ method: 'getSlot', fault: 'error', count: null, probability: 0.5, seed: 9 });
    const struck = [];
    for (let i = 0; i < 40; i++) struck.push((await localnet.call('getSlot')).error !== undefined);
    return struck;
  };
  const first = await pattern();

  assert.deepEqual(await pattern(), first);
  assert.ok(first.includes(true) && first.includes(false));
});

test('refuses what it does not understand', async () => {
  const refused = async (body) => (await localnet.control('POST', 'faults', body)).body.error;

  assert.match(await refused({ fault: 'explode' }), /unknown fault "explode"/);
  assert.match(await refused({ fault: 'hold', wen: 'after' }), /no field "wen"/);
  assert.match(await refused({ fault: 'loseReply', when: 'before' }), /cannot strike "before"/);
  assert.match(await refused({ fault: 'drop' }), /sendTransaction/);
  assert.match(await refused({ fault: 'forget', method: 'getSlot' }), /getSignatureStatuses/);
  assert.match(await refused({ fault: 'hold', count: -1 }), /whole number/);
  assert.equal((await localnet.control('POST', 'slots', { advance: 0 })).status, 400);
  assert.equal((await localnet.control('DELETE', 'faults/f999')).status, 404);
  assert.equal((await localnet.control('GET', 'nowhere')).status, 404);
});

test('tells where the chain is and what it was asked', async () => {
  const { body: before } = await localnet.control('GET', 'state');
  await localnet.call('getHealth');
  const after = await localnet.advance(10);

  assert.equal(after.slot, before.slot + 10);
  assert.equal(after.finalizedSlot, after.slot - 32);
  assert.equal(after.confirmedSlot, after.slot - 1);
  assert.equal(after.calls.getHealth, (before.calls.getHealth ?? 0) + 1);
  assert.equal(after.genesisHash, localnet.ready.genesisHash);
});

test('ticks, pauses and resumes', async () => {
  const ticking = await LocalnetProcess.start('--slot-millis', '5');
  const slot = async () => (await ticking.control('GET', 'state')).body.slot;
  const reaches = async (wanted) => {
    for (const deadline = performance.now() + 10_000; (await slot()) < wanted;) assert.ok(performance.now() < deadline);
  };
  await reaches((await slot()) + 3);

  const { body: paused } = await ticking.control('POST', 'pause');
  assert.equal(paused.paused, true);
  assert.equal((await ticking.advance(7)).slot, paused.slot + 7);

  await ticking.control('POST', 'resume');
  await reaches(paused.slot + 10);
  await ticking.end();
});
