// Transactions built byte by byte, so that each can be wrong in exactly one place.

export const key = (fill) => Buffer.alloc(32, fill);

const list = (items) => Buffer.concat([Buffer.from([items.length]), ...items]);

const DEFAULTS = {
  header: [1, 0, 1],
  keys: [key(1), key(2), key(3)],
  blockhash: key(7),
  program: 2,
  accounts: [0, 1],
  data: [10, 11],
};

export function message(changes = {}) {
  const { header, keys, blockhash, program, accounts, data } = { ...DEFAULTS, ...changes };
  const instruction = Buffer.from([program, accounts.length, ...accounts, data.length, ...data]);
  return Buffer.concat([Buffer.from(header), list(keys), blockhash, list([instruction])]);
}

export function legacyTransaction({ signatures = 1, ...changes } = {}) {
  return Buffer.concat([list(Array.from({ length: signatures }, () => Buffer.alloc(64, 5))), message(changes)]);
}

export function v0Transaction({ version = 0, lookups = [[key(9), [4, 5], [6]]], ...changes } = {}) {
  const encoded = lookups.map(([table, writable, readonly]) =>
    Buffer.concat([table, Buffer.from([writable.length, ...writable, readonly.length, ...readonly])]),
  );
  const prefix = Buffer.from([0x80 | version]);
  return Buffer.concat([list([Buffer.alloc(64, 5)]), prefix, message(changes), list(encoded)]);
}
