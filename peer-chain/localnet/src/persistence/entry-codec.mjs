// One landed transaction as one line: what is needed to index it, what getTransaction shows, what it wrote. The parts are
// separated by tabs, which JSON text never contains, so that each can be read without parsing the others.

/** @returns {{line: Buffer, headerBytes: number, detailsBytes: number}} */
export function encodeEntry({ slot, time, err, wire, details, writes }) {
  const header = JSON.stringify({ slot, time, err, wire: wire.toString('base64'), loaded: details.loaded });
  const shown = JSON.stringify(details);
  const accounts = JSON.stringify(writes.map(({ address, account }) => [address, encodeAccount(account)]));
  return {
    line: Buffer.from(`${header}\t${shown}\t${accounts}\n`),
    headerBytes: Buffer.byteLength(header),
    detailsBytes: Buffer.byteLength(shown),
  };
}

/** @param {Buffer} line without the line feed */
export function splitEntry(line) {
  const headerBytes = line.indexOf(9);
  const detailsEnd = line.indexOf(9, headerBytes + 1);
  if (headerBytes < 0 || detailsEnd < 0) throw new SyntaxError('an entry has three parts');
  return {
    header: line.subarray(0, headerBytes),
    details: line.subarray(headerBytes + 1, detailsEnd),
    writes: line.subarray(detailsEnd + 1),
  };
}

export function decodeHeader(bytes) {
  const header = JSON.parse(bytes.toString());
  return { ...header, wire: Buffer.from(header.wire, 'base64') };
}

export function decodeWrites(bytes) {
  return JSON.parse(bytes.toString()).map(([address, account]) => ({ address, account: decodeAccount(account) }));
}

export function encodeAccount(account) {
  if (account === null) return null;
  const { lamports, owner, executable, data } = account;
  return [lamports.toString(), owner, executable ? 1 : 0, data.toString('base64')];
}

/** @returns {import('../chain/vm.mjs').StoredAccount | null} */
export function decodeAccount(encoded) {
  if (encoded === null) return null;
  const [lamports, owner, executable, data] = encoded;
  return { lamports: BigInt(lamports), owner, executable: executable === 1, data: Buffer.from(data, 'base64') };
}
