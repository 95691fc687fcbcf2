// The server as a process: how it starts, what it says, how it ends.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LocalnetProcess } from './support/localnet-process.mjs';

async function run(...options) {
  const process = LocalnetProcess.spawn(...options);
  const output = { stdout: '', stderr: '' };
  process.stdout.on('data', (chunk) => (output.stdout += chunk));
  process.stderr.on('data', (chunk) => (output.stderr += chunk));
  const code = await new Promise((resolve) => process.once('close', resolve));
  return { code, ...output };
}

test('says that it is ready, and where', async () => {
  const localnet = await LocalnetProcess.start();
  const { ready, rpcUrl, controlUrl, wsUrl, genesisHash } = localnet.ready;

  assert.equal(ready, true);
  assert.match(rpcUrl, /^http:\/\/127\.0\.0\.1:\d+$/);
  assert.equal(controlUrl, `${rpcUrl}/control`);
  assert.match(wsUrl, /^ws:\/\/127\.0\.0\.1:\d+$/);
  assert.match(genesisHash, /^[1-9A-HJ-NP-Za-km-z]{32,44}$/);
  await localnet.end();
});

test('ends with code 0 on SIGTERM and SIGINT, and when its parent is gone', async () => {
  for (const signal of ['SIGTERM', 'SIGINT']) {
    const localnet = await LocalnetProcess.start();
    assert.deepEqual(await localnet.end(signal), { code: 0, signal: null });
  }
  const orphan = await LocalnetProcess.start();
  assert.deepEqual(await orphan.closeStdin(), { code: 0, signal: null });
});

test('refuses wrong options in one sentence', async () => {
  const cases = [
    [['--prot', '1'], /^Unknown option --prot; --help lists the options\.\n$/],
    [['--port'], /^--port needs a value\.\n$/],
    [['--port', '70000'], /^--port needs a whole number from 0 to 65535, not "70000"\.\n$/],
    [['--port', '65535'], /^--ws-port is needed: there is no port behind that of --port\.\n$/],
    [['--finalized-slots', '0'], /^--finalized-slots cannot be less than --confirmed-slots\.\n$/],
  ];
  for (const [options, sentence] of cases) {
    const { code, stdout, stderr } = await run(...options);
    assert.deepEqual([code, stdout], [2, '']);
    assert.match(stderr, sentence);
  }
});

test('says so when the port is taken', async () => {
  const first = await LocalnetProcess.start();
  const port = new URL(first.rpcUrl).port;

  const { code, stdout, stderr } = await run('--port', port);

  assert.deepEqual([code, stdout], [2, '']);
  assert.equal(stderr, `Port ${port} is taken; choose another with --port, or 0 for a free one.\n`);

  const second = await run('--port', '0', '--ws-port', port);
  assert.deepEqual([second.code, second.stdout], [2, '']);
  assert.equal(second.stderr, `Port ${port} is taken; choose another with --ws-port, or 0 for a free one.\n`);
  await first.end();
});

test('explains its options', async () => {
  const { code, stdout } = await run('--help');

  assert.equal(code, 0);
  for (const option of ['--port', '--ws-port', '--endpoints', '--data', '--seed', '--slot-millis', '--exit-with-parent']) {
    assert.ok(stdout.includes(option));
  }
});

test('warns when others can reach it', async () => {
  const localnet = LocalnetProcess.spawn('--port', '0', '--host', '0.0.0.0', '--exit-with-parent');
  const warning = await new Promise((resolve) => localnet.stderr.once('data', (chunk) => resolve(String(chunk))));

  assert.match(warning, /^WARNING: listening on 0\.0\.0\.0/);
  localnet.kill();
});

test('every new chain is another one, unless a seed says which', async () => {
  const hash = async (...options) => {
    const localnet = await LocalnetProcess.start(...options);
    await localnet.end();
    return localnet.ready.genesisHash;
  };

  assert.notEqual(await hash(), await hash());
  assert.equal(await hash('--seed', 'a'), await hash('--seed', 'a'));
  assert.notEqual(await hash('--seed', 'a'), await hash('--seed', 'b'));
});
