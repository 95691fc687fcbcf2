#!/usr/bin/env node
import { HELP, parseOptions, UsageError } from '../src/cli/options.mjs';

const LOOPBACK = new Set(['127.0.0.1', '::1', 'localhost']);

function fail(sentence) {
  process.stderr.write(`${sentence}\n`);
  process.exit(2);
}

function readOptions() {
  try {
    return parseOptions(process.argv.slice(2));
  } catch (error) {
    if (error instanceof UsageError) return fail(error.message);
    throw error;
  }
}

function describeStartError(error, { port, wsPort, host }) {
  const [wanted, option] = error.port === wsPort ? [wsPort, '--ws-port'] : [port, '--port'];
  switch (error.code) {
    case 'EADDRINUSE':
      return `Port ${wanted} is taken; choose another with ${option}, or 0 for a free one.`;
    case 'EACCES':
      return `Port ${wanted} on ${host} may not be opened by this user.`;
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return `${host} is no address of this machine.`;
    default:
      return error.code === 'LOCALNET' ? error.message : `The local chain cannot start: ${error.stack}`;
  }
}

/** Loaded late, so that wrong options are told before anything else can go wrong. */
async function loadServer() {
  try {
    return (await import('../src/localnet.mjs')).startLocalnet;
  } catch (error) {
    return fail(
      `The VM cannot be loaded on ${process.platform}-${process.arch}; has "npm ci" been run? (${error.message})`,
    );
  }
}

async function main() {
  const options = readOptions();
  if (options.help) {
    process.stdout.write(HELP);
    return;
  }
  if (!LOOPBACK.has(options.host)) {
    process.stderr.write(
      `WARNING: listening on ${options.host}: anyone who reaches this machine can mint, airdrop and inject faults. ` +
        'This server is for development and tests only.\n',
    );
  }

  const startLocalnet = await loadServer();
  const localnet = await startLocalnet(options).catch((error) => fail(describeStartError(error, options)));
  let stopping = false;
  const stop = () => {
    if (stopping) return;
    stopping = true;
    localnet.close();
    process.exit(0);
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  if (options.exitWithParent) process.stdin.on('end', stop).on('error', stop).resume();

  const { rpcUrl, wsUrl, endpoints, genesisHash } = localnet;
  const ready = { ready: true, rpcUrl, controlUrl: `${rpcUrl}/control`, wsUrl, genesisHash, endpoints };
  process.stdout.write(`${JSON.stringify(ready)}\n`);
}

await main();
