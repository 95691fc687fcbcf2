// What happens to a transaction from the wire to finality, and what a validator says when it does not get there.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { getSetComputeUnitLimitInstruction, getSetComputeUnitPriceInstruction } from '@solana-program/compute-budget';
import { decodeBase58, encodeBase58 } from '../src/codec/base58.mjs';
import { LocalnetProcess } from './support/localnet-process.mjs';
import { fundedPayer, newAddress, sendWire, signTransfer, SOL, statusOf } from './support/transfers.mjs';

let localnet;
let payer;

before(async () => {
  localnet = await LocalnetProcess.start();
  payer = await fundedPayer(localnet);
});
after(() => localnet.end());

const aTransfer = async (options = {}) => signTransfer(localnet, payer, { to: await newAddress(), ...options });
const balance = async (address, commitment) => (await localnet.result('getBalance', address, { commitment })).value;

test('accepts base58 and base64', async () => {
  const { wire, signature } = await aTransfer();
  const base58 = encodeBase58(Buffer.from(wire, 'base64'));

  assert.equal(await localnet.result('sendTransaction', base58), signature);
  assert.equal((await statusOf(localnet, signature)).err, null);
});

test('executes the same bytes once, however often they are sent', async () => {
  const to = await newAddress();
  const { wire, signature } = await signTransfer(localnet, payer, { to });

  assert.equal((await sendWire(localnet, wire)).result, signature);
  assert.equal((await sendWire(localnet, wire, { skipPreflight: true })).result, signature);
  const { error } = await sendWire(localnet, wire, { preflightCommitment: 'processed' });

  assert.equal(error.code, -32002);
  assert.equal(error.data.err, 'AlreadyProcessed');
  assert.equal(error.message, 'Transaction simulation failed: This transaction has already been processed');
  assert.equal(await balance(to, 'processed'), Number(SOL));
});

test('a blockhash is good for 150 blocks and not one more', async () => {
  const latest = (await localnet.result('getLatestBlockhash', { commitment: 'processed' })).value;
  const height = await localnet.result('getBlockHeight', { commitment: 'processed' });
  assert.equal(latest.lastValidBlockHeight, height + 150);
  const [last, late] = [await aTransfer({ blockhash: latest }), await aTransfer({ blockhash: latest })];
  const isValid = async () =>
    (await localnet.result('isBlockhashValid', latest.blockhash, { commitment: 'processed' })).value;

  await localnet.advance(150);
  assert.equal(await isValid(), true);
  await sendWire(localnet, last.wire, { skipPreflight: true });
  await localnet.advance(1);
  assert.equal(await isValid(), false);

  const { error } = await sendWire(localnet, late.wire, { preflightCommitment: 'processed' });
  assert.deepEqual([error.code, error.data.err], [-32002, 'BlockhashNotFound']);
  assert.equal((await sendWire(localnet, late.wire, { skipPreflight: true })).result, late.signature);
  await localnet.advance(32);
  assert.equal((await statusOf(localnet, last.signature)).confirmationStatus, 'finalized');
  assert.equal(await statusOf(localnet, late.signature, { searchTransactionHistory: true }), null);
});

test('preflight looks at the chain with its own commitment', async () => {
  const poor = await newAddress();
  const young = (await localnet.result('getLatestBlockhash', { commitment: 'processed' })).value;
  await localnet.result('requestAirdrop', poor, Number(SOL));
  const { wire, signature } = await aTransfer({ blockhash: young });

  const { error } = await sendWire(localnet, wire);
  assert.deepEqual([error.code, error.data.err], [-32002, 'BlockhashNotFound']);
  assert.equal((await sendWire(localnet, wire, { preflightCommitment: 'processed' })).result, signature);
});

test('simulates on the accounts as the commitment sees them', async () => {
  const rich = await fundedPayer(localnet);
  const everything = { to: await newAddress(), amount: 90n * SOL };
  const { wire } = await signTransfer(localnet, rich, everything);
  await sendWire(localnet, wire);
  const again = await signTransfer(localnet, rich, { ...everything, amount: 89n * SOL });
  const simulate = async (commitment) =>
    (await localnet.result('simulateTransaction', again.wire, { encoding: 'base64', commitment })).value.err;

  assert.equal(await simulate('finalized'), null);
  assert.notEqual(await simulate('processed'), null);
  assert.equal(await balance(rich.address, 'processed'), Number(10n * SOL) - 5_000);
});

