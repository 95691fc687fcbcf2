// The `jsonParsed` form of mints and token accounts.

import { TOKEN_2022_PROGRAM } from '../chain/programs.mjs';
import { uiTokenAmount } from '../rpc/encode/amounts.mjs';
import { parseExtension } from './extensions.mjs';
import { parseMint, parseTokenAccount } from './layout.mjs';

/** @returns {object | null} null for what is no mint or token account, or a token account whose mint is gone */
export function parsedTokenData(account, decimalsOf) {
  const parsed = parsedMint(account) ?? parsedAccount(account, decimalsOf);
  if (parsed === null) return null;
  const program = account.owner === TOKEN_2022_PROGRAM ? 'spl-token-2022' : 'spl-token';
  return { program, parsed, space: account.data.length };
}

function parsedMint(account) {
  const mint = parseMint(account);
  if (mint === null) return null;
  const { mintAuthority, supply, decimals, isInitialized, freezeAuthority } = mint;
  return {
    type: 'mint',
    info: {
      mintAuthority,
      supply: supply.toString(),
      decimals,
      isInitialized,
      freezeAuthority,
      ...parsedExtensions(mint.extensions),
    },
  };
}

function parsedAccount(account, decimalsOf) {
  const token = parseTokenAccount(account);
  if (token === null) return null;
  const decimals = decimalsOf(token.mint);
  if (decimals === null) return null;
  const { delegate, rentExemptReserve, delegatedAmount, closeAuthority } = token;
  return {
    type: 'account',
    info: {
      mint: token.mint,
      owner: token.owner,
      tokenAmount: uiTokenAmount(token.amount, decimals),
      ...(delegate === null ? {} : { delegate, delegatedAmount: uiTokenAmount(delegatedAmount, decimals) }),
      state: token.state,
      isNative: rentExemptReserve !== null,
      ...(rentExemptReserve === null ? {} : { rentExemptReserve: uiTokenAmount(rentExemptReserve, decimals) }),
      ...(closeAuthority === null ? {} : { closeAuthority }),
      ...parsedExtensions(token.extensions),
    },
  };
}

const parsedExtensions = (extensions) =>
  extensions.length === 0 ? {} : { extensions: extensions.map(parseExtension) };
