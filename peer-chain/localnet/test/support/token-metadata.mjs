// The two instructions that put metadata on a Token-2022 mint itself, written out as bytes: no released client of the
// program works with the version of the RPC client that is tested here.

import { AccountRole, address, getAddressEncoder } from '@solana/kit';

const TOKEN_2022 = address('TokenzQdBNbLqP5VEhdkAS6EPFLC1PHnBqCXEpPxuEb');
const METADATA_POINTER_EXTENSION = 39;
const INITIALIZE = 0;
/** The first bytes of sha256("spl_token_metadata_interface:initialize_account"). */
const INITIALIZE_METADATA = Buffer.from('d2e11ea258b84d8d', 'hex');

export function initializeMetadataPointer(mint, authority) {
  const encoder = getAddressEncoder();
  return {
    programAddress: TOKEN_2022,
    accounts: [{ address: mint, role: AccountRole.WRITABLE }],
    data: Buffer.concat([
      Buffer.from([METADATA_POINTER_EXTENSION, INITIALIZE]),
      encoder.encode(authority),
      encoder.encode(mint),
    ]),
  };
}

/** @param authority the signer that is both mint authority and update authority */
export function initializeMetadata(mint, authority, { name, symbol, uri }) {
  return {
    programAddress: TOKEN_2022,
    accounts: [
      { address: mint, role: AccountRole.WRITABLE },
      { address: authority.address, role: AccountRole.READONLY },
      { address: mint, role: AccountRole.READONLY },
      { address: authority.address, role: AccountRole.READONLY_SIGNER, signer: authority },
    ],
    data: Buffer.concat([INITIALIZE_METADATA, ...[name, symbol, uri].map(borshText)]),
  };
}

function borshText(text) {
  const bytes = Buffer.from(text, 'utf8');
  const length = Buffer.alloc(4);
  length.writeUInt32LE(bytes.length);
  return Buffer.concat([length, bytes]);
}
