// JSON-RPC itself, and the shapes of the methods that only look.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { encodeBase58 } from '../src/codec/base58.mjs';
import { LocalnetProcess } from './support/localnet-process.mjs';
import { fundedPayer, newAddress, SOL } from './support/transfers.mjs';

const SYSTEM = '11111111111111111111111111111111';
const TOKEN_2022 = 'TokenzQdBNbLqP5VEhdkAS6EPFLC1PHnBqCXEpPxuEb';
const CLOCK = 'SysvarC1ock11111111111111111111111111111111';

let localnet;

before(async () => {
  localnet = await LocalnetProcess.start();
});
after(() => localnet.end());

const ask = async (body) => (await localnet.post(body)).json();

test('answers requests that are none with the codes of JSON-RPC', async () => {
  assert.equal((await ask('{')).error.code, -32700);
  assert.equal((await ask('7')).error.code, -32600);
  assert.equal((await ask('[]')).error.code, -32600);
  assert.equal((await ask('{"id":1,"method":"getSlot"}')).error.code, -32600);
  assert.equal((await ask('{"jsonrpc":"2.0","id":1,"method":"getSlot","params":{"a":1}}')).error.code, -32600);
  assert.deepEqual(await ask('{"jsonrpc":"2.0","id":"x","method":"getMars"}'), {
    jsonrpc: '2.0',
    error: { code: -32601, message: 'Method not found' },
    id: 'x',
  });
});

test('answers a batch in its order, without the notifications', async () => {
  const answers = await ask(
    '[{"jsonrpc":"2.0","id":"a","method":"getHealth"},{"jsonrpc":"2.0","method":"getHealth"},' +
      '{"jsonrpc":"2.0","id":2,"method":"getMars"},7]',
  );

  assert.deepEqual(
    answers.map(({ id, result, error }) => [id, result ?? error.code]),
    [
      ['a', 'ok'],
      [2, -32601],
      [null, -32600],
    ],
  );
});

test('takes POST with JSON only', async () => {
  assert.equal((await fetch(localnet.rpcUrl)).status, 405);
  assert.equal((await localnet.post('{}', { 'Content-Type': 'text/plain' })).status, 415);
  assert.equal((await localnet.post('x'.repeat((1 << 20) + 1))).status, 413);
  assert.equal(await (await fetch(`${localnet.rpcUrl}/health`)).text(), 'ok');
});

test('refuses parameters that make no sense', async () => {
  const address = await newAddress();
  const cases = [
    ['getBalance', [], /at least 1 argument/],
    ['getBalance', [7], /invalid type: number/],
    ['getBalance', ['0OIl'], /Invalid param: Invalid/],
    ['getBalance', ['abc'], /Invalid param: WrongSize/],
    ['getBalance', [encodeBase58(Buffer.alloc(31, 9))], /Invalid param: WrongSize/],
    ['getBalance', [address, { commitment: 'soon' }], /unknown variant `soon`/],
    ['getBalance', [address, 'finalized'], /expected a configuration object/],
    ['getAccountInfo', [SYSTEM, { encoding: 'base64+zstd' }], /base64/],
    ['getSignatureStatuses', [['x']], /Invalid param: WrongSize/],
    ['getSignatureStatuses', [new Array(257).fill('x')], /max 256/],
    ['getMultipleAccounts', [new Array(101).fill(address)], /max 100/],
    ['getSignaturesForAddress', [address, { limit: 1001 }], /max 1000/],
    ['getTokenSupply', [address], /could not find account/],
    ['getTokenAccountsByOwner', [address, { programId: SYSTEM }], /unrecognized Token program id/],
    ['getTokenAccountsByOwner', [address, { mint: address }], /could not find mint/],
    ['requestAirdrop', [address, -1], /expected u64/],
    ['sendTransaction', ['AAAA', { encoding: 'hex' }], /unsupported encoding: hex/],
    ['sendTransaction', ['!!!!', { encoding: 'base64' }], /invalid base64/],
    ['simulateTransaction', [Buffer.alloc(100).toString('base64'), { encoding: 'base64' }], /sanitize/],
  ];
  for (const [method, params, text] of cases) {
    const error = await localnet.error(method, ...params);
    assert.equal(error.code, -32602, `${method} ${JSON.stringify(params)}`);
    assert.match(error.message, text);
  }
});

