export class UsageError extends Error {}

const WHOLE = { kind: 'whole' };
const TEXT = { kind: 'text' };
const FLAG = { kind: 'flag' };

const OPTIONS = new Map([
  ['--port', { ...WHOLE, key: 'port', most: 65_535 }],
  ['--ws-port', { ...WHOLE, key: 'wsPort', most: 65_535 }],
  ['--host', { ...TEXT, key: 'host' }],
  ['--data', { ...TEXT, key: 'data' }],
  ['--seed', { ...TEXT, key: 'seed' }],
  ['--slot-millis', { ...WHOLE, key: 'slotMillis', most: 60_000 }],
  ['--confirmed-slots', { ...WHOLE, key: 'confirmedSlots', most: 200 }],
  ['--finalized-slots', { ...WHOLE, key: 'finalizedSlots', most: 200 }],
  ['--endpoints', { ...WHOLE, key: 'endpoints', most: 8 }],
  ['--exit-with-parent', { ...FLAG, key: 'exitWithParent' }],
  ['--help', { ...FLAG, key: 'help' }],
]);

export const HELP = `usage: localnet [options]
  --port N             HTTP port, 0 for a free one (8899)
  --ws-port N          WebSocket port, 0 for a free one (the HTTP port + 1)
  --host ADDRESS       address to listen on (127.0.0.1)
  --data DIR           keep the chain in DIR (in memory)
  --seed TEXT          the same text gives the same chain (a new one each time)
  --slot-millis N      time between slots, 0: only by the control endpoint (400)
  --confirmed-slots N  slots until a transaction is confirmed (1)
  --finalized-slots N  slots until a transaction is finalized (32)
  --endpoints N        further JSON-RPC endpoints, each on a free port (0)
  --exit-with-parent   end when standard input is closed
  --help
`;

/** @param {string[]} args */
export function parseOptions(args) {
  const options = {
    port: 8899,
    wsPort: null,
    host: '127.0.0.1',
    data: null,
    seed: null,
    slotMillis: 400,
    confirmedSlots: 1,
    finalizedSlots: 32,
    endpoints: 0,
    exitWithParent: false,
    help: false,
  };
  for (let i = 0; i < args.length; i++) {
    const name = args[i];
    const option = OPTIONS.get(name);
    if (option === undefined) throw new UsageError(`Unknown option ${name}; --help lists the options.`);
    if (option.kind === 'flag') {
      options[option.key] = true;
      continue;
    }
    const value = args[++i];
    if (value === undefined) throw new UsageError(`${name} needs a value.`);
    options[option.key] = option.kind === 'text' ? value : wholeNumber(name, value, option.most);
  }
  if (options.finalizedSlots < options.confirmedSlots) {
    throw new UsageError('--finalized-slots cannot be less than --confirmed-slots.');
  }
  options.wsPort ??= options.port === 0 ? 0 : options.port + 1;
  if (options.wsPort > 65_535) throw new UsageError('--ws-port is needed: there is no port behind that of --port.');
  return options;
}

function wholeNumber(name, value, most) {
  if (!/^\d{1,9}$/.test(value) || Number(value) > most) {
    throw new UsageError(`${name} needs a whole number from 0 to ${most}, not "${value}".`);
  }
  return Number(value);
}
