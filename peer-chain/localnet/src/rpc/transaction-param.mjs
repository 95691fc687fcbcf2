import { decodeBase58 } from '../codec/base58.mjs';
import { MAX_TRANSACTION_BYTES, parseTransaction } from '../wire/transaction.mjs';
import { WireError } from '../wire/wire-error.mjs';
import { text } from './params.mjs';
import { RpcError } from './rpc-error.mjs';

const TYPE = 'solana_transaction::versioned::VersionedTransaction';
const MOST_BASE58_CHARACTERS = 1683;
const MOST_BASE64_CHARACTERS = 1644;
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/** @returns {import('../wire/transaction.mjs').Transaction} */
export function decodeTransaction(value, encoding) {
  const wire = decodeWire(text(value, 'transaction'), encoding);
  if (wire.length > MAX_TRANSACTION_BYTES) {
    throw RpcError.invalidParams(
      `decoded ${TYPE} too large: ${wire.length} bytes (max: ${MAX_TRANSACTION_BYTES} bytes)`,
    );
  }
  try {
    return parseTransaction(wire);
  } catch (error) {
    if (!(error instanceof WireError)) throw error;
    throw error.kind === 'unsanitary'
      ? RpcError.invalidParams(
          `invalid transaction: Transaction failed to sanitize accounts offsets correctly (${error.message})`,
        )
      : RpcError.invalidParams(`failed to deserialize ${TYPE}: ${error.message}`);
  }
}

function decodeWire(value, encoding) {
  switch (encoding) {
    case 'base58': {
      requireLength('base58', value, MOST_BASE58_CHARACTERS);
      const bytes = decodeBase58(value);
      if (bytes === null) throw RpcError.invalidParams('invalid base58 encoding: InvalidCharacter');
      return bytes;
    }
    case 'base64':
      requireLength('base64', value, MOST_BASE64_CHARACTERS);
      if (!BASE64.test(value)) throw RpcError.invalidParams('invalid base64 encoding: InvalidByte');
      return Buffer.from(value, 'base64');
    default:
      throw RpcError.invalidParams(`unsupported encoding: ${encoding}. Supported encodings: base58, base64`);
  }
}

function requireLength(encoding, value, most) {
  if (value.length <= most) return;
  throw RpcError.invalidParams(
    `${encoding} encoded ${TYPE} too large: ${value.length} bytes (max: encoded/raw ${most}/${MAX_TRANSACTION_BYTES})`,
  );
}
