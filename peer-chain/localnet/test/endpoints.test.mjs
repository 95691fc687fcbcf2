// Several endpoints over one chain: what a client sees that asks more than one node, of which some are late, forgetful,
// dishonest or gone.

import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { LocalnetProcess } from './support/localnet-process.mjs';
import { fundedPayer, newAddress, sendWire, signTransfer, SOL, statusOf } from './support/transfers.mjs';

const HONEST = { lagSlots: 0, firstAvailableSlot: 0, historySlots: null, lies: [], down: null };
const UNKNOWN = '5'.repeat(87);
const WHOLE_HISTORY = { searchTransactionHistory: true };

let localnet;
let other;
let payer;

before(async () => {
  localnet = await LocalnetProcess.start();
  other = await localnet.openEndpoint('b');
  payer = await fundedPayer(localnet);
});
beforeEach(async () => {
  await change(HONEST);
  await localnet.control('DELETE', 'faults');
});
after(() => localnet.end());

async function change(settings, name = 'b') {
  const { status, body } = await localnet.control('POST', `endpoints/${name}`, settings);
  assert.equal(status, 200, body.error);
  return body;
}

async function aLandedTransfer(to, amount = SOL) {
  const { wire, signature } = await signTransfer(localnet, payer, { to: to ?? (await newAddress()), amount });
  assert.equal((await sendWire(localnet, wire)).result, signature);
  return signature;
}

const processed = { commitment: 'processed' };

test('shows the same chain at every endpoint', async () => {
  const to = await newAddress();
  const { wire, signature } = await signTransfer(other, payer, { to });

  assert.equal((await sendWire(other, wire)).result, signature);

  assert.deepEqual(await statusOf(localnet, signature), await statusOf(other, signature));
  assert.equal((await other.result('getBalance', to, processed)).value, Number(SOL));
  assert.equal(await other.result('getGenesisHash'), localnet.ready.genesisHash);
  assert.equal((await fetch(`${other.rpcUrl}/control/state`)).status, 405);
});

test('a late endpoint shows everything as it was', async () => {
  const to = await newAddress();
  const signature = await aLandedTransfer(to);
  const landed = await localnet.result('getSlot', processed);
  await localnet.advance(10);
  await change({ lagSlots: 11 });

  assert.equal(await other.result('getSlot', processed), landed - 1);
  assert.equal(await other.result('getSlot'), landed - 1 - 32);
  assert.equal(await other.result('getBlockHeight', processed), landed - 1 - 100);
  assert.equal((await other.result('getBalance', to, processed)).value, 0);
  assert.equal(await statusOf(other, signature, WHOLE_HISTORY), null);
  assert.equal((await other.error('getBalance', to, { ...processed, minContextSlot: landed })).code, -32016);

  await localnet.advance(1);
  assert.equal((await other.result('getBalance', to, processed)).value, Number(SOL));
  assert.equal((await statusOf(other, signature)).confirmationStatus, 'processed');
  assert.equal((await statusOf(localnet, signature)).confirmationStatus, 'confirmed');
  await localnet.advance(31);
  assert.equal(await other.result('getTransaction', signature), null);
  assert.deepEqual(await other.result('getSignaturesForAddress', to), []);
  await localnet.advance(1);
  assert.equal((await other.result('getTransaction', signature)).slot, landed);
  assert.equal((await other.result('getSignaturesForAddress', to))[0].signature, signature);
});

test('what a late endpoint takes reaches the chain', async () => {
  await change({ lagSlots: 20 });
  const fresh = await signTransfer(localnet, payer, { to: await newAddress() });
  const old = await signTransfer(other, payer, { to: await newAddress() });

  const { error } = await sendWire(other, fresh.wire);
  assert.deepEqual([error.code, error.data.err], [-32002, 'BlockhashNotFound']);
  assert.equal((await sendWire(other, fresh.wire, { skipPreflight: true })).result, fresh.signature);
  assert.equal((await sendWire(other, old.wire)).result, old.signature);

  for (const { signature } of [fresh, old]) assert.equal((await statusOf(localnet, signature)).err, null);
});

test('whoever falls far behind stands still until then', async () => {
  const to = await newAddress();
  await aLandedTransfer(to);
  const oldestKnown = await localnet.result('getSlot', processed);
  await localnet.advance(96);
  await change({ lagSlots: 200 });
  const seen = async () => {
    const { context, value } = await other.result('getBalance', to);
    return [context.slot, value];
  };

  assert.deepEqual(await seen(), [oldestKnown, Number(SOL)]);
  await aLandedTransfer(to);
  const landed = await localnet.result('getSlot', processed);
  await localnet.advance(100);
  assert.deepEqual(await seen(), [oldestKnown, Number(SOL)]);
  await localnet.advance(131);
  assert.deepEqual(await seen(), [landed - 1, Number(SOL)]);
  await localnet.advance(1);
  assert.deepEqual(await seen(), [landed, Number(2n * SOL)]);
});

