import { decodeBase58 } from '../../codec/base58.mjs';
import { parseMint } from '../../tokens/layout.mjs';
import { encodeAccount } from '../encode/account.mjs';
import { address, config, contextSlot, list, required, unsigned } from '../params.mjs';
import { RpcError } from '../rpc-error.mjs';
import { withContext } from '../version.mjs';

const MOST_ACCOUNTS = 100;
const MOST_FILTERS = 4;

/** Accounts as they are. */
export const accountMethods = {
  getAccountInfo({ chain, params }) {
    required(params, 1);
    const options = config(params, 1);
    const slot = contextSlot(chain, options);
    return withContext(slot, encoded(chain, address(params[0]), slot, options));
  },

  getMultipleAccounts({ chain, params }) {
    required(params, 1);
    const options = config(params, 1);
    const slot = contextSlot(chain, options);
    const addresses = list(params[0], 'addresses', MOST_ACCOUNTS).map(address);
    const value = addresses.map((wanted) => encoded(chain, wanted, slot, { encoding: 'base64', ...options }));
    return withContext(slot, value);
  },

  getBalance({ chain, params }) {
    required(params, 1);
    const slot = contextSlot(chain, config(params, 1));
    return withContext(slot, chain.accountAt(address(params[0]), slot)?.lamports ?? 0);
  },

  getProgramAccounts({ chain, params }) {
    required(params, 1);
    const options = config(params, 1);
    const slot = contextSlot(chain, options);
    const program = address(params[0]);
    const passes = compileFilters(options.filters);
    const found = [];
    for (const pubkey of chain.accounts.indexes.ofProgram(program)) {
      const account = chain.accountAt(pubkey, slot);
      if (account === null || account.owner !== program || !passes(account)) continue;
      found.push({ pubkey, account: encodeAccount(account, options, decimalsAt(chain, slot)) });
    }
    return options.withContext === true ? withContext(slot, found) : found;
  },
};

/** How many decimals a mint has as of `slot`; null when it is not there. */
export const decimalsAt = (chain, slot) => (mint) => {
  const account = chain.accountAt(mint, slot);
  return account === null ? null : (parseMint(account)?.decimals ?? null);
};

function encoded(chain, wanted, slot, options) {
  const account = chain.accountAt(wanted, slot);
  return account === null ? null : encodeAccount(account, options, decimalsAt(chain, slot));
}

export function compileFilters(filters) {
  const tests = list(filters ?? [], 'filters', MOST_FILTERS).map(compileFilter);
  return (account) => tests.every((test) => test(account));
}

function compileFilter(filter) {
  if (typeof filter === 'object' && filter !== null && filter.dataSize !== undefined) {
    const size = unsigned(filter.dataSize, 'dataSize');
    return ({ data }) => data.length === size;
  }
  if (typeof filter === 'object' && filter !== null && typeof filter.memcmp === 'object' && filter.memcmp !== null) {
    const { offset, bytes, encoding } = filter.memcmp;
    const from = unsigned(offset, 'memcmp.offset');
    const wanted = encoding === 'base64' ? Buffer.from(String(bytes), 'base64') : decodeBase58(String(bytes));
    if (wanted === null) throw RpcError.invalidParams('Invalid param: invalid base58 in memcmp filter');
    return ({ data }) =>
      data.length >= from + wanted.length && data.subarray(from, from + wanted.length).equals(wanted);
  }
  throw RpcError.invalidParams('Invalid params: unknown filter, expected `dataSize` or `memcmp`.');
}
