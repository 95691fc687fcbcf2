// Subscriptions: the official client as the measure of what a validator does, and raw messages for what it would not send.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import {
  appendTransactionMessageInstruction,
  assertIsTransactionWithBlockhashLifetime,
  createSolanaRpc,
  createSolanaRpcSubscriptions,
  createTransactionMessage,
  generateKeyPairSigner,
  getSignatureFromTransaction,
  pipe,
  sendAndConfirmTransactionFactory,
  setTransactionMessageFeePayerSigner,
  setTransactionMessageLifetimeUsingBlockhash,
  signTransactionMessageWithSigners,
} from '@solana/kit';
import { getTransferSolInstruction } from '@solana-program/system';
import WebSocket from 'ws';
import { LocalnetProcess } from './support/localnet-process.mjs';
import { fundedPayer, newAddress, sendWire, signTransfer, SOL } from './support/transfers.mjs';

const SYSTEM = '11111111111111111111111111111111';
const UNKNOWN = '5'.repeat(87);

let localnet;
let payer;
let subscriptions;

before(async () => {
  localnet = await LocalnetProcess.start();
  payer = await fundedPayer(localnet);
  subscriptions = createSolanaRpcSubscriptions(localnet.ready.wsUrl);
});
after(() => localnet.end());

async function land(options) {
  const { wire, signature } = await signTransfer(localnet, payer, options);
  assert.equal((await sendWire(localnet, wire, { skipPreflight: true })).result, signature);
  return signature;
}

/** One notification after the other, from a client's subscription. The client drops what comes while nobody asks. */
async function open(request) {
  const abort = new AbortController();
  const notifications = await request.subscribe({ abortSignal: abort.signal });
  const queue = new Queue();
  const pump = async () => {
    for await (const notification of notifications) queue.add(notification);
  };
  pump();
  return { next: () => queue.next(), close: () => abort.abort() };
}

class Queue {
  #arrived = [];
  #waiting = [];

  add(item) {
    if (this.#waiting.length > 0) this.#waiting.shift()(item);
    else this.#arrived.push(item);
  }

  next() {
    return this.#arrived.length > 0 ? this.#arrived.shift() : new Promise((resolve) => this.#waiting.push(resolve));
  }
}

/** A socket without a client in between. */
async function connect(url = localnet.ready.wsUrl) {
  const socket = new WebSocket(url);
  const queue = new Queue();
  const next = () => queue.next();
  socket.on('message', (data) => queue.add(JSON.parse(data.toString())));
  const closed = new Promise((resolve) => socket.once('close', resolve));
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
  return {
    next,
    send: (text) => socket.send(text),
    ask: (method, ...params) => {
      socket.send(JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }));
      return next();
    },
    /** Whether nothing has come: the answer to a further request is the next message. */
    quiet: async () => {
      socket.send('{');
      return (await next()).error?.code === -32700;
    },
    close: () => socket.close(),
    closed,
  };
}

test('tells once that a signature has its commitment', async () => {
  for (const [commitment, slots] of [
    ['processed', 0],
    ['confirmed', 1],
    ['finalized', 32],
  ]) {
    const { wire, signature } = await signTransfer(localnet, payer, { to: await newAddress() });
    const subscription = await open(subscriptions.signatureNotifications(signature, { commitment }));
    const notified = subscription.next();
    await sendWire(localnet, wire);
    const { slot } = (await localnet.result('getSignatureStatuses', [signature])).value[0];
    await localnet.advance(40);

    const { context, value } = await notified;
    assert.equal(value.err, null);
    assert.ok(Number(context.slot) >= slot && Number(context.slot) <= slot + slots);
    subscription.close();
  }
});

test('tells at once what was so before, and then no more', async () => {
  const failed = await signTransfer(localnet, payer, { to: await newAddress(), amount: 1_000_000n * SOL });
  await sendWire(localnet, failed.wire, { skipPreflight: true });
  await localnet.advance(2);
  const socket = await connect();

  const { result: id } = await socket.ask('signatureSubscribe', failed.signature, { commitment: 'confirmed' });
  const { method, params } = await socket.next();

  assert.equal(method, 'signatureNotification');
  assert.equal(params.subscription, id);
  assert.deepEqual(params.result.value, { err: { InstructionError: [0, { Custom: 1 }] } });
  await localnet.advance(40);
  assert.ok(await socket.quiet());
  assert.equal((await socket.ask('signatureUnsubscribe', id)).error.message, 'Invalid subscription id.');
  socket.close();
});