test('a node too far behind says so', async () => {
  await localnet.advance(200);
  await change({ lagSlots: 129 });
  const { wire } = await signTransfer(other, payer, { to: await newAddress() });
  const behind = { code: -32005, message: 'Node is behind by 129 slots', data: { numSlotsBehind: 129 } };

  assert.deepEqual(await other.error('getHealth'), behind);
  assert.deepEqual((await sendWire(other, wire)).error, behind);

  await change({ lagSlots: 128 });
  assert.equal(await other.result('getHealth'), 'ok');
});

test('history begins where it is told to', async () => {
  const to = await newAddress();
  const old = await aLandedTransfer(to);
  await localnet.advance(50);
  const young = await aLandedTransfer(to);
  const { slot } = await localnet.advance(40);
  const known = async () => [
    (await statusOf(other, old, WHOLE_HISTORY)) !== null,
    (await other.result('getTransaction', old)) !== null,
    (await other.result('getSignaturesForAddress', to)).map(({ signature }) => signature),
  ];
  assert.deepEqual(await known(), [true, true, [young, old]]);

  await change({ historySlots: 60 });
  assert.deepEqual(await known(), [false, false, [young]]);
  assert.equal(await other.result('getFirstAvailableBlock'), slot - 60);
  assert.equal((await other.error('getBlock', slot - 90)).code, -32001);
  assert.equal((await statusOf(other, young, WHOLE_HISTORY)).err, null);
  assert.equal(await localnet.result('getFirstAvailableBlock'), 0);

  await change({ historySlots: null, firstAvailableSlot: slot - 10 });
  assert.deepEqual(await known(), [false, false, []]);
  assert.equal(await other.result('getFirstAvailableBlock'), slot - 10);
});

test('hides what landed', async () => {
  const to = await newAddress();
  const [first, second] = [await aLandedTransfer(to), await aLandedTransfer(to, 2n * SOL)];
  await localnet.advance(32);

  await change({ lies: ['hides'] });
  for (const signature of [first, second]) {
    assert.equal(await statusOf(other, signature, WHOLE_HISTORY), null);
    assert.equal(await other.result('getTransaction', signature), null);
  }
  assert.deepEqual(await other.result('getSignaturesForAddress', to), []);
  assert.equal((await statusOf(localnet, first)).confirmationStatus, 'finalized');

  await change({ lies: [{ kind: 'hides', signature: first }] });
  assert.equal(await statusOf(other, first), null);
  assert.equal((await statusOf(other, second)).confirmationStatus, 'finalized');
});

test('invents what never landed', async () => {
  const signature = await aLandedTransfer();
  await change({ lies: ['invents'] });

  const invented = await statusOf(other, UNKNOWN);
  assert.deepEqual([invented.confirmationStatus, invented.err, invented.confirmations], ['finalized', null, null]);
  assert.equal(invented.slot, await localnet.result('getSlot'));
  assert.equal((await statusOf(other, signature)).confirmationStatus, 'processed');
  assert.equal(await statusOf(localnet, UNKNOWN), null);

  await change({ lies: [{ kind: 'invents', signature: UNKNOWN }] });
  assert.equal((await statusOf(other, UNKNOWN)).confirmationStatus, 'finalized');
  assert.equal(await statusOf(other, '4'.repeat(87)), null);
});

test('lies about heights', async () => {
  const height = await localnet.result('getBlockHeight');
  const { lastValidBlockHeight } = (await localnet.result('getLatestBlockhash')).value;

  await change({ lies: ['inflatesHeight'] });
  assert.equal(await other.result('getBlockHeight'), height + 1_000);
  assert.equal((await other.result('getEpochInfo')).blockHeight, height + 1_000);
  assert.equal((await other.result('getLatestBlockhash')).value.lastValidBlockHeight, lastValidBlockHeight);

  await change({ lies: [{ kind: 'inflatesLastValid', blocks: 7 }] });
  assert.equal(await other.result('getBlockHeight'), height);
  assert.equal((await other.result('getLatestBlockhash')).value.lastValidBlockHeight, lastValidBlockHeight + 7);

  await change({ lies: ['deflatesLastValid'] });
  assert.equal((await other.result('getLatestBlockhash')).value.lastValidBlockHeight, lastValidBlockHeight - 100);
});

