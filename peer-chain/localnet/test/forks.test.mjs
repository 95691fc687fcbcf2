// The cluster goes on from an older block: what was only processed or confirmed may never have been.

import assert from 'node:assert/strict';
import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { LocalnetProcess } from './support/localnet-process.mjs';
import { fundedPayer, newAddress, sendWire, signTransfer, SOL, statusOf } from './support/transfers.mjs';

const WHOLE_HISTORY = { searchTransactionHistory: true };

let localnet;
let payer;

before(async () => {
  localnet = await LocalnetProcess.start();
  payer = await fundedPayer(localnet);
});
after(() => localnet.end());

async function fork(options, at = localnet) {
  const { status, body } = await at.control('POST', 'fork', options);
  assert.equal(status, 200, body.error);
  return body;
}

const processed = { commitment: 'processed' };
const balance = async (address) => (await localnet.result('getBalance', address, processed)).value;
const latestBlockhash = async () => (await localnet.result('getLatestBlockhash', processed)).value;

async function land(options) {
  const signed = await signTransfer(localnet, payer, options);
  assert.equal((await sendWire(localnet, signed.wire, { skipPreflight: true })).result, signed.signature);
  return signed;
}

test('takes back what landed in the dropped slots', async () => {
  const to = await newAddress();
  const kept = await land({ to });
  const had = await balance(payer.address);
  await localnet.advance(1);
  const first = await land({ to, amount: 2n * SOL });
  await localnet.advance(1);
  const second = await land({ to, amount: 3n * SOL });
  const { slot, blockHeight, transactionCount } = await localnet.advance(1);

  const forked = await fork({ slots: 3 });

  assert.deepEqual(forked.dropped, [first.signature, second.signature]);
  assert.deepEqual(forked.landedAgain, []);
  assert.equal(forked.slot, slot + 1);
  assert.equal(forked.blockHeight, blockHeight - 2);
  assert.equal(forked.transactionCount, transactionCount - 2);
  assert.deepEqual([await balance(payer.address), await balance(to)], [had, Number(SOL)]);
  for (const { signature } of [first, second]) assert.equal(await statusOf(localnet, signature, WHOLE_HISTORY), null);
  assert.equal((await statusOf(localnet, kept.signature)).err, null);
  const history = await localnet.result('getSignaturesForAddress', to, { commitment: 'confirmed' });
  assert.deepEqual(history.map(({ signature }) => signature), [kept.signature]);

  await localnet.advance(32);
  assert.equal((await localnet.result('getBalance', to)).value, Number(SOL));
  assert.equal((await statusOf(localnet, kept.signature)).confirmationStatus, 'finalized');
  for (let dropped = slot - 2; dropped <= slot; dropped++) {
    assert.equal((await localnet.error('getBlock', dropped)).code, -32007);
  }
  const block = await localnet.result('getBlock', slot + 1);
  assert.deepEqual([block.parentSlot, block.blockHeight], [slot - 3, blockHeight - 2]);
  assert.equal(block.previousBlockhash, (await localnet.result('getBlock', slot - 3)).blockhash);
});

test('an account that was born in a dropped slot has never been', async () => {
  const to = await newAddress();
  await localnet.advance(1);
  await land({ to });
  await fork({ slots: 1 });

  assert.equal((await localnet.result('getAccountInfo', to, processed)).value, null);
  const owned = await localnet.result('getProgramAccounts', '11111111111111111111111111111111', processed);
  assert.ok(!owned.some(({ pubkey }) => pubkey === to));
  await land({ to, amount: 2n * SOL });
  assert.equal(await balance(to), Number(2n * SOL));
});

test('the same bytes can land on the new fork, and a dropped blockhash cannot', async () => {
  const to = await newAddress();
  await localnet.advance(1);
  const { wire, signature } = await land({ to });
  const dropped = await latestBlockhash();
  const late = await signTransfer(localnet, payer, { to: await newAddress(), blockhash: dropped });
  const again = () => sendWire(localnet, wire, { preflightCommitment: 'processed' });
  assert.equal((await again()).error.data.err, 'AlreadyProcessed');

  await fork({ slots: 1 });

  assert.equal((await localnet.result('isBlockhashValid', dropped.blockhash, processed)).value, false);
  const { error } = await sendWire(localnet, late.wire, { preflightCommitment: 'processed' });
  assert.equal(error.data.err, 'BlockhashNotFound');
  assert.equal((await again()).result, signature);
  assert.equal(await balance(to), Number(SOL));
});

