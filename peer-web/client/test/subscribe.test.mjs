// Subscriptions against a server that does what the test says: how a client comes back, with what, and when it gives up.

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { after, before, beforeEach, test } from 'node:test';
import { WebSocketServer } from 'ws';
import { FollowBalanceDocument, PeerClient, PeerError } from '../target/js/src/index.js';
import { Socket } from '../target/js/src/socket.js';

/** What the client subscribed with, in order: the token of its connection and `after`. */
let subscribed;
let renewals;
/** Called for each subscription, with the number of those before it. */
let onSubscribe;
let acceptsToken;
let answersPings;
let endpoint;

const server = createServer((request, response) => {
  renewals++;
  const session = { accessToken: `token-${renewals}`, refreshToken: 'r', accessTokenExpiresAt: '', refreshTokenExpiresAt: '' };
  response.setHeader('Content-Type', 'application/json');
  request.resume().on('end', () => response.end(JSON.stringify({ data: { refreshSession: session } })));
});
const sockets = new WebSocketServer({ server, path: '/graphql' });

sockets.on('connection', (socket) => {
  let token;
  socket.on('message', (text) => {
    const message = JSON.parse(text);
    if (message.type === 'connection_init') {
      token = message.payload.accessToken;
      if (acceptsToken(token)) socket.send('{"type":"connection_ack"}');
      else socket.close(4403, 'UNAUTHENTICATED');
    } else if (message.type === 'ping') {
      if (answersPings(subscribed.length)) socket.send('{"type":"pong"}');
    } else if (message.type === 'subscribe') {
      const { id, payload } = message;
      subscribed.push([token, payload.variables.after ?? null]);
      onSubscribe(subscribed.length - 1, {
        tell: (cursor) => socket.send(JSON.stringify({ id, type: 'next', payload: { data: update(cursor) } })),
        refuse: (code, retryable) =>
          socket.send(JSON.stringify({ id, type: 'error', payload: [{ message: '', extensions: { code, retryable } }] })),
        close: (code) => socket.close(code),
        drop: () => socket.terminate(),
      });
    }
  });
});

before(async () => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  endpoint = `http://127.0.0.1:${server.address().port}/graphql`;
});

after(() => {
  sockets.clients.forEach((socket) => socket.terminate());
  server.close();
});

beforeEach(() => {
  subscribed = [];
  renewals = 0;
  acceptsToken = () => true;
  answersPings = () => true;
});

function update(cursor) {
  return { balance: { cursor, balance: { available: { baseUnits: '1', display: '0.000000001' } } } };
}

function client() {
  const peer = new PeerClient(endpoint);
  peer.useSession({ accessToken: 'token-0', refreshToken: 'r', accessTokenExpiresAt: '', refreshTokenExpiresAt: '' });
  return peer;
}

/** The cursors of the first updates. */
async function take(count, updates) {
  const cursors = [];
  for await (const { balance } of updates) {
    cursors.push(balance.cursor);
    if (cursors.length === count) break;
  }
  return cursors;
}

test('after a lost connection it goes on from the last cursor', async () => {
  onSubscribe = (number, { tell, drop }) => {
    if (number === 0) {
      tell('a');
      tell('b');
      drop();
    } else {
      tell('c');
    }
  };

  assert.deepEqual(await take(3, client().subscribe(FollowBalanceDocument, { after: 'z' })), ['a', 'b', 'c']);
  assert.deepEqual(subscribed, [['token-0', 'z'], ['token-0', 'b']]);
});

test('it comes back however often, also from a server that goes away, is full, or has failed', async () => {
  const codes = [1001, 1013, 4408, 4500];
  onSubscribe = (number, { tell, close }) => (number < codes.length ? close(codes[number]) : tell('a'));

  assert.deepEqual(await take(1, client().subscribe(FollowBalanceDocument, {})), ['a']);
  assert.equal(subscribed.length, codes.length + 1);
});

test('what the application drops comes back as well', async () => {
  onSubscribe = (number, { tell }) => tell(['a', 'b'][number]);
  const peer = client();
  const updates = peer.subscribe(FollowBalanceDocument, {});

  assert.equal((await updates.next()).value.balance.cursor, 'a');
  peer.disconnect();
  assert.equal((await updates.next()).value.balance.cursor, 'b');
  await updates.return();
  assert.deepEqual(subscribed, [['token-0', null], ['token-0', 'a']]);
});

