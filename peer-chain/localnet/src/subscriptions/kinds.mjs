// What can be subscribed to. A kind is made from the parameters of a call and tells which results a block brings it.

import { SYSTEM_PROGRAM } from '../chain/programs.mjs';
import { keysWithLoaded } from '../chain/transaction-keys.mjs';
import { addressToBytes } from '../codec/address.mjs';
import { decodeBase58 } from '../codec/base58.mjs';
import { encodeAccount } from '../rpc/encode/account.mjs';
import { compileFilters, decimalsAt } from '../rpc/methods/accounts.mjs';
import { commitment, config, flag, required, text } from '../rpc/params.mjs';
import { RpcError } from '../rpc/rpc-error.mjs';
import { withContext } from '../rpc/version.mjs';

/**
 * What is new at one commitment: a whole block, or a single transaction in the current one.
 *
 * @typedef {object} News
 * @property {number} slot
 * @property {boolean} began whether a block has reached the commitment
 * @property {import('../chain/history.mjs').HistoryRecord[]} records what landed
 * @property {Iterable<string>} written addresses
 *
 * @typedef {object} Kind
 * @property {string} commitment
 * @property {(chain: import('../chain/chain.mjs').Chain, news: News) => unknown[]} results
 * @property {boolean} [ended] nothing will come any more
 */

/** No account is how a validator announces one that was closed. */
const CLOSED = { lamports: 0n, owner: SYSTEM_PROGRAM, executable: false, data: Buffer.alloc(0) };

/** @type {Record<string, (params: unknown[], chain: object) => Kind>} */
export const KINDS = {
  signature(params) {
    required(params, 1);
    const wanted = signatureParam(params[0]);
    const options = config(params, 1);
    const tellsReceived = flag(options.enableReceivedNotification, 'enableReceivedNotification');
    let received = false;
    return {
      commitment: commitment(options.commitment),
      ended: false,
      results({ history, slots }, { slot }) {
        const record = history.find(wanted);
        if (record === undefined) return [];
        if (record.slot <= slot) {
          this.ended = true;
          return [withContext(slot, { err: record.err })];
        }
        if (!tellsReceived || received) return [];
        received = true;
        return [withContext(slots.current, 'receivedSignature')];
      },
    };
  },

  account(params, chain) {
    required(params, 1);
    const wanted = addressParam(params[0], 'pubkey');
    const options = config(params, 1);
    const level = commitment(options.commitment);
    encodeAccount(CLOSED, options, () => null);
    // An account object never changes, so that another state is another object; that also finds what a fork took back.
    let told = chain.accountAt(wanted, chain.slots.at(level));
    return {
      commitment: level,
      results(_, { slot }) {
        const account = chain.accountAt(wanted, slot);
        if (account === told) return [];
        told = account;
        return [withContext(slot, encodeAccount(account ?? CLOSED, options, decimalsAt(chain, slot)))];
      },
    };
  },

  program(params) {
    required(params, 1);
    const program = addressParam(params[0], 'pubkey');
    const options = config(params, 1);
    const passes = compileFilters(options.filters);
    encodeAccount(CLOSED, options, () => null);
    return {
      commitment: commitment(options.commitment),
      results(chain, { slot, written }) {
        const results = [];
        for (const pubkey of written) {
          const account = chain.accountAt(pubkey, slot);
          if (account === null || account.owner !== program || !passes(account)) continue;
          const shown = encodeAccount(account, options, decimalsAt(chain, slot));
          results.push(withContext(slot, { pubkey, account: shown }));
        }
        return results;
      },
    };
  },

  logs(params) {
    required(params, 1);
    const mentioned = mentionedAddress(params[0]);
    return {
      commitment: commitment(config(params, 1).commitment),
      results(chain, { slot, records }) {
        const results = [];
        for (const record of records) {
          const { transaction, details } = chain.read(record);
          const { addresses } = keysWithLoaded(transaction.message, details.loaded);
          if (mentioned !== null && !addresses.includes(mentioned)) continue;
          results.push(withContext(slot, { signature: record.signature, err: record.err, logs: details.logs }));
        }
        return results;
      },
    };
  },

  slot: () => ({
    commitment: 'processed',
    results({ slots }, { slot, began }) {
      return began ? [{ parent: slots.parent(slot), root: slots.at('finalized'), slot }] : [];
    },
  }),

  root: () => ({ commitment: 'finalized', results: (_, { slot }) => [slot] }),
};

function mentionedAddress(filter) {
  if (filter === 'all' || filter === 'allWithVotes') return null;
  const mentions = filter?.mentions;
  if (!Array.isArray(mentions)) throw RpcError.invalidParams('Invalid params: expected `all` or `mentions`.');
  if (mentions.length !== 1) throw RpcError.invalidParams('Invalid Request: Only 1 address supported');
  return addressParam(mentions[0], 'mentions');
}

function addressParam(value, name) {
  if (addressToBytes(text(value, name)) === null) throw invalid(name);
  return value;
}

function signatureParam(value) {
  text(value, 'signature');
  if (value.length > 88 || decodeBase58(value)?.length !== 64) throw invalid('signature');
  return value;
}

const invalid = (name) => RpcError.invalidParams(`Invalid Request: Invalid ${name} provided`);