test('a blockhash serves 150 blocks, however many slots were dropped between them', async () => {
  const { blockhash } = await latestBlockhash();
  const isValid = async () => (await localnet.result('isBlockhashValid', blockhash, processed)).value;
  await localnet.advance(100);
  await fork({ slots: 20 });
  await localnet.advance(69);

  assert.equal(await isValid(), true);
  await localnet.advance(1);
  assert.equal(await isValid(), false);
});

test('never drops what is finalized', async () => {
  const to = await newAddress();
  await land({ to });
  const { finalizedSlot, slot } = await localnet.advance(32);
  const { blockHeight } = await fork({ slots: 1_000 });

  assert.equal(await balance(to), Number(SOL));
  assert.equal(await localnet.result('getSlot'), finalizedSlot);
  assert.equal(await localnet.result('getSlot', { commitment: 'confirmed' }), finalizedSlot);
  assert.equal(blockHeight, finalizedSlot + 1 - (slot - (await heightBefore(slot))));
  const deeper = await fork({ slots: 1_000 });
  assert.equal(deeper.blockHeight, blockHeight);
  assert.equal(deeper.slot, slot + 2);
  await localnet.advance(31);
  assert.equal(await localnet.result('getSlot'), finalizedSlot);
  await localnet.advance(1);
  assert.equal(await localnet.result('getSlot'), slot + 2);

  async function heightBefore(wanted) {
    const block = await localnet.result('getBlock', finalizedSlot);
    return block.blockHeight + (wanted - finalizedSlot);
  }
});

test('lands all, half or none of it again', async () => {
  const drop = async (replay, seed) => {
    await localnet.advance(40);
    const sent = [];
    const blockhash = (await localnet.result('getLatestBlockhash')).value;
    for (let i = 0; i < 12; i++) sent.push((await land({ to: await newAddress(), blockhash })).signature);
    const { dropped, landedAgain } = await fork({ slots: 1, replay, seed });
    assert.deepEqual(dropped, sent);
    for (const signature of sent) {
      assert.equal((await statusOf(localnet, signature)) !== null, landedAgain.includes(signature));
    }
    return sent.map((signature) => landedAgain.includes(signature));
  };

  assert.ok((await drop('all')).every((landed) => landed));
  assert.ok(!(await drop('none')).includes(true));
  const half = await drop('half', 7);
  assert.ok(half.includes(true) && half.includes(false));
  assert.deepEqual(await drop('half', 7), half);
});

test('the same bytes may fare differently on another fork', async () => {
  await localnet.advance(40);
  const poor = await fundedPayer(localnet);
  const blockhash = (await localnet.result('getLatestBlockhash')).value;
  const young = await latestBlockhash();
  // On the first fork the money arrives in time; its blockhash is dropped, so it does not on the second.
  const money = await signTransfer(localnet, payer, { to: poor.address, amount: 500n * SOL, blockhash: young });
  await localnet.result('requestAirdrop', payer.address, Number(1_000n * SOL));
  await sendWire(localnet, money.wire, { skipPreflight: true });
  const spend = await signTransfer(localnet, poor, { to: await newAddress(), amount: 300n * SOL, blockhash });
  await sendWire(localnet, spend.wire, { skipPreflight: true });
  assert.equal((await statusOf(localnet, spend.signature)).err, null);

  const { landedAgain } = await fork({ slots: 1, replay: 'all' });

  assert.deepEqual(landedAgain.slice(-1), [spend.signature]);
  assert.deepEqual((await statusOf(localnet, spend.signature)).err, { InstructionError: [0, { Custom: 1 }] });
});

test('refuses what makes no sense', async () => {
  for (const body of [{}, { slots: 0 }, { slots: 1, replay: 'some' }, { slots: 1, seed: 'x' }]) {
    assert.equal((await localnet.control('POST', 'fork', body)).status, 400);
  }
});

