import { isTokenProgram, parseMint, parseTokenAccount, tokenAccountKeys, tokenAmount } from '../../tokens/layout.mjs';
import { encodeAccount } from '../encode/account.mjs';
import { uiTokenAmount } from '../encode/amounts.mjs';
import { address, config, contextSlot, required } from '../params.mjs';
import { RpcError } from '../rpc-error.mjs';
import { withContext } from '../version.mjs';
import { decimalsAt } from './accounts.mjs';

const LARGEST_ACCOUNTS = 20;

/** Token accounts and mints of SPL Token and Token-2022. */
export const tokenMethods = {
  getTokenAccountBalance({ chain, params }) {
    required(params, 1);
    const slot = contextSlot(chain, config(params, 1));
    const account = chain.accountAt(address(params[0]), slot);
    if (account === null) throw RpcError.invalidParams('Invalid param: could not find account');
    const token = parseTokenAccount(account);
    if (token === null) throw RpcError.invalidParams('Invalid param: not a Token account');
    return withContext(slot, uiTokenAmount(token.amount, mintAt(chain, token.mint, slot).decimals));
  },

  getTokenSupply({ chain, params }) {
    required(params, 1);
    const slot = contextSlot(chain, config(params, 1));
    const account = chain.accountAt(address(params[0]), slot);
    if (account === null) throw RpcError.invalidParams('Invalid param: could not find account');
    const mint = parseMint(account);
    if (mint === null) throw RpcError.invalidParams('Invalid param: not a Token mint');
    return withContext(slot, uiTokenAmount(mint.supply, mint.decimals));
  },

  getTokenLargestAccounts({ chain, params }) {
    required(params, 1);
    const mint = address(params[0]);
    const slot = contextSlot(chain, config(params, 1));
    const { decimals } = mintAt(chain, mint, slot);
    const holders = [];
    for (const [pubkey, account] of existing(chain, chain.accounts.indexes.ofMint(mint), slot)) {
      if (tokenAccountKeys(account)?.mint === mint) holders.push({ address: pubkey, amount: tokenAmount(account) });
    }
    holders.sort((a, b) => (a.amount < b.amount ? 1 : a.amount > b.amount ? -1 : 0));
    const largest = holders.slice(0, LARGEST_ACCOUNTS);
    return withContext(
      slot,
      largest.map((holder) => ({ address: holder.address, ...uiTokenAmount(holder.amount, decimals) })),
    );
  },

  getTokenAccountsByOwner({ chain, params }) {
    required(params, 2);
    const owner = address(params[0]);
    const options = config(params, 2);
    const slot = contextSlot(chain, options);
    const accepts = tokenFilter(chain, config(params, 1), slot);
    const found = [];
    for (const [pubkey, account] of existing(chain, chain.accounts.indexes.ofTokenOwner(owner), slot)) {
      const keys = tokenAccountKeys(account);
      if (keys === null || keys.owner !== owner || !accepts(account, keys)) continue;
      found.push({ pubkey, account: encodeAccount(account, options, decimalsAt(chain, slot)) });
    }
    return withContext(slot, found);
  },
};

function tokenFilter(chain, { mint, programId }, slot) {
  if (mint !== undefined) {
    const wanted = address(mint);
    mintAt(chain, wanted, slot);
    return (_, keys) => keys.mint === wanted;
  }
  if (programId === undefined) throw RpcError.invalidParams('Invalid params: expected `mint` or `programId`.');
  const program = address(programId);
  if (!isTokenProgram(program)) throw RpcError.invalidParams('Invalid param: unrecognized Token program id');
  return (account) => account.owner === program;
}

function mintAt(chain, address, slot) {
  const account = chain.accountAt(address, slot);
  const mint = account === null ? null : parseMint(account);
  if (mint === null) throw RpcError.invalidParams('Invalid param: could not find mint');
  return mint;
}

function* existing(chain, addresses, slot) {
  for (const address of addresses) {
    const account = chain.accountAt(address, slot);
    if (account !== null) yield [address, account];
  }
}
