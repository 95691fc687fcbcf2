// How much one server carries: v0 transactions that mint to 50 recipients each through a lookup table, sent over HTTP at a
// steady rate with statuses asked 256 at a time, as a settlement does. Not part of the tests.
//
//   node tools/bench.mjs [--seconds 20] [--rate 200] [--recipients 2000] [--data DIR] [--profile DIR]
//
// A rate of 0 sends as fast as it can. With --profile the server's CPU profile is written to DIR.

import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Client } from './bench-client.mjs';
import { Payments, RECIPIENTS_PER_PAYMENT } from './bench-payments.mjs';

const SERVER = fileURLToPath(new URL('../bin/localnet.mjs', import.meta.url));
const SLOT_MILLIS = 50;
const SENDERS = 16;
const STATUSES_PER_CALL = 256;

const text = { type: 'string' };
const { values } = parseArgs({
  options: {
    seconds: { ...text, default: '20' },
    rate: { ...text, default: '200' },
    recipients: { ...text, default: '2000' },
    data: text,
    profile: text,
  },
});
const seconds = Number(values.seconds);
const rate = Number(values.rate);

async function startServer() {
  const profile = values.profile === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${values.profile}`];
  const data = values.data === undefined ? [] : ['--data', values.data];
  const options = ['--port', '0', '--slot-millis', String(SLOT_MILLIS), '--exit-with-parent', ...data];
  const server = spawn(process.execPath, [...profile, SERVER, ...options], { stdio: ['pipe', 'pipe', 'inherit'] });
  for await (const line of createInterface(server.stdout)) return { server, ready: JSON.parse(line) };
  throw new Error('the server did not start');
}

/** CPU seconds and memory of the server so far. */
function usage(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
  const rss = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1];
  return { cpuSeconds: (Number(fields[11]) + Number(fields[12])) / 100, megabytes: Math.round(Number(rss) / 1024) };
}

const percentile = (sorted, share) => sorted[Math.floor((sorted.length - 1) * share)].toFixed(1);

async function run(client, payments) {
  const until = performance.now() + seconds * 1_000;
  const started = performance.now();
  const sent = [];
  const sendMillis = [];
  const statusMillis = [];
  let blockhash = (await client.result('getLatestBlockhash')).value.blockhash;
  let finalized = 0;
  let finished = false;

  const timed = async (list, call) => {
    const began = performance.now();
    const result = await call();
    list.push(performance.now() - began);
    return result;
  };
  const send = async () => {
    while (performance.now() < until) {
      const ahead = rate === 0 ? 0 : started + (sent.length * 1_000) / rate - performance.now();
      const { wire, signature } = payments.next(blockhash);
      sent.push(signature);
      if (ahead > 0) await sleep(ahead);
      const options = { encoding: 'base64', skipPreflight: true, maxRetries: 0 };
      await timed(sendMillis, () => client.result('sendTransaction', wire, options));
    }
  };
  const renewBlockhash = async () => {
    for (; !finished; await sleep(500)) blockhash = (await client.result('getLatestBlockhash')).value.blockhash;
  };
  const confirm = async () => {
    let open = [];
    for (let taken = 0; ; await sleep(SLOT_MILLIS)) {
      open.push(...sent.slice(taken));
      taken = sent.length;
      const left = [];
      for (let i = 0; i < open.length; i += STATUSES_PER_CALL) {
        const page = open.slice(i, i + STATUSES_PER_CALL);
        const { value } = await timed(statusMillis, () => client.result('getSignatureStatuses', page));
        page.forEach((signature, j) => {
          if (value[j]?.err) throw new Error(`${signature}: ${JSON.stringify(value[j].err)}`);
          if (value[j]?.confirmationStatus === 'finalized') finalized++;
          else left.push(signature);
        });
      }
      open = left;
      if (finished && (open.length === 0 || performance.now() > until + 15_000)) return open.length;
    }
  };

  const watching = [renewBlockhash(), confirm()];
  await Promise.all(Array.from({ length: SENDERS }, send));
  const sending = (performance.now() - started) / 1_000;
  finished = true;
  const [, lost] = await Promise.all(watching);
  for (const list of [sendMillis, statusMillis]) list.sort((a, b) => a - b);
  return { sent: sent.length, finalized, lost, sending, sendMillis, statusMillis };
}

const { server, ready } = await startServer();
const client = new Client(ready.rpcUrl, SENDERS + 4);
const payments = await Payments.open(client, Number(values.recipients));
const before = usage(server.pid);
const result = await run(client, payments);
const after = usage(server.pid);

const perSecond = result.sent / result.sending;
const cpu = after.cpuSeconds - before.cpuSeconds;
console.log(`transactions/s      ${perSecond.toFixed(0)}`);
console.log(`recipients/s        ${(perSecond * RECIPIENTS_PER_PAYMENT).toFixed(0)}`);
console.log(`finalized, lost     ${result.finalized}, ${result.lost}`);
console.log(`send ms p50, p99    ${percentile(result.sendMillis, 0.5)}, ${percentile(result.sendMillis, 0.99)}`);
console.log(`status ms p50, p99  ${percentile(result.statusMillis, 0.5)}, ${percentile(result.statusMillis, 0.99)}`);
console.log(`server CPU ms/tx    ${((1_000 * cpu) / result.sent).toFixed(2)}`);
console.log(`server memory MB    ${before.megabytes} to ${after.megabytes}`);
client.close();
server.kill('SIGTERM');