test('comes back from a kill as it was after the forks', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'localnet-'));
  const start = (...options) => LocalnetProcess.start('--data', directory, ...options);
  const first = await start();
  const rich = await fundedPayer(first);
  const people = await Promise.all(Array.from({ length: 4 }, newAddress));
  const sent = [];
  for (let round = 0; round < 6; round++) {
    for (const to of people) {
      const { wire, signature } = await signTransfer(first, rich, { to, amount: SOL + BigInt(round) });
      await sendWire(first, wire);
      sent.push(signature);
    }
    await first.advance(1 + round);
    // Forks of forks, some deeper than the one before.
    if (round > 0) await fork({ slots: [0, 1, 3, 9, 2, 30][round], replay: 'half', seed: round }, first);
    if (round === 2) await first.advance(40);
  }
  const statuses = async (server) => {
    const { value } = await server.result('getSignatureStatuses', sent, WHOLE_HISTORY);
    return value.map((status) => (status === null ? null : [status.slot, status.err]));
  };
  const { value: latest } = await first.result('getLatestBlockhash', processed);
  const seen = async (server) => {
    const { slot } = (await server.control('GET', 'state')).body;
    const blocks = [];
    for (let at = 1_180; at < slot; at++) {
      const { result, error } = await server.call('getBlock', at, {
        commitment: 'confirmed',
        transactionDetails: 'signatures',
      });
      if (error === undefined || error.code === -32007) blocks.push(result && [result.blockHeight, result.signatures]);
    }
    const histories = await Promise.all(
      people.map((to) => server.result('getSignaturesForAddress', to, { commitment: 'confirmed' })),
    );
    return {
      blocks,
      histories: histories.map((rows) => rows.map(({ signature, slot }) => [signature, slot])),
      statuses: await statuses(server),
      valid: (await server.result('isBlockhashValid', latest.blockhash, processed)).value,
      balances: (await server.result('getMultipleAccounts', [rich.address, ...people], processed)).value,
    };
  };
  await first.advance(1);
  const before = await seen(first);
  assert.ok(before.statuses.includes(null));
  assert.ok(before.blocks.includes(null) || before.blocks.includes(undefined));
  await first.end('SIGKILL');

  // A shorter way to finality must not make the restored chain another one.
  const second = await start('--finalized-slots', '2');
  const restored = await seen(second);
  assert.deepEqual(restored.blocks.slice(0, before.blocks.length), before.blocks);
  assert.deepEqual({ ...restored, blocks: null }, { ...before, blocks: null });
  await second.end('SIGTERM');

  const third = await start();
  assert.deepEqual((await seen(third)).statuses, before.statuses);
  assert.deepEqual((await seen(third)).balances, before.balances);
  await third.end();
  rmSync(directory, { recursive: true });
});

test('forgets a fork whose line was cut off, and refuses one that is damaged', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'localnet-'));
  const start = () => LocalnetProcess.start('--data', directory);
  const first = await start();
  await fundedPayer(first);
  await fork({ slots: 3 }, first);
  await first.end('SIGKILL');
  const file = join(directory, 'forks');
  appendFileSync(file, '{"slot":12');

  const second = await start();
  const { slot } = await fork({ slots: 2 }, second);
  await second.end('SIGKILL');
  const third = await start();
  assert.equal((await third.control('GET', 'state')).body.slot, slot + 1);
  await third.end();

  appendFileSync(file, 'nonsense\n');
  await assert.rejects(start(), /forks is damaged/);
  rmSync(directory, { recursive: true });
});

test('forks no deeper than the states it knows, when finality takes longer than it took', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'localnet-'));
  const first = await LocalnetProcess.start('--data', directory, '--finalized-slots', '2');
  const someone = await newAddress();
  await first.result('requestAirdrop', someone, Number(SOL));
  const { finalizedSlot } = await first.advance(5);
  await first.end();

  const second = await LocalnetProcess.start('--data', directory, '--finalized-slots', '32');
  await fork({ slots: 30 }, second);

  const history = await second.result('getSignaturesForAddress', someone, { commitment: 'confirmed' });
  assert.equal(history.length, 1);
  assert.equal((await second.result('getBalance', someone, processed)).value, Number(SOL));
  assert.equal(await second.result('getSlot', { commitment: 'confirmed' }), finalizedSlot);
  await second.end();
  rmSync(directory, { recursive: true });
});