test('goes down and comes back at the same address', async () => {
  const cause = async (ask) => (await ask().catch((error) => error.cause))?.code;
  const ask = () => other.call('getSlot');

  assert.equal((await change({ down: 'refuse' })).down, 'refuse');
  assert.equal(await cause(ask), 'ECONNREFUSED');
  await change({ down: 'reset' });
  assert.match(await cause(ask), /ECONNRESET|UND_ERR_SOCKET/);
  await change({ down: null });
  assert.equal(typeof (await other.result('getSlot')), 'number');

  await change({ down: 'reset' }, 'main');
  await assert.rejects(localnet.call('getSlot'));
  await change({ down: null }, 'main');
  assert.equal(typeof (await localnet.result('getSlot')), 'number');
});

test('stays down when its port was taken meanwhile', async () => {
  const port = Number(new URL(other.rpcUrl).port);
  await change({ down: 'refuse' });
  await localnet.openEndpoint('thief', { port });

  const { status, body } = await localnet.control('POST', 'endpoints/b', { down: null });

  assert.deepEqual([status, body], [400, { error: `port ${port} is taken` }]);
  assert.equal((await change({})).down, 'refuse');
  await localnet.control('DELETE', 'endpoints/thief');
  assert.equal((await change({ down: null })).down, null);
  assert.equal(typeof (await other.result('getSlot')), 'number');
});

test('a fault can be limited to one endpoint', async () => {
  await localnet.arm({ endpoint: 'b', method: 'getSlot', fault: 'error', code: -32005, count: null });
  await localnet.arm({ method: 'getHealth', fault: 'error', code: -32005, count: null });

  assert.equal(typeof (await localnet.result('getSlot')), 'number');
  assert.equal((await other.error('getSlot')).code, -32005);
  for (const endpoint of [localnet, other]) assert.equal((await endpoint.error('getHealth')).code, -32005);

  const { status, body } = await localnet.control('POST', 'faults', { endpoint: 'mars', fault: 'hang' });
  assert.deepEqual([status, body], [404, { error: 'no endpoint mars' }]);
});

test('counts calls by endpoint', async () => {
  const counts = async () => {
    const { calls, endpoints } = (await localnet.control('GET', 'state')).body;
    return [calls, ...endpoints.map((endpoint) => endpoint.calls)].map(({ getIdentity = 0 }) => getIdentity);
  };
  const [all, main, second] = await counts();

  await localnet.result('getIdentity');
  await other.result('getIdentity');
  await other.result('getIdentity');

  assert.deepEqual(await counts(), [all + 3, main + 1, second + 2]);
});

test('opens, lists and closes endpoints', async () => {
  const extra = await localnet.openEndpoint('extra', { lagSlots: 3 });
  const names = async () => (await localnet.control('GET', 'endpoints')).body.endpoints.map(({ name }) => name);

  assert.equal(await extra.result('getSlot'), (await localnet.result('getSlot')) - 3);
  assert.deepEqual(await names(), ['main', 'b', 'extra']);
  assert.equal((await localnet.control('DELETE', 'endpoints/extra')).status, 200);
  assert.deepEqual(await names(), ['main', 'b']);
  await assert.rejects(extra.call('getSlot'));
});

test('opens endpoints at the start', async () => {
  const started = await LocalnetProcess.start('--endpoints', '2');
  const { endpoints, rpcUrl } = started.ready;

  assert.deepEqual(endpoints.map(({ name }) => name), ['main', 'b', 'c']);
  assert.equal(endpoints[0].rpcUrl, rpcUrl);
  assert.equal(new Set(endpoints.map((endpoint) => endpoint.rpcUrl)).size, 3);
  await started.end();
});

test('refuses settings that make no sense', async () => {
  const refused = async (path, body, method = 'POST') => {
    const answer = await localnet.control(method, path, body);
    return answer.status === 200 || answer.status === 201 ? null : answer.body.error;
  };

  assert.match(await refused('endpoints', { name: 'B' }), /small letters/);
  assert.match(await refused('endpoints', { name: 'b' }), /already/);
  assert.match(await refused('endpoints', { name: 'c', port: new URL(other.rpcUrl).port | 0 }), /is taken/);
  assert.match(await refused('endpoints/b', { lagSlots: 501 }), /lagSlots must be a whole number from 0 to 500/);
  assert.match(await refused('endpoints/b', { lag: 1 }), /no setting "lag"/);
  assert.match(await refused('endpoints/b', { lies: ['boasts'] }), /unknown lie "boasts"/);
  assert.match(await refused('endpoints/b', { lies: [{ kind: 'hides', who: 1 }] }), /no field "who"/);
  assert.match(await refused('endpoints/b', { down: 'asleep' }), /down must be/);
  assert.match(await refused('endpoints/main', { down: 'refuse' }), /only be down by "reset"/);
  assert.match(await refused('endpoints/mars', {}), /no endpoint mars/);
  assert.match(await refused('endpoints/main', undefined, 'DELETE'), /cannot be removed/);
});