test('tells that a signature was received, when asked to', async () => {
  const { wire, signature } = await signTransfer(localnet, payer, { to: await newAddress() });
  const socket = await connect();
  await socket.ask('signatureSubscribe', signature, { enableReceivedNotification: true });
  await sendWire(localnet, wire);
  assert.equal((await socket.next()).params.result.value, 'receivedSignature');
  await localnet.advance(32);
  assert.deepEqual((await socket.next()).params.result.value, { err: null });
  socket.close();
});

test('shows an account each time it changes', async () => {
  const to = await newAddress();
  const finalized = await open(subscriptions.accountNotifications(to, { encoding: 'base64' }));
  const processed = await open(
    subscriptions.accountNotifications(to, { commitment: 'processed', encoding: 'base64' }),
  );
  await land({ to });
  const { slot } = await localnet.advance(1);
  await land({ to, amount: 2n * SOL });
  assert.equal((await processed.next()).value.lamports, SOL);
  assert.equal((await processed.next()).value.lamports, 3n * SOL);

  await localnet.advance(40);

  const first = await finalized.next();
  assert.deepEqual([Number(first.context.slot), first.value.lamports], [slot - 1, SOL]);
  assert.equal((await finalized.next()).value.lamports, 3n * SOL);
  finalized.close();
  processed.close();
});

test('shows an account that a fork took back', async () => {
  const to = await newAddress();
  await localnet.advance(1);
  const changes = await open(subscriptions.accountNotifications(to, { commitment: 'processed', encoding: 'base64' }));
  await land({ to });
  assert.equal((await changes.next()).value.lamports, SOL);

  await localnet.control('POST', 'fork', { slots: 1 });

  assert.equal((await changes.next()).value.lamports, 0n);
  changes.close();
});

test('shows logs of everything, or of what mentions an address', async () => {
  const to = await newAddress();
  const all = await open(subscriptions.logsNotifications('all', { commitment: 'confirmed' }));
  const some = await open(subscriptions.logsNotifications({ mentions: [to] }, { commitment: 'confirmed' }));
  const other = await land({ to: await newAddress() });
  const wanted = await land({ to });
  await localnet.advance(1);

  assert.equal((await all.next()).value.signature, other);
  assert.equal((await all.next()).value.signature, wanted);
  const { value } = await some.next();
  assert.deepEqual([value.signature, value.err], [wanted, null]);
  assert.ok(value.logs.some((line) => line.includes(`Program ${SYSTEM} success`)));
  all.close();
  some.close();
});

test('shows the accounts of a program that change', async () => {
  const to = await newAddress();
  const filters = [{ dataSize: 0n }];
  const changes = await open(
    subscriptions.programNotifications(SYSTEM, { commitment: 'confirmed', encoding: 'base64', filters }),
  );
  await land({ to });
  await localnet.advance(1);

  const seen = [(await changes.next()).value, (await changes.next()).value];
  assert.deepEqual(new Set(seen.map(({ pubkey }) => pubkey)), new Set([payer.address, to]));
  assert.equal(seen.find(({ pubkey }) => pubkey === to).account.lamports, SOL);
  changes.close();
});

test('counts slots and roots', async () => {
  const slots = await open(subscriptions.slotNotifications());
  const roots = await open(subscriptions.rootNotifications());
  const { slot, finalizedSlot } = await localnet.advance(2);

  assert.deepEqual(await slots.next(), {
    parent: BigInt(slot - 2),
    root: BigInt(finalizedSlot - 1),
    slot: BigInt(slot - 1),
  });
  assert.equal((await slots.next()).slot, BigInt(slot));
  assert.equal(await roots.next(), BigInt(finalizedSlot - 1));
  assert.equal(await roots.next(), BigInt(finalizedSlot));
  slots.close();
  roots.close();
});