test('a state is not told twice, even if the server does it', async () => {
  onSubscribe = (_, { tell }) => ['a', 'a', 'b'].forEach(tell);

  assert.deepEqual(await take(2, client().subscribe(FollowBalanceDocument, {})), ['a', 'b']);
});

test('a token that has expired is renewed once for all subscriptions', async () => {
  acceptsToken = (token) => token !== 'token-0';
  onSubscribe = (_, { tell }) => tell('a');
  const peer = client();

  const both = [take(1, peer.subscribe(FollowBalanceDocument, {})), take(1, peer.subscribe(FollowBalanceDocument, {}))];

  assert.deepEqual(await Promise.all(both), [['a'], ['a']]);
  assert.equal(renewals, 1);
});

test('a connection whose token expires goes on with the next one, time and again', async () => {
  onSubscribe = (number, { tell, close }) => {
    if (number === 0) tell('a');
    if (number < 3) close(4403);
    else tell('b');
  };

  assert.deepEqual(await take(2, client().subscribe(FollowBalanceDocument, {})), ['a', 'b']);
  assert.deepEqual(subscribed.map(([token]) => token), ['token-0', 'token-1', 'token-2', 'token-3']);
  assert.deepEqual(subscribed.map(([, from]) => from), [null, 'a', 'a', 'a']);
});

test('whoever is refused with a new token too is told so', async () => {
  acceptsToken = () => false;

  await assert.rejects(take(1, client().subscribe(FollowBalanceDocument, {})), { code: 'UNAUTHENTICATED' });
  assert.equal(renewals, 1);
});

test('a machine has no other token', async () => {
  acceptsToken = () => false;
  const peer = new PeerClient(endpoint);
  peer.useServiceToken('secret');

  await assert.rejects(take(1, peer.subscribe(FollowBalanceDocument, {})), { code: 'UNAUTHENTICATED' });
  assert.equal(renewals, 0);
});

test('a refusal for the moment is tried again, one for good is thrown', async () => {
  onSubscribe = (number, { tell, refuse }) => {
    if (number === 0) refuse('UNAVAILABLE', true);
    else if (number === 1) tell('a');
    if (number === 1) refuse('FORBIDDEN', false);
  };
  const updates = client().subscribe(FollowBalanceDocument, {});

  assert.equal((await updates.next()).value.balance.cursor, 'a');
  await assert.rejects(updates.next(), (failure) => failure instanceof PeerError && failure.code === 'FORBIDDEN');
  assert.equal(subscribed.length, 2);
});

test('where the same would happen again it gives up', async () => {
  for (const [closing, code] of [[4429, 'RATE_LIMITED'], [4400, 'BAD_INPUT']]) {
    onSubscribe = (_, { close }) => close(closing);

    await assert.rejects(take(1, client().subscribe(FollowBalanceDocument, {})), { code });
  }
  assert.equal(subscribed.length, 2);
});

test('the signal ends it while nothing is told', async () => {
  onSubscribe = (_, { tell }) => tell('a');
  const stop = new AbortController();
  const updates = client().subscribe(FollowBalanceDocument, {}, stop.signal);
  await updates.next();

  const next = updates.next();
  stop.abort();

  assert.deepEqual(await next, { done: true, value: undefined });
});

test('the signal ends it while it waits to come back', async () => {
  const stop = new AbortController();
  const nowhere = new PeerClient('http://127.0.0.1:1/graphql');
  const next = nowhere.subscribe(FollowBalanceDocument, {}, stop.signal).next();
  stop.abort();

  assert.deepEqual(await next, { done: true, value: undefined });
});

test('a server that is silent is left', async () => {
  answersPings = (count) => count > 1;
  onSubscribe = (number, { tell }) => number > 0 && tell('a');
  const socket = new Socket(endpoint, { accessToken: 't', renew: () => assert.fail('no need') }, 30);

  assert.deepEqual(await take(1, socket.follow(FollowBalanceDocument, {}, undefined)), ['a']);
  assert.equal(subscribed.length, 2);
});
