// Token-2022 extensions in their `jsonParsed` form. Those not listed are shown as a validator shows what it cannot parse.

import { addressFromBytes } from '../codec/address.mjs';

const NO_ADDRESS = '11111111111111111111111111111111';

const PARSERS = new Map([
  [3, ['mintCloseAuthority', (value) => ({ closeAuthority: optionalAddress(value, 0) })]],
  [7, ['immutableOwner', null]],
  [9, ['nonTransferable', null]],
  [12, ['permanentDelegate', (value) => ({ delegate: optionalAddress(value, 0) })]],
  [13, ['nonTransferableAccount', null]],
  [
    18,
    [
      'metadataPointer',
      (value) => ({ authority: optionalAddress(value, 0), metadataAddress: optionalAddress(value, 32) }),
    ],
  ],
  [19, ['tokenMetadata', tokenMetadata]],
]);

/** @param {{type: number, value: Buffer}} extension */
export function parseExtension({ type, value }) {
  const parser = PARSERS.get(type);
  if (parser === undefined) return { extension: 'unparseableExtension' };
  const [extension, parse] = parser;
  return parse === null ? { extension } : { extension, state: parse(value) };
}

function tokenMetadata(value) {
  let at = 64;
  const text = () => {
    const length = value.readUInt32LE(at);
    at += 4 + length;
    return value.toString('utf8', at - length, at);
  };
  const name = text();
  const symbol = text();
  const uri = text();
  const pairs = value.readUInt32LE(at);
  at += 4;
  return {
    updateAuthority: optionalAddress(value, 0),
    mint: addressFromBytes(value.subarray(32, 64)),
    name,
    symbol,
    uri,
    additionalMetadata: Array.from({ length: pairs }, () => [text(), text()]),
  };
}

function optionalAddress(value, at) {
  const address = addressFromBytes(value.subarray(at, at + 32));
  return address === NO_ADDRESS ? null : address;
}