test('refuses a wrong signature at preflight and forgets it without', async () => {
  const { wire } = await aTransfer();
  const bytes = Buffer.from(wire, 'base64');
  bytes[1] ^= 1;
  const forged = bytes.toString('base64');

  assert.equal((await sendWire(localnet, forged)).error.code, -32003);
  const signature = (await sendWire(localnet, forged, { skipPreflight: true })).result;
  assert.equal(signature, encodeBase58(bytes.subarray(1, 65)));
  assert.equal(await statusOf(localnet, signature), null);
});

test('a failed transaction lands with its error, pays its fee and changes nothing else', async () => {
  const to = await newAddress();
  const { wire, signature } = await signTransfer(localnet, payer, { to, amount: 1_000n * SOL });
  const had = await balance(payer.address, 'processed');

  const { error } = await sendWire(localnet, wire);
  assert.equal(
    error.message,
    'Transaction simulation failed: Error processing Instruction 0: custom program error: 0x1',
  );
  assert.deepEqual(error.data.err, { InstructionError: [0, { Custom: 1 }] });
  assert.ok(error.data.logs.some((line) => line.includes('insufficient lamports')));
  await sendWire(localnet, wire, { skipPreflight: true });

  const status = await statusOf(localnet, signature);
  assert.deepEqual(status.err, { InstructionError: [0, { Custom: 1 }] });
  assert.deepEqual(status.status, { Err: status.err });
  assert.equal(await balance(payer.address, 'processed'), had - 5_000);
  assert.equal(await balance(to, 'processed'), 0);
});

test('a payer without funds leaves no trace', async () => {
  const { generateKeyPairSigner } = await import('@solana/kit');
  const penniless = await generateKeyPairSigner();
  const { wire, signature } = await signTransfer(localnet, penniless, { to: await newAddress() });

  const { error } = await sendWire(localnet, wire);
  assert.equal(error.data.err, 'AccountNotFound');
  await sendWire(localnet, wire, { skipPreflight: true });
  assert.equal(await statusOf(localnet, signature, { searchTransactionHistory: true }), null);
});

test('a program that does not exist costs the fee and nothing else', async () => {
  const to = await newAddress();
  const nowhere = { programAddress: await newAddress(), accounts: [], data: new Uint8Array() };
  const { wire, signature } = await signTransfer(localnet, payer, { to, extra: [nowhere] });
  const had = await balance(payer.address, 'processed');

  assert.equal((await sendWire(localnet, wire)).error.code, -32002);
  await sendWire(localnet, wire, { skipPreflight: true });

  assert.match((await statusOf(localnet, signature)).err, /^(ProgramAccountNotFound|InvalidProgramForExecution)$/);
  assert.equal(await balance(payer.address, 'processed'), had - 5_000);
  assert.equal(await balance(to, 'processed'), 0);
});

test('charges the priority fee it announces', async () => {
  const extra = [
    getSetComputeUnitLimitInstruction({ units: 10_000 }),
    getSetComputeUnitPriceInstruction({ microLamports: 250_001 }),
  ];
  const { wire, signature } = await aTransfer({ extra });
  const message = Buffer.from(wire, 'base64').subarray(65).toString('base64');
  const { value: announced } = await localnet.result('getFeeForMessage', message);
  assert.equal(announced, 5_000 + 2_501);
  const had = await balance(payer.address, 'processed');

  await localnet.advance(1);
  await sendWire(localnet, wire);

  assert.equal(await balance(payer.address, 'processed'), had - Number(SOL) - announced);
  await localnet.advance(1);
  const { meta } = await localnet.result('getTransaction', signature, { commitment: 'confirmed' });
  assert.equal(meta.fee, announced);
  const fees = await localnet.result('getRecentPrioritizationFees', [payer.address]);
  assert.ok(fees.length <= 150);
  assert.ok(fees.some(({ prioritizationFee }) => prioritizationFee === 250_001));
});

