// What survives an end, orderly or not. Whatever was answered must still be there.

import assert from 'node:assert/strict';
import { appendFileSync, existsSync, mkdtempSync, rmSync, statSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { LocalnetProcess } from './support/localnet-process.mjs';
import { fundedPayer, newAddress, sendWire, signTransfer, SOL, statusOf } from './support/transfers.mjs';

let directory;
const running = new Set();

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'localnet-'));
});
afterEach(async () => {
  for (const localnet of running) if (localnet.alive) await localnet.end('SIGKILL');
  running.clear();
  rmSync(directory, { recursive: true });
});

async function start(...options) {
  const localnet = await LocalnetProcess.start('--data', directory, ...options);
  running.add(localnet);
  return localnet;
}

const balances = async (localnet, address) =>
  Promise.all(
    ['processed', 'confirmed', 'finalized'].map(
      async (commitment) => (await localnet.result('getBalance', address, { commitment })).value,
    ),
  );

for (const signal of ['SIGTERM', 'SIGKILL']) {
  test(`keeps everything that was answered over ${signal}`, async () => {
    const first = await start();
    const payer = await fundedPayer(first);
    const to = await newAddress();
    const final = await signTransfer(first, payer, { to });
    await sendWire(first, final.wire);
    await first.advance(32);
    const open = await signTransfer(first, payer, { to, amount: 2n * SOL });
    await sendWire(first, open.wire);
    const before = await first.advance(5);
    const shown = await first.result('getTransaction', final.signature);
    const hash = (await first.result('getLatestBlockhash')).value;
    await first.end(signal);

    const second = await start();

    assert.equal(second.ready.genesisHash, first.ready.genesisHash);
    const { body: state } = await second.control('GET', 'state');
    assert.equal(state.slot, before.slot + 1);
    assert.equal(state.transactionCount, before.transactionCount);
    assert.deepEqual(await balances(second, to), [Number(3n * SOL), Number(3n * SOL), Number(SOL)]);
    assert.deepEqual(await second.result('getTransaction', final.signature), shown);
    const history = await second.result('getSignaturesForAddress', to, { commitment: 'confirmed' });
    assert.deepEqual(
      history.map(({ signature }) => signature),
      [open.signature, final.signature],
    );
    assert.equal((await statusOf(second, open.signature)).confirmationStatus, 'confirmed');
    assert.equal((await second.result('isBlockhashValid', hash.blockhash)).value, true);

    // The same bytes are still known, and the chain goes on.
    const again = await sendWire(second, open.wire, { preflightCommitment: 'processed' });
    assert.equal(again.error.data.err, 'AlreadyProcessed');
    await second.advance(32);
    assert.deepEqual(await balances(second, to), Array(3).fill(Number(3n * SOL)));
    const next = await signTransfer(second, payer, { to });
    assert.equal((await sendWire(second, next.wire)).result, next.signature);
  });
}

test('survives a kill in the middle of traffic', async () => {
  const first = await start('--slot-millis', '5', '--finalized-slots', '4');
  const payer = await fundedPayer(first);
  const to = await newAddress();
  const answered = [];
  let killed = false;
  const client = async (number) => {
    for (let i = 0; !killed; i++) {
      const amount = SOL / 100n + BigInt(number * 1_000 + i);
      const blockhash = (await first.result('getLatestBlockhash')).value;
      const { wire, signature } = await signTransfer(first, payer, { to, amount, blockhash });
      if ((await sendWire(first, wire)).result === signature) answered.push({ signature, amount });
      if (answered.length >= 100 && !killed) {
        killed = true;
        await first.end('SIGKILL');
      }
    }
  };
  await Promise.allSettled(Array.from({ length: 8 }, (_, number) => client(number)));
  assert.ok(answered.length >= 100);

  const second = await start('--finalized-slots', '4');

  for (const { signature } of answered) {
    const status = await statusOf(second, signature, { searchTransactionHistory: true });
    assert.equal(status?.err, null);
  }
  const total = answered.reduce((sum, { amount }) => sum + amount, 0n);
  await second.advance(4);
  const [processed, , finalized] = await balances(second, to);
  const landed = await second.result('getSignaturesForAddress', to);
  assert.ok(BigInt(processed) >= total);
  assert.equal(finalized, processed);
  assert.ok(landed.length >= answered.length);
  if (landed.length === answered.length) assert.equal(BigInt(finalized), total);
});

test('drops a line that was cut off, and needs no snapshot', async () => {
  const first = await start();
  const payer = await fundedPayer(first);
  await first.end();
  appendFileSync(join(directory, 'journal'), '{"slot":12');
  rmSync(join(directory, 'accounts'));

  const second = await start();

  assert.equal((await second.result('getBalance', payer.address)).value, Number(100n * SOL));
  const { wire, signature } = await signTransfer(second, payer, { to: await newAddress() });
  assert.equal((await sendWire(second, wire)).result, signature);
  await second.end('SIGKILL');
  assert.equal((await statusOf(await start(), signature)).err, null);
});

test('refuses damage instead of starting from less', async () => {
  const first = await start();
  await fundedPayer(first);
  await first.end();
  const snapshot = join(directory, 'accounts');
  truncateSync(snapshot, statSync(snapshot).size - 5);

  await assert.rejects(start(), /accounts is damaged/);

  rmSync(snapshot);
  appendFileSync(join(directory, 'journal'), 'nonsense\n');
  await assert.rejects(start(), /damaged at byte \d+/);
});

test('lets one process in, and one chain', async () => {
  const first = await start('--seed', 'a');
  await assert.rejects(start(), /in use by process \d+/);
  await first.end();
  assert.equal(existsSync(join(directory, 'lock')), false);

  await assert.rejects(start('--seed', 'b'), /holds another chain/);
});
