// The account layouts of SPL Token and Token-2022: the same 165 and 82 bytes, and behind them Token-2022's extensions.

import { addressFromBytes } from '../codec/address.mjs';
import { TOKEN_2022_PROGRAM, TOKEN_PROGRAM } from '../chain/programs.mjs';

const ACCOUNT_LENGTH = 165;
const MINT_LENGTH = 82;
const MULTISIG_LENGTH = 355;
const KEYS_LENGTH = 64;
const STATE = 108;
const TYPE_MINT = 1;
const TYPE_ACCOUNT = 2;
/** With owner and length they tell whether this is a token account. */
const DECISIVE_BYTES = [STATE, ACCOUNT_LENGTH];
const STATES = ['uninitialized', 'initialized', 'frozen'];

export const isTokenProgram = (program) => program === TOKEN_PROGRAM || program === TOKEN_2022_PROGRAM;

/**
 * Remembered on the account object, which never changes: balances and indexes ask several times for each one.
 *
 * @returns {{mint: string, owner: string} | null} null when this is no initialized token account
 */
export function tokenAccountKeys(account) {
  if (account.tokenKeys === undefined) account.tokenKeys = readTokenAccountKeys(account);
  return account.tokenKeys;
}

/** Saves reading what a transaction has left as it was: all but the balance, nearly always. */
export function inheritTokenKeys(account, before) {
  const known = before.tokenKeys;
  if (known === undefined || known === null || account.owner !== before.owner) return;
  const { data } = account;
  if (data.length !== before.data.length || DECISIVE_BYTES.some((at) => data[at] !== before.data[at])) return;
  if (data.compare(before.data, 0, KEYS_LENGTH, 0, KEYS_LENGTH) === 0) account.tokenKeys = known;
}

function readTokenAccountKeys(account) {
  if (!isTokenAccount(account)) return null;
  return {
    mint: addressFromBytes(account.data.subarray(0, 32)),
    owner: addressFromBytes(account.data.subarray(32, 64)),
  };
}

/** @returns {bigint} the base units of a token account */
export const tokenAmount = (account) => account.data.readBigUInt64LE(64);

export function parseTokenAccount(account) {
  if (!isTokenAccount(account)) return null;
  const { data } = account;
  return {
    ...tokenAccountKeys(account),
    amount: tokenAmount(account),
    delegate: optionalAddress(data, 72),
    state: STATES[data[STATE]],
    rentExemptReserve: data.readUInt32LE(109) === 1 ? data.readBigUInt64LE(113) : null,
    delegatedAmount: data.readBigUInt64LE(121),
    closeAuthority: optionalAddress(data, 129),
    extensions: extensions(data),
  };
}

export function parseMint(account) {
  if (!isMint(account)) return null;
  const { data } = account;
  return {
    mintAuthority: optionalAddress(data, 0),
    supply: data.readBigUInt64LE(36),
    decimals: data[44],
    isInitialized: true,
    freezeAuthority: optionalAddress(data, 46),
    extensions: extensions(data),
  };
}

function isTokenAccount({ owner, data }) {
  if (!isTokenProgram(owner)) return false;
  return hasLayout(owner, data, ACCOUNT_LENGTH, TYPE_ACCOUNT) && data[STATE] !== 0;
}

function isMint({ owner, data }) {
  if (!isTokenProgram(owner)) return false;
  return hasLayout(owner, data, MINT_LENGTH, TYPE_MINT) && data[45] === 1;
}

/** Extended accounts, mints included, are padded to 165 bytes, then say what they are, then list their extensions. */
function hasLayout(owner, data, length, type) {
  if (data.length === length) return true;
  const extended = data.length > ACCOUNT_LENGTH && data.length !== MULTISIG_LENGTH;
  return owner === TOKEN_2022_PROGRAM && extended && data[ACCOUNT_LENGTH] === type;
}

/** @returns {{type: number, value: Buffer}[]} */
function extensions(data) {
  const found = [];
  let at = ACCOUNT_LENGTH + 1;
  while (at + 4 <= data.length) {
    const type = data.readUInt16LE(at);
    const length = data.readUInt16LE(at + 2);
    if (type === 0) break;
    found.push({ type, value: data.subarray(at + 4, at + 4 + length) });
    at += 4 + length;
  }
  return found;
}

function optionalAddress(data, at) {
  return data.readUInt32LE(at) === 0 ? null : addressFromBytes(data.subarray(at + 4, at + 36));
}