test('tells about the cluster', async () => {
  const slot = await localnet.result('getSlot', { commitment: 'processed' });
  const height = await localnet.result('getBlockHeight', { commitment: 'processed' });
  assert.ok(height < slot, 'slots are skipped on every real cluster');
  assert.equal(await localnet.result('getSlot'), slot - 32);
  assert.equal(await localnet.result('getSlot', { commitment: 'confirmed' }), slot - 1);
  assert.equal(await localnet.result('getGenesisHash'), localnet.ready.genesisHash);
  assert.equal(await localnet.result('getFirstAvailableBlock'), 0);
  assert.equal(await localnet.result('minimumLedgerSlot'), 0);
  assert.equal((await localnet.result('getEpochInfo')).slotsInEpoch, 432_000);
  assert.equal((await localnet.result('getEpochSchedule')).warmup, false);
  assert.ok((await localnet.result('getVersion'))['solana-core']);
  assert.equal(typeof (await localnet.result('getIdentity')).identity, 'string');
  assert.equal(await localnet.result('getMinimumBalanceForRentExemption', 165), 2_039_280);
  assert.ok(Math.abs((await localnet.result('getBlockTime', slot - 1)) - Date.now() / 1000) < 60);
  assert.equal((await localnet.error('getBlockTime', slot + 100)).code, -32004);
  assert.equal((await localnet.error('getBlock', 5)).code, -32009);
  assert.ok((await localnet.result('getRecentPerformanceSamples', 1)).length === 1);
});

test('shows an account in each encoding', async () => {
  const { address } = await fundedPayer(localnet);
  const info = async (encoding, more) =>
    (await localnet.result('getAccountInfo', address, { encoding, ...more })).value;

  assert.equal((await info('base64')).lamports, Number(100n * SOL));
  assert.equal((await info('base64')).owner, SYSTEM);
  assert.deepEqual((await info('base58')).data, ['', 'base58']);
  assert.equal((await info(undefined)).data, '');
  assert.deepEqual((await info('jsonParsed')).data, ['', 'base64']);
  const program = (await localnet.result('getAccountInfo', TOKEN_2022, { encoding: 'base64' })).value;
  assert.equal(program.executable, true);
  const clock = await localnet.result('getAccountInfo', CLOCK, {
    encoding: 'base64',
    dataSlice: { offset: 0, length: 8 },
  });
  const slot = await localnet.result('getSlot', { commitment: 'processed' });
  assert.equal(Buffer.from(clock.value.data[0], 'base64').readBigUInt64LE(), BigInt(slot));
  assert.equal((await localnet.result('getAccountInfo', await newAddress())).value, null);
  const many = await localnet.result('getMultipleAccounts', [address, await newAddress()]);
  assert.deepEqual(
    many.value.map((account) => account?.lamports ?? null),
    [Number(100n * SOL), null],
  );
});

test('filters the accounts of a program', async () => {
  const { address } = await fundedPayer(localnet);
  const found = async (filters) => {
    const accounts = await localnet.result('getProgramAccounts', SYSTEM, { encoding: 'base64', filters });
    return accounts.map(({ pubkey }) => pubkey);
  };

  assert.ok((await found([{ dataSize: 0 }])).includes(address));
  assert.deepEqual(await found([{ dataSize: 1 }]), []);
  assert.deepEqual(await found([{ memcmp: { offset: 0, bytes: 'A' } }]), []);
  assert.equal((await localnet.error('getProgramAccounts', SYSTEM, { filters: [{ nonsense: 1 }] })).code, -32602);
});

test('adds up the supply', async () => {
  const { value } = await localnet.result('getSupply');

  assert.equal(value.total, value.circulating + value.nonCirculating);
  assert.equal(value.nonCirculatingAccounts.length, 1);
});
