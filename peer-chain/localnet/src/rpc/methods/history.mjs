import { encodeLanded } from '../encode/transaction.mjs';
import {
  address,
  config,
  flag,
  ledgerCommitment,
  list,
  optionalUnsigned,
  required,
  requireContextSlot,
  signature,
} from '../params.mjs';
import { RpcError } from '../rpc-error.mjs';
import { withContext } from '../version.mjs';

const MOST_STATUSES = 256;
const MOST_SIGNATURES = 1_000;
const MOST_CONFIRMATIONS = 31;

/** What has landed. `effects.forgets(signature)` hides a transaction on behalf of a fault. */
export const historyMethods = {
  getSignatureStatuses({ chain, params, effects }) {
    required(params, 1);
    const isKnown = (id) => chain.history.find(id) !== undefined;
    const wanted = list(params[0], 'signatures', MOST_STATUSES).map((id) => signature(id, isKnown));
    const wholeHistory = flag(config(params, 1).searchTransactionHistory, 'searchTransactionHistory');
    const { current } = chain.slots;
    const statuses = wanted.map((id) => {
      if (effects.forgets(id)) return null;
      const record = wholeHistory ? chain.history.find(id) : chain.history.findRecent(id, current);
      if (record !== undefined) return statusOf(chain, record);
      const invented = chain.history.inventedSlot(id);
      return invented === null ? null : statusOf(chain, { slot: invented, err: null });
    });
    return withContext(current, statuses);
  },

  getSignaturesForAddress({ chain, params, effects }) {
    required(params, 1);
    const options = config(params, 1);
    const maxSlot = chain.slots.at(ledgerCommitment(options.commitment));
    requireContextSlot(maxSlot, options.minContextSlot);
    const limit = optionalUnsigned(options.limit, 'limit', MOST_SIGNATURES);
    if (limit === 0 || limit > MOST_SIGNATURES) {
      throw RpcError.invalidParams(`Invalid limit; max ${MOST_SIGNATURES}`);
    }
    const before = boundary(chain, options.before);
    const until = boundary(chain, options.until);
    // A validator that does not know the `before` signature has nothing to show before it.
    if (options.before && before === undefined) return [];
    const records = chain.history.ofAddress(address(params[0]), { maxSlot, before, until, limit });
    return records
      .filter((record) => !effects.forgets(record.signature))
      .map((record) => ({
        blockTime: chain.slots.time(record.slot),
        confirmationStatus: chain.slots.commitmentOf(record.slot),
        err: record.err,
        memo: record.memo,
        signature: record.signature,
        slot: record.slot,
      }));
  },

  getTransaction({ chain, params, effects }) {
    required(params, 1);
    const options = typeof params[1] === 'string' ? { encoding: params[1] } : config(params, 1);
    const maxSlot = chain.slots.at(ledgerCommitment(options.commitment));
    const record = chain.history.find(signature(params[0]));
    if (record === undefined || record.slot > maxSlot || effects.forgets(record.signature)) return null;
    return {
      blockTime: chain.slots.time(record.slot),
      slot: record.slot,
      ...encodeLanded(record, chain.read(record), options),
    };
  },
};

function statusOf(chain, { slot, err }) {
  const confirmationStatus = chain.slots.commitmentOf(slot);
  return {
    confirmationStatus,
    confirmations: confirmationStatus === 'finalized' ? null : Math.min(chain.slots.current - slot, MOST_CONFIRMATIONS),
    err,
    slot,
    status: err === null ? { Ok: null } : { Err: err },
  };
}

function boundary(chain, value) {
  return value === undefined || value === null ? undefined : chain.history.find(signature(value));
}
