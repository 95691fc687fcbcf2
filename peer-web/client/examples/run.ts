// Runs every example against a server. The first line of the input is the scene as JSON; for each line
// "mail ADDRESS" that this writes, the next line of the input is the token that was sent there.

import assert from 'node:assert/strict';
import { createInterface } from 'node:readline';
import { PeerClient, PeerError, TransferTokensDocument } from '../src/index.js';
import { showBalance } from './balance.js';
import { advice } from './errors.js';
import { followBalance, followMovement, followThroughATunnel } from './follow.js';
import { counterpart, sent } from './history.js';
import { logIn } from './log-in.js';
import { explainPayout, followPayout } from './payout.js';
import { quote, recipient, send } from './send.js';
import { endServiceToken, machine, makeServiceToken } from './service-token.js';
import { signUp } from './sign-up.js';

type Scene = {
  endpoint: string;
  password: string;
  /** Has the whole pool of the day coming. */
  earner: string;
  recipientId: string;
  day: string;
};

// A payout that never becomes final must not hold the build.
setTimeout(() => assert.fail('not within three minutes'), 180_000).unref();

const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();

async function line(): Promise<string> {
  const { value, done } = await lines.next();
  assert.ok(!done, 'the input ends too early');
  return value;
}

async function refused(request: Promise<unknown>): Promise<PeerError> {
  const failure = await request.then(
    () => assert.fail('it was not refused'),
    (reason: unknown) => reason,
  );
  assert.ok(failure instanceof PeerError, String(failure));
  return failure;
}

const scene = JSON.parse(await line()) as Scene;

const newcomer = new PeerClient(scene.endpoint);
const userName = `n${crypto.randomUUID().slice(0, 18)}`;
const person = { email: `${userName}@people.example`, userName, password: scene.password };
const id = await signUp(newcomer, person, (email) => {
  console.log(`mail ${email}`);
  return line();
});
assert.match(id, /^[0-9a-f-]{36}$/);
assert.equal(await showBalance(newcomer), `${userName} has 0.000000000 PEER (0 whole, not on chain)`);
const taken = await refused(signUp(newcomer, person, line));
assert.equal(taken.code, 'EMAIL_TAKEN');
assert.equal(taken.retryable, false);
assert.deepEqual(taken.path, ['register']);
const poor = { recipientId: scene.recipientId, amount: '1', idempotencyKey: 'poor' };
assert.equal(advice(await refused(send(newcomer, poor))), 'You do not have enough PEER for this.');

await assert.rejects(logIn(scene.endpoint, scene.earner, 'wrong'), /do not match/);
const peer = await logIn(scene.endpoint, scene.earner, scene.password);
const first = peer.accessToken;
await Promise.all([peer.renew(), peer.renew()]);
assert.notEqual(peer.accessToken, first);

const signature = await followPayout(peer, scene.day);
assert.match(signature ?? '', /^[1-9A-HJ-NP-Za-km-z]{80,90}$/);
const explanation = await explainPayout(peer, scene.day);
assert.match(explanation[0] ?? '', /^LIKE of post .*: 500 hundredths/);
assert.match(explanation[1] ?? '', /share 5000\.000000000$/);
assert.ok(explanation[2]?.endsWith(`on Solana ${signature}`), explanation[2]);

assert.deepEqual(await recipient(peer, userName.toUpperCase()), { id, userName });
assert.equal(await recipient(peer, 'nobody-has-this-one'), undefined);
assert.equal(await quote(peer, '100'), '100.000000000 PEER arrive, you pay 103.000000000');
const drafts = ['100', '10', '1'].map((amount) => ({
  idempotencyKey: crypto.randomUUID(),
  recipientId: scene.recipientId,
  amount,
  message: `for ${amount}`,
}));
const ids: string[] = [];
const seen = await followThroughATunnel(peer, async () => ids.push(await send(peer, drafts[0]!)));
assert.equal(seen[0]!.available, '5000.000000000');
assert.equal(seen.at(-1)!.available, '4897.000000000');
for (const draft of drafts.slice(1)) ids.push(await send(peer, draft));
const cursors = seen.map(({ cursor }) => cursor);
for await (const update of followBalance(peer, seen.at(-1))) {
  cursors.push(update.cursor);
  if (update.available === '4885.670000000') break;
}
assert.equal(new Set(cursors).size, cursors.length, 'a state was told twice');
assert.equal(await send(peer, drafts[0]!), ids[0]);
assert.equal((await peer.request(TransferTokensDocument, drafts[0]!)).transferTokens.replayed, true);
assert.equal((await refused(send(peer, { ...drafts[0]!, amount: '101' }))).code, 'IDEMPOTENCY_CONFLICT');
const link = { ...drafts[0]!, idempotencyKey: 'link', message: 'see evil.example' };
assert.equal(advice(await refused(send(peer, link))), 'Please send the message without links.');
assert.match(await showBalance(peer), /^\S+ has 4885\.670000000 PEER \(4885 whole, /);

const gift = await send(peer, { idempotencyKey: crypto.randomUUID(), recipientId: id, amount: '1' });
assert.match((await followMovement(peer, gift)) ?? '', /^[1-9A-HJ-NP-Za-km-z]{80,90}$/);
const movements: string[] = [];
const names = new Set<string>();
for await (const movement of sent(peer, 2)) {
  movements.push(movement.id);
  names.add(counterpart(movement));
}
assert.deepEqual(movements, [gift, ...[...ids].reverse()]);
assert.equal(names.size, 2);
assert.ok(names.has(userName), [...names].join());

const { id: tokenId, secret } = await makeServiceToken(peer, scene.password);
const reader = machine(scene.endpoint, secret);
assert.match(await showBalance(reader), /4884\.64/);
assert.equal((await refused(send(reader, { ...poor, idempotencyKey: 'machine' }))).code, 'FORBIDDEN');
await endServiceToken(peer, tokenId);
assert.equal(advice(await refused(showBalance(reader))), 'Please log in again.');

// After a log-out the client is nobody.
const elsewhere = await logIn(scene.endpoint, scene.earner, scene.password);
await elsewhere.logOut();
assert.equal(elsewhere.accessToken, undefined);
assert.equal(advice(await refused(showBalance(elsewhere))), 'Please log in again.');
assert.equal(advice(new TypeError('fetch failed')), 'There is no connection. Try again.');

console.log('all examples hold');
process.exit(0);