test('statuses beyond the recent ones need a search', async () => {
  const { wire, signature } = await aTransfer();
  await sendWire(localnet, wire);
  await localnet.advance(301);

  assert.equal(await statusOf(localnet, signature), null);
  const found = await statusOf(localnet, signature, { searchTransactionHistory: true });
  assert.equal(found.confirmationStatus, 'finalized');
});

test('history and transactions cannot be read below confirmed', async () => {
  for (const [method, subject] of [
    ['getSignaturesForAddress', payer.address],
    ['getTransaction', encodeBase58(Buffer.alloc(64, 1))],
  ]) {
    const error = await localnet.error(method, subject, { commitment: 'processed' });
    assert.deepEqual(error, { code: -32602, message: 'Method does not support commitment below `confirmed`' });
  }
});

test('pages history by before, until and limit', async () => {
  const to = await newAddress();
  const sent = [];
  for (let i = 0; i < 5; i++) {
    const { wire, signature } = await signTransfer(localnet, payer, { to, amount: SOL + BigInt(i) });
    await sendWire(localnet, wire);
    sent.unshift(signature);
  }
  await localnet.advance(1);
  const page = async (options) => {
    const rows = await localnet.result('getSignaturesForAddress', to, { commitment: 'confirmed', ...options });
    return rows.map(({ signature }) => signature);
  };

  assert.deepEqual(await page({}), sent);
  assert.deepEqual(await page({ limit: 2 }), sent.slice(0, 2));
  assert.deepEqual(await page({ before: sent[1], limit: 2 }), sent.slice(2, 4));
  assert.deepEqual(await page({ before: sent[0], until: sent[3] }), sent.slice(1, 3));
  assert.deepEqual(await localnet.result('getSignaturesForAddress', to), []);
});

test('shows a transaction in each encoding', async () => {
  const { wire, signature } = await aTransfer({ version: 0 });
  await sendWire(localnet, wire);
  await localnet.advance(32);
  const get = (encoding) =>
    localnet.result('getTransaction', signature, { encoding, maxSupportedTransactionVersion: 0 });

  assert.deepEqual((await get('base64')).transaction, [wire, 'base64']);
  assert.deepEqual(decodeBase58((await get('base58')).transaction[0]), Buffer.from(wire, 'base64'));
  const json = await get('json');
  assert.equal(json.version, 0);
  assert.deepEqual(json.transaction.signatures, [signature]);
  assert.equal(json.transaction.message.header.numRequiredSignatures, 1);
  const parsed = await get('jsonParsed');
  assert.deepEqual(parsed.transaction.message.accountKeys[0], {
    pubkey: payer.address,
    signer: true,
    source: 'transaction',
    writable: true,
  });
  const error = await localnet.error('getTransaction', signature);
  assert.equal(error.code, -32015);
  assert.match(error.message, /"maxSupportedTransactionVersion": 0$/);

  const block = await localnet.result('getBlock', json.slot, { maxSupportedTransactionVersion: 0 });
  assert.deepEqual(block.transactions[0].transaction.signatures, [signature]);
  const brief = await localnet.result('getBlock', json.slot, { transactionDetails: 'signatures' });
  assert.deepEqual(brief.signatures, [signature]);
  assert.equal(block.previousBlockhash, (await localnet.result('getBlock', json.slot - 1)).blockhash);
});

test('refuses a context that it has not reached', async () => {
  const slot = await localnet.result('getSlot');
  const least = { minContextSlot: slot + 1 };

  assert.deepEqual(await localnet.error('getBalance', payer.address, least), {
    code: -32016,
    message: 'Minimum context slot has not been reached',
    data: { contextSlot: slot },
  });
  await localnet.result('getBalance', payer.address, { ...least, commitment: 'processed' });
  const { wire } = await aTransfer();
  assert.equal((await sendWire(localnet, wire, least)).error.code, -32016);
});

test('refuses what is too large with the words of a validator', async () => {
  const tooLarge = 'A'.repeat(1648);
  assert.match(
    (await sendWire(localnet, tooLarge)).error.message,
    /too large: 1648 bytes \(max: encoded\/raw 1644\/1232\)/,
  );
  const raw = Buffer.alloc(1233).toString('base64');
  assert.match((await sendWire(localnet, raw)).error.message, /too large: 1233 bytes \(max: 1232 bytes\)/);
});
