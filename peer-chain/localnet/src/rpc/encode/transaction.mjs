// Transactions of the past in the encodings of getTransaction and getBlock.

import { encodeBase58 } from '../../codec/base58.mjs';
import { MEMO_PROGRAMS } from '../../chain/programs.mjs';
import { keysWithLoaded } from '../../chain/transaction-keys.mjs';
import { RpcError } from '../rpc-error.mjs';
import { uiTokenAmount } from './amounts.mjs';

/** @param {{err: unknown}} record @returns {{transaction: unknown, meta: object, version?: 'legacy' | 0}} */
export function encodeLanded(record, { transaction, details }, { encoding = 'json', maxSupportedTransactionVersion }) {
  const { version } = transaction.message;
  const highest = maxSupportedTransactionVersion ?? null;
  if (version !== 'legacy' && (highest === null || highest < version)) {
    throw RpcError.unsupportedTransactionVersion(version);
  }
  const keys = keysWithLoaded(transaction.message, details.loaded);
  return {
    transaction: encodeTransaction(transaction, keys, encoding),
    meta: encodeMeta(record.err, details, keys, encoding),
    ...(highest === null ? {} : { version }),
  };
}

function encodeTransaction(transaction, keys, encoding) {
  const { signatures, message, wire } = transaction;
  switch (encoding) {
    case 'base58':
    case 'binary':
      return encoding === 'binary' ? encodeBase58(wire) : [encodeBase58(wire), 'base58'];
    case 'base64':
      return [wire.toString('base64'), 'base64'];
    case 'json':
      return { signatures, message: encodeMessage(message) };
    case 'jsonParsed':
      return { signatures, message: parsedMessage(message, keys) };
    default:
      throw RpcError.invalidParams(
        `Invalid params: unknown variant \`${encoding}\`, expected one of \`binary\`, \`base64\`, \`base58\`, ` +
          '`json`, `jsonParsed`.',
      );
  }
}

function encodeMessage({ version, header, staticKeys, recentBlockhash, instructions, lookups }) {
  return {
    header: {
      numRequiredSignatures: header.requiredSignatures,
      numReadonlySignedAccounts: header.readonlySigned,
      numReadonlyUnsignedAccounts: header.readonlyUnsigned,
    },
    accountKeys: staticKeys,
    recentBlockhash,
    instructions: instructions.map((instruction) => compiled(instruction, 1)),
    ...(version === 'legacy' ? {} : { addressTableLookups: lookups.map(encodeLookup) }),
  };
}

function parsedMessage(message, keys) {
  const { version, header, staticKeys, recentBlockhash, instructions, lookups } = message;
  return {
    accountKeys: keys.addresses.map((pubkey, index) => ({
      pubkey,
      signer: index < header.requiredSignatures,
      source: index < staticKeys.length ? 'transaction' : 'lookupTable',
      writable: keys.writable[index],
    })),
    recentBlockhash,
    instructions: instructions.map((instruction) => parsedInstruction(instruction, keys, 1)),
    ...(version === 'legacy' ? {} : { addressTableLookups: lookups.map(encodeLookup) }),
  };
}

const encodeLookup = ({ table, writable, readonly }) => ({
  accountKey: table,
  writableIndexes: [...writable],
  readonlyIndexes: [...readonly],
});

const compiled = ({ programIndex, accounts, data }, stackHeight) => ({
  programIdIndex: programIndex,
  accounts: [...accounts],
  data: encodeBase58(data),
  stackHeight,
});

/** Memos are shown as text; everything else partially decoded, as a validator does for programs it has no parser for. */
function parsedInstruction({ programIndex, accounts, data }, { addresses }, stackHeight) {
  const programId = addresses[programIndex];
  if (MEMO_PROGRAMS.has(programId)) {
    return { parsed: data.toString('utf8'), program: 'spl-memo', programId, stackHeight };
  }
  return {
    programId,
    accounts: [...accounts].map((index) => addresses[index]),
    data: encodeBase58(data),
    stackHeight,
  };
}

function encodeMeta(err, details, keys, encoding) {
  const parsed = encoding === 'jsonParsed';
  return {
    err,
    status: err === null ? { Ok: null } : { Err: err },
    fee: BigInt(details.fee),
    preBalances: details.pre.map(BigInt),
    postBalances: details.post.map(BigInt),
    innerInstructions: encodeInnerInstructions(details.inner, keys, parsed),
    logMessages: details.logs,
    preTokenBalances: details.preTokens.map(encodeTokenBalance),
    postTokenBalances: details.postTokens.map(encodeTokenBalance),
    rewards: [],
    ...(parsed ? {} : { loadedAddresses: details.loaded }),
    ...(details.returnData === null ? {} : { returnData: encodeReturnData(details.returnData) }),
    computeUnitsConsumed: details.units,
  };
}

export function encodeInnerInstructions(groups, keys, parsed) {
  return groups.map(({ index, instructions }) => ({
    index,
    instructions: instructions.map((inner) => {
      const instruction = { ...inner, data: Buffer.from(inner.data, 'base64') };
      return parsed
        ? parsedInstruction(instruction, keys, inner.stackHeight)
        : compiled(instruction, inner.stackHeight);
    }),
  }));
}

export const encodeReturnData = ({ programId, data }) => ({ programId, data: [data, 'base64'] });

const encodeTokenBalance = ([accountIndex, mint, owner, programId, amount, decimals]) => ({
  accountIndex,
  mint,
  uiTokenAmount: uiTokenAmount(BigInt(amount), decimals),
  owner,
  programId,
});
