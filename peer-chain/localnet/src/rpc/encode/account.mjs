import { encodeBase58 } from '../../codec/base58.mjs';
import { parsedTokenData } from '../../tokens/parsed.mjs';
import { unsigned } from '../params.mjs';
import { RpcError } from '../rpc-error.mjs';

const MOST_BASE58_BYTES = 128;
const RENT_EXEMPT_EPOCH = 2n ** 64n - 1n;

/**
 * @param {import('../../chain/vm.mjs').StoredAccount} account
 * @param {{encoding?: string, dataSlice?: {offset: number, length: number}}} options
 * @param {(mint: string) => number | null} decimalsOf null when the mint is not there
 */
export function encodeAccount(account, { encoding, dataSlice }, decimalsOf) {
  return {
    data: encodeData(account, encoding ?? 'binary', dataSlice, decimalsOf),
    executable: account.executable,
    lamports: account.lamports,
    owner: account.owner,
    rentEpoch: RENT_EXEMPT_EPOCH,
    space: account.data.length,
  };
}

function encodeData(account, encoding, dataSlice, decimalsOf) {
  const data = sliced(account.data, dataSlice);
  switch (encoding) {
    case 'binary':
      return data.length > MOST_BASE58_BYTES ? 'error: data too large for bs58 encoding' : encodeBase58(data);
    case 'base58':
      if (data.length > MOST_BASE58_BYTES) {
        throw new RpcError(
          -32600,
          'Encoded binary (base 58) data should be less than 128 bytes, please use Base64 encoding.',
        );
      }
      return [encodeBase58(data), 'base58'];
    case 'base64':
      return [data.toString('base64'), 'base64'];
    case 'jsonParsed': {
      const parsed = parsedTokenData(account, decimalsOf);
      return parsed ?? [data.toString('base64'), 'base64'];
    }
    case 'base64+zstd':
      throw RpcError.invalidParams('Invalid params: this server does not compress; use the encoding `base64`.');
    default:
      throw RpcError.invalidParams(
        `Invalid params: unknown variant \`${encoding}\`, expected one of ` +
          '`binary`, `base58`, `base64`, `jsonParsed`, `base64+zstd`.',
      );
  }
}

function sliced(data, dataSlice) {
  if (dataSlice === undefined || dataSlice === null) return data;
  const offset = unsigned(dataSlice.offset, 'dataSlice.offset');
  return data.subarray(offset, offset + unsigned(dataSlice.length, 'dataSlice.length'));
}