test('ends what is unsubscribed', async () => {
  const socket = await connect();
  const { result: id } = await socket.ask('slotSubscribe');
  assert.equal((await socket.ask('slotUnsubscribe', id)).result, true);
  await localnet.advance(1);
  assert.ok(await socket.quiet());
  const other = await connect();
  const { result: theirs } = await other.ask('rootSubscribe');
  assert.equal((await socket.ask('rootUnsubscribe', theirs)).error.code, -32602);
  for (const each of [socket, other]) each.close();
});

test('refuses in the words of a validator', async () => {
  const socket = await connect();
  const cases = [
    ['accountSubscribe', ['abc'], -32602, 'Invalid Request: Invalid pubkey provided'],
    ['programSubscribe', ['abc'], -32602, 'Invalid Request: Invalid pubkey provided'],
    ['signatureSubscribe', ['abc'], -32602, 'Invalid Request: Invalid signature provided'],
    ['logsSubscribe', [{ mentions: [] }], -32602, 'Invalid Request: Only 1 address supported'],
    ['logsSubscribe', [{ mentions: ['abc'] }], -32602, 'Invalid Request: Invalid mentions provided'],
    ['slotUnsubscribe', [99_999], -32602, 'Invalid subscription id.'],
    ['blockSubscribe', ['all'], -32601, 'Method not found'],
    ['getSlot', [], -32601, 'Method not found'],
    ['constructorSubscribe', [], -32601, 'Method not found'],
  ];
  for (const [method, params, code, message] of cases) {
    assert.deepEqual((await socket.ask(method, ...params)).error, { code, message });
  }
  assert.equal((await socket.ask('accountSubscribe')).error.code, -32602);
  assert.equal((await socket.ask('signatureSubscribe', UNKNOWN, { commitment: 'soon' })).error.code, -32602);
  socket.send('{"jsonrpc":"2.0"}');
  assert.equal((await socket.next()).error.code, -32600);
  socket.close();
});

test('can be cut off, and takes new connections then', async () => {
  const socket = await connect();
  await socket.ask('slotSubscribe');

  assert.ok((await localnet.control('DELETE', 'subscriptions')).body.disconnected >= 1);
  await socket.closed;

  const again = await connect();
  assert.equal(typeof (await again.ask('slotSubscribe')).result, 'number');
  again.close();
});

test('the HTTP port takes no upgrade', async () => {
  const refused = new WebSocket(localnet.rpcUrl.replace('http', 'ws'));
  const error = await new Promise((resolve) => refused.once('error', resolve));

  assert.match(error.message, /405/);
});

test('the official client sends and confirms', async () => {
  const ticking = await LocalnetProcess.start('--slot-millis', '20');
  const rpc = createSolanaRpc(ticking.rpcUrl);
  const rpcSubscriptions = createSolanaRpcSubscriptions(ticking.ready.wsUrl);
  const sendAndConfirm = sendAndConfirmTransactionFactory({ rpc, rpcSubscriptions });
  const source = await generateKeyPairSigner();
  await ticking.result('requestAirdrop', source.address, Number(10n * SOL));
  for (const commitment of ['confirmed', 'finalized']) {
    const { value: latest } = await rpc.getLatestBlockhash({ commitment: 'confirmed' }).send();
    const destination = await newAddress();
    const transaction = await signTransactionMessageWithSigners(
      pipe(
        createTransactionMessage({ version: 0 }),
        (draft) => setTransactionMessageFeePayerSigner(source, draft),
        (draft) => setTransactionMessageLifetimeUsingBlockhash(latest, draft),
        (draft) =>
          appendTransactionMessageInstruction(getTransferSolInstruction({ source, destination, amount: SOL }), draft),
      ),
    );
    assertIsTransactionWithBlockhashLifetime(transaction);

    await sendAndConfirm(transaction, { commitment, preflightCommitment: 'confirmed' });

    const [status] = (await rpc.getSignatureStatuses([getSignatureFromTransaction(transaction)]).send()).value;
    const reached = commitment === 'finalized' ? ['finalized'] : ['confirmed', 'finalized'];
    assert.ok(reached.includes(status.confirmationStatus));
    assert.equal((await rpc.getBalance(destination, { commitment }).send()).value, SOL);
  }
  await ticking.end();
});
